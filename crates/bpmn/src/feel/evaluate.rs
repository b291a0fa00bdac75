//! Running the code of a condition.

use super::{Binary, Code, Day, Number, Op, Pool, Value};

/// What a condition is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The texts and fields of the program.
    pub pool: &'a Pool,
    /// The outcome that the token carries.
    pub outcome: Option<&'a str>,
    /// The values of [`Pool::fields`], in their order; those that are missing are null.
    pub facts: &'a [Value],
}

/// A value while a condition runs; texts are borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held<'a> {
    Null,
    Boolean(bool),
    Number(Number),
    Date(Day),
    Text(&'a str),
}

/// Conditions whose stack stays this low run without allocating: nearly all of them.
const LOW: usize = 8;

impl Code {
    /// Whether the condition is true, false, or neither (`None`).
    #[must_use]
    pub fn evaluate(&self, scene: &Scene<'_>) -> Option<bool> {
        let height = usize::from(self.height);
        let result = if height <= LOW {
            run(&self.ops, scene, &mut [Held::Null; LOW])
        } else {
            run(&self.ops, scene, &mut vec![Held::Null; height])
        };
        truth(result)
    }
}

/// Runs checked instructions on a stack that is high enough for them.
fn run<'a>(ops: &[Op], scene: &Scene<'a>, stack: &mut [Held<'a>]) -> Held<'a> {
    let mut top = 0;
    for op in ops {
        let (left, value) = match *op {
            Op::Negative => (1, negative(stack[top - 1])),
            Op::Not => (1, held(truth(stack[top - 1]).map(|truth| !truth))),
            Op::Nip => (2, stack[top - 1]),
            Op::Two(binary) => (2, two(binary, stack[top - 2], stack[top - 1])),
            Op::Pick(below) => (0, stack[top - 1 - usize::from(below)]),
            other => (0, constant(other, scene)),
        };
        top = top - left + 1;
        stack[top - 1] = value;
    }
    stack[0]
}

/// The value that an instruction puts on the stack by itself.
pub(super) fn constant<'a>(op: Op, scene: &Scene<'a>) -> Held<'a> {
    match op {
        Op::Boolean(value) => Held::Boolean(value),
        Op::Number(number) => Held::Number(number),
        Op::Date(day) => Held::Date(day),
        Op::Text(at) => scene.pool.texts.get(usize::from(at)).map_or(Held::Null, |text| Held::Text(text)),
        Op::Outcome => scene.outcome.map_or(Held::Null, Held::Text),
        Op::Field(at) => match scene.facts.get(usize::from(at)) {
            Some(Value::Text(text)) => Held::Text(text),
            Some(Value::Number(number)) => Held::Number(*number),
            Some(Value::Boolean(value)) => Held::Boolean(*value),
            Some(Value::Date(day)) => Held::Date(*day),
            Some(Value::Null) | None => Held::Null,
        },
        _ => Held::Null,
    }
}

pub(super) fn truth(value: Held<'_>) -> Option<bool> {
    match value {
        Held::Boolean(value) => Some(value),
        _ => None,
    }
}

pub(super) fn held<'a>(truth: Option<bool>) -> Held<'a> {
    truth.map_or(Held::Null, Held::Boolean)
}

pub(super) fn negative(value: Held<'_>) -> Held<'_> {
    match value {
        Held::Number(number) => number.negative().map_or(Held::Null, Held::Number),
        _ => Held::Null,
    }
}

pub(super) fn two<'a>(binary: Binary, left: Held<'a>, right: Held<'a>) -> Held<'a> {
    match binary {
        Binary::And => held(and(truth(left), truth(right))),
        Binary::Or => held(or(truth(left), truth(right))),
        Binary::Equal => held(equal(left, right)),
        Binary::NotEqual => held(equal(left, right).map(|equal| !equal)),
        Binary::Plus | Binary::Minus | Binary::Times => arithmetic(binary, left, right),
        Binary::Less | Binary::AtMost | Binary::Greater | Binary::AtLeast => held(order(binary, left, right)),
    }
}

pub(super) fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub(super) fn or(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// Null equals null and nothing else; values of different kinds cannot be compared.
fn equal(left: Held<'_>, right: Held<'_>) -> Option<bool> {
    match (left, right) {
        (Held::Null, _)
        | (_, Held::Null)
        | (Held::Boolean(_), Held::Boolean(_))
        | (Held::Number(_), Held::Number(_))
        | (Held::Date(_), Held::Date(_))
        | (Held::Text(_), Held::Text(_)) => Some(left == right),
        _ => None,
    }
}

fn order(binary: Binary, left: Held<'_>, right: Held<'_>) -> Option<bool> {
    let order = match (left, right) {
        (Held::Number(left), Held::Number(right)) => left.cmp(&right),
        (Held::Date(left), Held::Date(right)) => left.cmp(&right),
        _ => return None,
    };
    Some(match binary {
        Binary::Less => order.is_lt(),
        Binary::AtMost => order.is_le(),
        Binary::Greater => order.is_gt(),
        _ => order.is_ge(),
    })
}

/// A sum or product that no number can hold is null, as everything that cannot be computed.
fn arithmetic<'a>(binary: Binary, left: Held<'a>, right: Held<'a>) -> Held<'a> {
    let (Held::Number(left), Held::Number(right)) = (left, right) else { return Held::Null };
    let result = match binary {
        Binary::Plus => left.plus(right),
        Binary::Minus => left.minus(right),
        _ => left.times(right),
    };
    result.map_or(Held::Null, Held::Number)
}
