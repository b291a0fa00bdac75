//! The clock: real time for the product, a fixed instant for tests, demo and replays.

use crate::dates::{Day, INDOCHINA_OFFSET_SECONDS};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Microseconds since 1970-01-01T00:00:00Z.
pub type Micros = i64;

/// Where "now" comes from. Rules never read it: the instant arrives as an argument.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// An instant that stands still until it is moved: tests and the demo simulator.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn fixed(at: Micros) -> Clock {
        Clock::Fixed(Arc::new(AtomicI64::new(at)))
    }

    /// A clock that stands at 09:00 of `day` in the legal zone.
    pub fn on(day: Day) -> Clock {
        Clock::fixed(day.starts_at() + 9 * 3_600_000_000)
    }

    /// The present instant.
    pub fn now(&self) -> Micros {
        match self {
            Clock::System => jiff::Timestamp::now().as_microsecond(),
            Clock::Fixed(at) => at.load(Ordering::SeqCst),
        }
    }

    /// The present day in the legal zone (+07:00).
    pub fn today(&self) -> Day {
        Day::of_instant(self.now())
    }

    /// Moves a fixed clock; the system clock cannot be moved.
    pub fn set(&self, at: Micros) {
        if let Clock::Fixed(present) = self {
            present.store(at, Ordering::SeqCst);
        }
    }
}

/// `14:30 ngày 15/03/2026` is written from these two parts: day and `HH:MM` of an instant.
pub fn local_parts(at: Micros) -> (Day, String) {
    let seconds = at.div_euclid(1_000_000) + INDOCHINA_OFFSET_SECONDS;
    let of_day = seconds.rem_euclid(86_400);
    (Day::of_instant(at), format!("{:02}:{:02}", of_day / 3600, of_day / 60 % 60))
}
