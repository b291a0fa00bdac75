//! A condition as a tree, and its one canonical way of being written.

use super::{Day, Number, Span};
use std::fmt;

/// A condition, or a part of one, with its place in the text.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub at: Span,
}

/// Two expressions are equal when they say the same, wherever they stand.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, never negative.
    Number(Number),
    /// A text.
    Text(String),
    /// `date("..")`
    Date(Day),
    /// `outcome` or a field.
    Name(String),
    /// `-x`
    Negative(Box<Expression>),
    /// `not(x)`
    Not(Box<Expression>),
    /// Two parts and what stands between them.
    Two(Binary, Box<Expression>, Box<Expression>),
    /// `x in (..)`
    In(Box<Expression>, Vec<Test>),
}

/// What can stand between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
}

/// One entry of the list after `in`.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// A value that is met when equal.
    Is(Expression),
    /// `[from..to]`, both ends inside.
    Within(Expression, Expression),
}

impl Binary {
    /// All of them, in the order of the numbers by which programs are stored: a new one comes last.
    pub(crate) const ALL: [Binary; 11] = [
        Binary::Or,
        Binary::And,
        Binary::Equal,
        Binary::NotEqual,
        Binary::Less,
        Binary::AtMost,
        Binary::Greater,
        Binary::AtLeast,
        Binary::Plus,
        Binary::Minus,
        Binary::Times,
    ];

    /// The word or mark it is written with.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Binary::Or => "or",
            Binary::And => "and",
            Binary::Equal => "=",
            Binary::NotEqual => "!=",
            Binary::Less => "<",
            Binary::AtMost => "<=",
            Binary::Greater => ">",
            Binary::AtLeast => ">=",
            Binary::Plus => "+",
            Binary::Minus => "-",
            Binary::Times => "*",
        }
    }

    /// How tightly it binds; comparisons do not chain.
    pub(super) fn level(self) -> u8 {
        match self {
            Binary::Or => 1,
            Binary::And => 2,
            Binary::Plus | Binary::Minus => 4,
            Binary::Times => 5,
            _ => COMPARISON,
        }
    }
}

pub(super) const COMPARISON: u8 = 3;
pub(super) const SUM: u8 = 4;
const UNARY: u8 = 6;
const PRIMARY: u8 = 7;

impl Expression {
    fn level(&self) -> u8 {
        match &self.kind {
            Kind::Two(binary, ..) => binary.level(),
            Kind::In(..) => COMPARISON,
            Kind::Negative(_) => UNARY,
            _ => PRIMARY,
        }
    }

    /// Writes it where something that binds at least as tightly as `level` must stand.
    fn write(&self, f: &mut fmt::Formatter<'_>, level: u8) -> fmt::Result {
        if self.level() < level {
            write!(f, "(")?;
            self.write(f, 0)?;
            return write!(f, ")");
        }
        match &self.kind {
            Kind::Null => write!(f, "null"),
            Kind::Boolean(value) => write!(f, "{value}"),
            Kind::Number(number) => write!(f, "{number}"),
            Kind::Text(text) => write_text(f, text),
            Kind::Date(day) => write!(f, "date(\"{day}\")"),
            Kind::Name(name) if super::lex::is_plain_name(name) => write!(f, "{name}"),
            Kind::Name(name) => write!(f, "`{name}`"),
            Kind::Negative(inner) => {
                write!(f, "-")?;
                inner.write(f, UNARY)
            }
            Kind::Not(inner) => {
                write!(f, "not(")?;
                inner.write(f, 0)?;
                write!(f, ")")
            }
            Kind::Two(binary, left, right) => {
                let level = binary.level();
                left.write(f, if level == COMPARISON { SUM } else { level })?;
                write!(f, " {} ", binary.mark())?;
                right.write(f, level + 1)
            }
            Kind::In(value, tests) => {
                value.write(f, SUM)?;
                write!(f, " in (")?;
                for (at, test) in tests.iter().enumerate() {
                    write!(f, "{}{test}", if at == 0 { "" } else { ", " })?;
                }
                write!(f, ")")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"")?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => write!(f, "\\n")?,
            '\t' => write!(f, "\\t")?,
            other => write!(f, "{other}")?,
        }
    }
    write!(f, "\"")
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Is(value) => value.write(f, SUM),
            Test::Within(from, to) => {
                write!(f, "[")?;
                from.write(f, SUM)?;
                write!(f, "..")?;
                to.write(f, SUM)?;
                write!(f, "]")
            }
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}
