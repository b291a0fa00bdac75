//! The stored form of a state, version 1: about a dozen bytes for a process with one token.

use super::event::Finish;
use super::state::{Join, Standing, State, Status, Token};
use crate::bytes::{Reader, Writer, index_of};

const FORM: u8 = 1;

/// The bytes are no state, or one of a form that is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not a stored state")]
pub struct BadState;

const STATUSES: [Status; 6] = [
    Status::New,
    Status::Running,
    Status::Suspended,
    Status::Finished(Finish::Completed),
    Status::Finished(Finish::Terminated),
    Status::Finished(Finish::Cancelled),
];
const STANDINGS: [Standing; 5] =
    [Standing::Waiting, Standing::Hosting, Standing::Queued, Standing::Stuck, Standing::Faulty];

impl State {
    /// The stored form: equal states have equal bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(16));
        out.byte(FORM);
        out.byte(index_of(&STATUSES, &self.status));
        out.number(u64::from(self.next));
        let tokens: Vec<Token> = self.tokens().copied().collect();
        out.list(&tokens, |out, token| {
            out.number(u64::from(token.number));
            out.number(u64::from(token.scope));
            out.number(u64::from(token.node));
            out.number(u64::from(token.flow));
            out.byte(token.outcome);
            out.byte(token.armed);
            out.byte(token.reckoned << 3 | index_of(&STANDINGS, &token.standing));
        });
        out.list(self.joins(), |out, join| {
            out.number(u64::from(join.scope));
            out.number(u64::from(join.node));
            out.number(join.arrived);
        });
        out.0
    }

    /// Reads a stored state.
    ///
    /// # Errors
    /// [`BadState`] unless the bytes are exactly those of some state.
    pub fn from_bytes(bytes: &[u8]) -> Result<State, BadState> {
        let rest = bytes.strip_prefix(&[FORM]).ok_or(BadState)?;
        read(&mut Reader(rest)).ok_or(BadState)
    }
}

fn read(from: &mut Reader<'_>) -> Option<State> {
    let status = *STATUSES.get(usize::from(from.byte()?))?;
    let next = from.small()?;
    let tokens = from.list(read_token)?;
    let joins =
        from.list(|from| Some(Join { scope: from.small()?, node: from.small()?, arrived: from.number()? }))?;
    let numbers = || std::iter::once(0).chain(tokens.iter().map(|token| token.number)).chain([next]);
    let ascending = numbers().zip(numbers().skip(1)).all(|(before, after)| before < after);
    let scoped = tokens.iter().all(|token| token.scope < token.number);
    let key = |join: &Join| (join.scope, join.node);
    let sorted = joins.iter().zip(joins.iter().skip(1)).all(|(before, after)| key(before) < key(after));
    let lives =
        matches!(status, Status::Running | Status::Suspended) || tokens.is_empty() && joins.is_empty();
    if !(from.0.is_empty() && ascending && scoped && sorted && lives) {
        return None;
    }
    Some(State::assemble(next, status, tokens, joins))
}

fn read_token(from: &mut Reader<'_>) -> Option<Token> {
    let (number, scope) = (from.small()?, from.small()?);
    let (node, flow) = (from.small()?, from.small()?);
    let (outcome, armed, packed) = (from.byte()?, from.byte()?, from.byte()?);
    let standing = *STANDINGS.get(usize::from(packed & 7))?;
    Some(Token { number, scope, node, flow, outcome, armed, reckoned: packed >> 3, standing })
}
