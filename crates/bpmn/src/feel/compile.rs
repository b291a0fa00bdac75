//! From tree to a flat code, with all faults of kind at once.

use super::{Binary, Day, Expression, Fault, FaultKind, Fields, Kind, Number, OUTCOME, Span, Test, Type};

/// One instruction of a condition; all work on a stack of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Puts null on the stack.
    Null,
    /// Puts true or false on the stack.
    Boolean(bool),
    /// Puts a number on the stack.
    Number(Number),
    /// Puts a day on the stack.
    Date(Day),
    /// Puts a text of the pool on the stack.
    Text(u16),
    /// Puts a field of the pool on the stack.
    Field(u16),
    /// Puts the outcome on the stack.
    Outcome,
    /// Changes the sign of the topmost number.
    Negative,
    /// Turns the topmost truth around.
    Not,
    /// Puts what stands so far below the top on the stack once more.
    Pick(u8),
    /// Removes what stands below the top.
    Nip,
    /// Replaces the two topmost values by what they give.
    Two(Binary),
}

/// A compiled condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub(crate) ops: Vec<Op>,
    /// How high the stack grows.
    pub(crate) height: u16,
}

/// What the conditions of one program share: their texts, and the fields that they ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    pub(crate) texts: Vec<String>,
    pub(crate) fields: Vec<(String, Type)>,
}

impl Pool {
    /// The fields that are asked for, in the order in which their values must be given.
    #[must_use]
    pub fn fields(&self) -> &[(String, Type)] {
        &self.fields
    }

    fn text(&mut self, text: &str) -> u16 {
        place(&mut self.texts, |known| known == text, || text.to_owned())
    }

    fn field(&mut self, name: &str, kind: Type) -> u16 {
        place(&mut self.fields, |(known, _)| known == name, || (name.to_owned(), kind))
    }
}

/// The index of the entry that `is` it, added where there is none; conditions are too short to overflow it.
fn place<T>(entries: &mut Vec<T>, is: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> u16 {
    let at = entries.iter().position(is).unwrap_or_else(|| {
        entries.push(new());
        entries.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

impl Op {
    /// How many values it takes from the stack, and how many it leaves.
    fn balance(self) -> (u16, u16) {
        match self {
            Op::Negative | Op::Not => (1, 1),
            Op::Nip | Op::Two(_) => (2, 1),
            Op::Pick(below) => (u16::from(below) + 1, u16::from(below) + 2),
            _ => (0, 1),
        }
    }
}

impl Code {
    /// Whether the answer may depend on the outcome.
    pub(crate) fn asks_outcome(&self) -> bool {
        self.ops.contains(&Op::Outcome)
    }

    /// The code of these instructions, where they leave one value and never take from an empty stack.
    pub(crate) fn checked(ops: Vec<Op>, pool: &Pool) -> Option<Code> {
        let (mut depth, mut height) = (0_u16, 0);
        for op in &ops {
            let known = match op {
                Op::Text(at) => usize::from(*at) < pool.texts.len(),
                Op::Field(at) => usize::from(*at) < pool.fields.len(),
                _ => true,
            };
            let (takes, leaves) = op.balance();
            if !known {
                return None;
            }
            depth = depth.checked_sub(takes)?.checked_add(leaves)?;
            height = height.max(depth);
        }
        (depth == 1).then_some(Code { ops, height })
    }
}

impl Expression {
    /// Checks the condition against the declared fields and compiles it.
    ///
    /// # Errors
    /// Every place whose kind does not fit, and every name that is not declared.
    pub fn compile(&self, fields: &Fields, pool: &mut Pool) -> Result<Code, Vec<Fault>> {
        let mut compiler = Compiler { fields, pool, ops: Vec::new(), faults: Vec::new() };
        match compiler.part(self) {
            Kinds::Known(Type::Boolean) | Kinds::Faulty => {}
            _ => compiler.fault(self.at, FaultKind::NotACondition),
        }
        if !compiler.faults.is_empty() {
            return Err(compiler.faults);
        }
        let ops = compiler.ops;
        let whole = || vec![Fault { at: self.at, kind: FaultKind::NotACondition }];
        Code::checked(ops, pool).ok_or_else(whole)
    }
}

struct Compiler<'a> {
    fields: &'a Fields,
    pool: &'a mut Pool,
    ops: Vec<Op>,
    faults: Vec<Fault>,
}

/// What is known of a part's kind; a faulty part is not complained about twice.
#[derive(Clone, Copy, PartialEq)]
enum Kinds {
    Known(Type),
    Null,
    Faulty,
}

impl Compiler<'_> {
    fn fault(&mut self, at: Span, kind: FaultKind) {
        self.faults.push(Fault { at, kind });
    }

    fn push(&mut self, op: Op, kind: Type) -> Kinds {
        self.ops.push(op);
        Kinds::Known(kind)
    }

    fn part(&mut self, part: &Expression) -> Kinds {
        match &part.kind {
            Kind::Null => {
                self.ops.push(Op::Null);
                Kinds::Null
            }
            Kind::Boolean(value) => self.push(Op::Boolean(*value), Type::Boolean),
            Kind::Number(number) => self.push(Op::Number(*number), Type::Number),
            Kind::Date(day) => self.push(Op::Date(*day), Type::Date),
            Kind::Text(text) => {
                let at = self.pool.text(text);
                self.push(Op::Text(at), Type::Text)
            }
            Kind::Name(name) => self.name(part.at, name),
            Kind::Negative(inner) => {
                self.wants_number(inner);
                self.push(Op::Negative, Type::Number)
            }
            Kind::Not(inner) => {
                self.wants_truth(inner);
                self.push(Op::Not, Type::Boolean)
            }
            Kind::Two(binary, left, right) => self.two(*binary, left, right, part.at),
            Kind::In(value, tests) => self.within(value, tests),
        }
    }

    fn name(&mut self, at: Span, name: &str) -> Kinds {
        if name == OUTCOME {
            return self.push(Op::Outcome, Type::Text);
        }
        let Some(kind) = self.fields.get(name) else {
            self.fault(at, FaultKind::UnknownName(name.to_owned()));
            return Kinds::Faulty;
        };
        let field = self.pool.field(name, kind);
        self.push(Op::Field(field), kind)
    }

    fn wants_number(&mut self, part: &Expression) {
        match self.part(part) {
            Kinds::Known(Type::Number) | Kinds::Faulty => {}
            Kinds::Null => self.fault(part.at, FaultKind::NullHere),
            Kinds::Known(_) => self.fault(part.at, FaultKind::NotANumber),
        }
    }

    fn wants_truth(&mut self, part: &Expression) {
        match self.part(part) {
            Kinds::Known(Type::Boolean) | Kinds::Null | Kinds::Faulty => {}
            Kinds::Known(other) => self.fault(part.at, FaultKind::NotBoolean(other)),
        }
    }

    fn two(&mut self, binary: Binary, left: &Expression, right: &Expression, at: Span) -> Kinds {
        let result = match binary {
            Binary::Or | Binary::And => {
                self.wants_truth(left);
                self.wants_truth(right);
                Type::Boolean
            }
            Binary::Plus | Binary::Minus | Binary::Times => {
                self.wants_number(left);
                self.wants_number(right);
                Type::Number
            }
            _ => {
                let kinds = (self.part(left), self.part(right));
                self.comparable(binary, kinds, at);
                Type::Boolean
            }
        };
        self.push(Op::Two(binary), result)
    }

    fn comparable(&mut self, binary: Binary, kinds: (Kinds, Kinds), at: Span) {
        let ordered = !matches!(binary, Binary::Equal | Binary::NotEqual);
        match kinds {
            (Kinds::Faulty, _) | (_, Kinds::Faulty) => {}
            (Kinds::Null, _) | (_, Kinds::Null) if ordered => self.fault(at, FaultKind::NullHere),
            (Kinds::Null, _) | (_, Kinds::Null) => {}
            (Kinds::Known(left), Kinds::Known(right)) if left != right => {
                self.fault(at, FaultKind::Different(left, right));
            }
            (Kinds::Known(kind @ (Type::Text | Type::Boolean)), _) if ordered => {
                self.fault(at, FaultKind::NoOrder(kind));
            }
            _ => {}
        }
    }

    /// The value stays on the stack until the last test; one after the other the tests are joined by `or`.
    fn within(&mut self, value: &Expression, tests: &[Test]) -> Kinds {
        let kind = self.part(value);
        for (at, test) in tests.iter().enumerate() {
            let below = u8::from(at > 0);
            self.ops.push(Op::Pick(below));
            match test {
                Test::Is(other) => self.against(kind, Binary::Equal, other),
                Test::Within(from, to) => {
                    self.against(kind, Binary::AtLeast, from);
                    self.ops.push(Op::Pick(below + 1));
                    self.against(kind, Binary::AtMost, to);
                    self.ops.push(Op::Two(Binary::And));
                }
            }
            if at > 0 {
                self.ops.push(Op::Two(Binary::Or));
            }
        }
        self.push(Op::Nip, Type::Boolean)
    }

    fn against(&mut self, kind: Kinds, binary: Binary, other: &Expression) {
        let right = self.part(other);
        self.comparable(binary, (kind, right), other.at);
        self.ops.push(Op::Two(binary));
    }
}
