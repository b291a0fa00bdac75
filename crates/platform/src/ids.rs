//! Time-ordered 63-bit numbers: 41 bits of milliseconds, 10 of node, 12 of sequence.

use crate::clock::Micros;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds at which our count begins: 2006-06-20, the day of the first decision.
const EPOCH_MILLIS: i64 = 1_150_736_400_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;

/// Makes ids. One per process; `node` tells processes of one installation apart (0..=1023).
#[derive(Debug)]
pub struct Ids {
    node: i64,
    last: AtomicI64,
}

impl Ids {
    /// A source of ids for `node`, of which the low ten bits are used.
    pub fn new(node: u16) -> Ids {
        Ids { node: i64::from(node) & 0x3ff, last: AtomicI64::new(0) }
    }

    /// The next id: never given twice by this source, ordered by time of giving.
    ///
    /// When more than 4,096 are asked for in a millisecond, the count borrows from the next one.
    pub fn next(&self, now: Micros) -> i64 {
        let tick = ((now / 1000 - EPOCH_MILLIS).max(1)) << SEQUENCE_BITS;
        let previous = self
            .last
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(tick.max(last + 1)))
            .unwrap_or(tick);
        let ticket = tick.max(previous + 1);
        let (millis, sequence) = (ticket >> SEQUENCE_BITS, ticket & ((1 << SEQUENCE_BITS) - 1));
        (millis << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_never_repeat_even_when_the_clock_stands_still() {
        let ids = Ids::new(7);
        let now = 1_700_000_000_000_000;
        let mut last = 0;
        for _ in 0..10_000 {
            let id = ids.next(now);
            assert!(id > last);
            last = id;
        }
    }
}
