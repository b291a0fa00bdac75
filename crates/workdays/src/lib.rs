//! Working time of Việt Nam: calendars, legal limits, and due moments that explain themselves.
//!
//! A [`Calendar`] is compiled once from facts ([`CalendarFacts`]: holidays, compensatory and swap
//! days, the office hours) and never changes; a new notice makes a new version. [`due`] answers
//! when a [`Limit`] that began at an instant ends, with the intervals in which it stood still;
//! [`explain()`] tells the same answer day by day with the legal basis of every step, found by a
//! plain walk over the days that shares nothing with the tables behind [`due`] but the calendar's
//! facts.
//!
//! Instants are `i64` microseconds UTC; days are civil days of the one legal zone, +07:00.
//!
//! ```
//! use workdays::*;
//! # use workdays::time::NotATime;
//!
//! let new_year = Holiday {
//!     day: "2026-01-01".parse()?,
//!     kind: HolidayKind::Holiday,
//!     name_vi: "Tết Dương lịch".to_owned(),
//!     name_en: "New Year's Day".to_owned(),
//!     status: HolidayStatus::Official,
//!     legal_basis: None,
//!     source: "the law".to_owned(),
//! };
//! let facts = CalendarFacts {
//!     version: 1,
//!     years: vec![2026],
//!     holidays: vec![new_year],
//!     profile: Profile::p1(),
//!     swaps: true,
//! };
//! let calendar = Calendar::compile(facts).expect("these facts have no fault");
//! let received_at = parse_instant("2026-11-06T16:00:00+07:00")?;
//! let promised = due(&calendar, &Limit::WorkingDays(1), received_at, &[]).expect("the year is covered");
//! assert_eq!(promised.due_at(), Some(parse_instant("2026-11-09T17:00:00+07:00")?));
//! # Ok::<(), NotATime>(())
//! ```
//!
//! | file | what |
//! |---|---|
//! | [`time`] | days, times of the day, amounts of working time, instants as text |
//! | `profile` | the office hours of a week |
//! | `holidays` | the rows of a calendar: holidays, compensatory and swap days |
//! | `faults` | what can be wrong with the facts of a calendar, all at once |
//! | `calendar` | the compiled version: rule K day by day, hash, coverage |
//! | `table` | the prefix tables: arithmetic in constant time |
//! | `limit` | limits, suspensions, refusals |
//! | `due` | rules S, H, D, DC, S15, C and U by the tables |
//! | `left` | time left or late, amounts spent, for lists and for a restarted clock |
//! | [`mod@explain`] | the day walk, the legal basis and the words |

mod calendar;
mod due;
pub mod explain;
mod faults;
mod holidays;
mod left;
mod limit;
mod profile;
mod table;
pub mod time;

pub use calendar::{Calendar, CalendarFacts, DayPlan, Standing};
pub use due::{Due, Promise, Waiting, due};
pub use explain::{Basis, Explanation, Grounds, Language, explain};
pub use faults::{CalendarFault, SessionPlace};
pub use holidays::{Holiday, HolidayKind, HolidayStatus};
pub use left::{Begun, Left, Spent, left, spent};
pub use limit::{Amount, Limit, MOST_DAYS, NotALimit, Refusal, Suspension};
pub use profile::{NotASession, Profile, Session};
pub use time::{Day, TimeOfDay, WorkingTime, instant_text, parse_instant};
