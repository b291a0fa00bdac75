//! From text to tree.

use super::ast::{COMPARISON, SUM};
use super::lex::{Placed, Word, words};
use super::{Binary, DEEPEST, Day, Expression, Fault, FaultKind, Kind, Span, Test};

/// Reads a condition.
///
/// # Errors
/// The first place that cannot be read.
pub fn parse(text: &str) -> Result<Expression, Fault> {
    let words = words(text)?;
    let mut parser = Parser { words, next: 0, depth: 0, end: text.len() };
    let whole = parser.expression()?;
    match parser.peek() {
        None => Ok(whole),
        Some(_) => Err(parser.unexpected()),
    }
}

struct Parser {
    words: Vec<Placed>,
    next: usize,
    depth: usize,
    end: usize,
}

const TIGHTEST: u8 = 5;

impl Parser {
    fn peek(&self) -> Option<&Placed> {
        self.words.get(self.next)
    }

    fn sees(&self, mark: &str) -> bool {
        matches!(self.peek(), Some(Placed { word: Word::Mark(found), .. }) if *found == mark)
    }

    fn takes(&mut self, mark: &str) -> bool {
        let found = self.sees(mark);
        self.next += usize::from(found);
        found
    }

    fn needs(&mut self, mark: &str) -> Result<(), Fault> {
        if self.takes(mark) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> Fault {
        let Some(found) = self.peek() else {
            return Fault { at: Span { from: self.end, to: self.end }, kind: FaultKind::Ends };
        };
        let text = match &found.word {
            Word::Text(text) => format!("\"{text}\""),
            Word::Number(number) => number.to_string(),
            Word::Name(name) => name.clone(),
            Word::Mark(mark) => (*mark).to_owned(),
        };
        Fault { at: found.at, kind: FaultKind::Unexpected(text) }
    }

    /// Where the next word begins.
    fn from(&self) -> usize {
        self.peek().map_or(self.end, |placed| placed.at.from)
    }

    /// What was read since `from`.
    fn since(&self, from: usize) -> Span {
        let to = self.next.checked_sub(1).map_or(from, |last| self.words[last].at.to);
        Span { from, to }
    }

    fn expression(&mut self) -> Result<Expression, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let from = self.from();
            return Err(Fault { at: Span { from, to: self.end }, kind: FaultKind::TooDeep });
        }
        let whole = self.level(1)?;
        self.depth -= 1;
        Ok(whole)
    }

    fn operator(&self, level: u8) -> Option<Binary> {
        Binary::ALL.into_iter().find(|binary| binary.level() == level && self.sees(binary.mark()))
    }

    /// An expression whose parts are bound at least as tightly as `level`.
    fn level(&mut self, level: u8) -> Result<Expression, Fault> {
        if level > TIGHTEST {
            return self.unary();
        }
        let from = self.from();
        let mut left = self.level(level + 1)?;
        if level == COMPARISON && self.takes("in") {
            let tests = self.tests()?;
            return Ok(Expression { kind: Kind::In(Box::new(left), tests), at: self.since(from) });
        }
        while let Some(binary) = self.operator(level) {
            self.next += 1;
            let right = self.level(level + 1)?;
            let kind = Kind::Two(binary, Box::new(left), Box::new(right));
            left = Expression { kind, at: self.since(from) };
            if level == COMPARISON {
                break;
            }
        }
        Ok(left)
    }

    fn tests(&mut self) -> Result<Vec<Test>, Fault> {
        if self.sees("[") {
            return Ok(vec![self.test()?]);
        }
        self.needs("(")?;
        let mut tests = vec![self.test()?];
        while self.takes(",") {
            tests.push(self.test()?);
        }
        self.needs(")")?;
        Ok(tests)
    }

    fn test(&mut self) -> Result<Test, Fault> {
        if !self.takes("[") {
            return Ok(Test::Is(self.level(SUM)?));
        }
        let from = self.level(SUM)?;
        self.needs("..")?;
        let to = self.level(SUM)?;
        self.needs("]")?;
        Ok(Test::Within(from, to))
    }

    fn unary(&mut self) -> Result<Expression, Fault> {
        let from = self.from();
        let mut signs = 0;
        while self.takes("-") {
            signs += 1;
            if signs > DEEPEST {
                return Err(Fault { at: self.since(from), kind: FaultKind::TooDeep });
            }
        }
        let mut inner = self.primary()?;
        for _ in 0..signs {
            inner = Expression { kind: Kind::Negative(Box::new(inner)), at: self.since(from) };
        }
        Ok(inner)
    }

    fn primary(&mut self) -> Result<Expression, Fault> {
        let from = self.from();
        let Some(placed) = self.peek().cloned() else { return Err(self.unexpected()) };
        let kind = match placed.word {
            Word::Text(text) => Kind::Text(text),
            Word::Number(number) => Kind::Number(number),
            Word::Name(name) => Kind::Name(name),
            Word::Mark("null") => Kind::Null,
            Word::Mark("true") => Kind::Boolean(true),
            Word::Mark("false") => Kind::Boolean(false),
            Word::Mark("(") => {
                self.next += 1;
                let inner = self.expression()?;
                self.needs(")")?;
                return Ok(Expression { at: self.since(from), ..inner });
            }
            Word::Mark("not") => {
                self.next += 1;
                self.needs("(")?;
                let inner = self.expression()?;
                self.needs(")")?;
                return Ok(Expression { kind: Kind::Not(Box::new(inner)), at: self.since(from) });
            }
            Word::Mark("date") => {
                self.next += 1;
                return self.date(from);
            }
            Word::Mark(_) => return Err(self.unexpected()),
        };
        self.next += 1;
        Ok(Expression { kind, at: placed.at })
    }

    fn date(&mut self, from: usize) -> Result<Expression, Fault> {
        self.needs("(")?;
        let Some(Placed { word: Word::Text(text), at }) = self.peek().cloned() else {
            return Err(self.unexpected());
        };
        let day = Day::parse(&text).ok_or(Fault { at, kind: FaultKind::BadDate })?;
        self.next += 1;
        self.needs(")")?;
        Ok(Expression { kind: Kind::Date(day), at: self.since(from) })
    }
}
