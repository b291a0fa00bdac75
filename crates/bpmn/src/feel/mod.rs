//! Conditions: a small strict subset of FEEL over the outcome of a task and the declared fields.
//!
//! A condition may hold texts, decimal numbers, `true`, `false`, `null`, `date("2026-01-31")`, the name
//! `outcome`, names of declared fields (in back quotes where a name holds spaces), `=` `!=` `<` `<=`
//! `>` `>=`, `and`, `or`, `not(..)`, `x in ("a", "b", [1..5])`, `x in [1..5]`, parentheses, `+`, `-` and
//! `*`. Everything else is refused by place. Null follows FEEL: only `=` and `!=` answer about it, `and`
//! and `or` are three-valued, everything else gives null; a condition holds only when it is true.
//!
//! ```
//! use bpmn::feel::{self, Fields, Pool, Scene, Type, Value};
//! let mut fields = Fields::default();
//! fields.declare("số_tầng", Type::Number);
//! let condition = feel::parse("outcome = \"đạt\" and số_tầng in [1..7]").unwrap();
//! let mut pool = Pool::default();
//! let code = condition.compile(&fields, &mut pool).unwrap();
//! let facts = [Value::Number(feel::Number::whole(3).unwrap())];
//! assert_eq!(code.evaluate(&Scene { pool: &pool, outcome: Some("đạt"), facts: &facts }), Some(true));
//! assert_eq!(code.evaluate(&Scene { pool: &pool, outcome: Some("đạt"), facts: &[] }), None);
//! ```

mod abstraction;
mod ast;
mod compile;
mod evaluate;
mod lex;
mod number;
mod parse;

pub use crate::civil::Day;
pub use abstraction::Possible;
pub use ast::{Binary, Expression, Kind, Test};
pub use compile::{Code, Op, Pool};
pub use evaluate::Scene;
pub use number::Number;
pub use parse::parse;
use std::collections::BTreeMap;

/// The longest condition that is read, in bytes.
pub const LONGEST: usize = 2_000;
/// How deep parentheses may stand in each other.
pub const DEEPEST: usize = 32;
/// The name under which a condition asks for the outcome of the last task with a choice.
pub const OUTCOME: &str = "outcome";

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// Any text; it is compared for equality only.
    Text,
    /// A decimal number with at most four places.
    Number,
    /// True or false.
    Boolean,
    /// A day.
    Date,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing was entered.
    Null,
    /// A text.
    Text(String),
    /// A number.
    Number(Number),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(Day),
}

/// The fields that conditions may name, with their types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Type>);

impl Fields {
    /// Declares a field; a second declaration of a name replaces the first.
    pub fn declare(&mut self, name: impl Into<String>, kind: Type) {
        self.0.insert(name.into(), kind);
    }

    /// The type of a declared field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Type> {
        self.0.get(name).copied()
    }
}

impl<N: Into<String>> FromIterator<(N, Type)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, Type)>>(fields: I) -> Fields {
        Fields(fields.into_iter().map(|(name, kind)| (name.into(), kind)).collect())
    }
}

/// A stretch of a condition's text, in bytes; `to` is outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub from: usize,
    /// The byte after the last.
    pub to: usize,
}

/// What is wrong in a condition, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place in the text.
    pub at: Span,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// What can be wrong in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is longer than [`LONGEST`] bytes.
    TooLong,
    /// Parentheses stand deeper in each other than [`DEEPEST`].
    TooDeep,
    /// A character that no condition holds.
    BadCharacter(char),
    /// A text or a quoted name without its closing quote.
    Unclosed,
    /// A backslash before a character that needs none.
    BadEscape,
    /// A number that is too large or has more than four places.
    BadNumber,
    /// A day that does not exist, or is not written `YYYY-MM-DD`.
    BadDate,
    /// The text ends where something must follow.
    Ends,
    /// Something that may not stand here.
    Unexpected(String),
    /// A name that is neither `outcome` nor a declared field.
    UnknownName(String),
    /// The whole does not say yes or no.
    NotACondition,
    /// True or false was needed.
    NotBoolean(Type),
    /// A number was needed.
    NotANumber,
    /// The two sides are of different kinds.
    Different(Type, Type),
    /// Values of this kind are neither smaller nor greater.
    NoOrder(Type),
    /// Null is neither smaller nor greater, and no number.
    NullHere,
}
