//! What a condition can give when only the outcome is known: for the check of soundness.

use super::evaluate::{Held, and, constant, held, negative, or, truth, two};
use super::{Binary, Code, Op, Pool, Scene};

/// What can become of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possible {
    /// There may be values with which it is true.
    pub may_hold: bool,
    /// There may be values with which it is not true.
    pub may_fail: bool,
}

/// A value of which not everything is known: known, one of some truths, or anything.
#[derive(Clone, Copy)]
enum Guess<'a> {
    Known(Held<'a>),
    OneOf(Truths),
    Any,
}

/// Which of false, true and null are possible.
#[derive(Clone, Copy)]
struct Truths([bool; 3]);

const ALL: [Option<bool>; 3] = [Some(false), Some(true), None];

impl Truths {
    fn of(guess: Guess<'_>) -> Truths {
        match guess {
            Guess::Known(value) => Truths(ALL.map(|one| one == truth(value))),
            Guess::OneOf(truths) => truths,
            Guess::Any => Truths([true; 3]),
        }
    }

    fn each(self) -> impl Iterator<Item = Option<bool>> + Clone {
        ALL.into_iter().zip(self.0).filter(|(_, possible)| *possible).map(|(one, _)| one)
    }

    fn gather(results: impl Iterator<Item = Option<bool>> + Clone) -> Truths {
        Truths(ALL.map(|one| results.clone().any(|result| result == one)))
    }
}

impl Code {
    /// What can become of the condition with this outcome, whatever the fields hold.
    #[must_use]
    pub fn possible(&self, pool: &Pool, outcome: Option<&str>) -> Possible {
        let scene = Scene { pool, outcome, facts: &[] };
        let mut stack: Vec<Guess<'_>> = Vec::with_capacity(usize::from(self.height));
        for op in &self.ops {
            let value = match *op {
                Op::Field(_) => Guess::Any,
                Op::Pick(below) => stack[stack.len() - 1 - usize::from(below)],
                Op::Nip | Op::Two(_) => {
                    let right = stack.pop().unwrap_or(Guess::Any);
                    let left = stack.pop().unwrap_or(Guess::Any);
                    if let Op::Two(binary) = *op { pair(binary, left, right) } else { right }
                }
                Op::Not => {
                    let inner = Truths::of(stack.pop().unwrap_or(Guess::Any));
                    Guess::OneOf(Truths::gather(inner.each().map(|one| one.map(|truth| !truth))))
                }
                Op::Negative => match stack.pop() {
                    Some(Guess::Known(value)) => Guess::Known(negative(value)),
                    _ => Guess::Any,
                },
                other => Guess::Known(constant(other, &scene)),
            };
            stack.push(value);
        }
        let Truths([may_deny, may_hold, may_be_null]) = Truths::of(stack.pop().unwrap_or(Guess::Any));
        Possible { may_hold, may_fail: may_deny || may_be_null }
    }
}

fn pair<'a>(binary: Binary, left: Guess<'a>, right: Guess<'a>) -> Guess<'a> {
    if let (Guess::Known(left), Guess::Known(right)) = (left, right) {
        return Guess::Known(two(binary, left, right));
    }
    let join = match binary {
        Binary::And => and,
        Binary::Or => or,
        // Whether a field is equal to something is always answered; nothing else is known of it.
        Binary::Equal | Binary::NotEqual => return Guess::OneOf(Truths([true, true, false])),
        _ => return Guess::Any,
    };
    let (left, right) = (Truths::of(left), Truths::of(right));
    let results = left.each().flat_map(move |left| right.each().map(move |right| join(left, right)));
    let truths = Truths::gather(results);
    ALL.into_iter()
        .find(|one| truths.each().count() == 1 && truths.each().any(|only| only == *one))
        .map_or(Guess::OneOf(truths), |only| Guess::Known(held(only)))
}
