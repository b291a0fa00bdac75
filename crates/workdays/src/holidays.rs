//! The rows of a calendar: holidays, compensatory days and swap days.

use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a row makes of its day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// A public holiday (ngày lễ, tết): off for every office.
    Holiday,
    /// A day off for a holiday that fell on a day of rest (nghỉ bù): off for every office.
    Compensatory,
    /// A working day given off in exchange (ngày nghỉ hoán đổi), where swaps apply.
    SwapOff,
    /// The day of rest worked for it (ngày làm bù), where swaps apply.
    SwapWork,
}

impl HolidayKind {
    /// The word of the data files.
    pub const fn code(self) -> &'static str {
        match self {
            HolidayKind::Holiday => "holiday",
            HolidayKind::Compensatory => "compensatory",
            HolidayKind::SwapOff => "swap_off",
            HolidayKind::SwapWork => "swap_work",
        }
    }
}

impl fmt::Display for HolidayKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

/// The word is none that a holiday row knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind or status of a holiday row")]
pub struct NotAHolidayWord(pub String);

impl FromStr for HolidayKind {
    type Err = NotAHolidayWord;

    fn from_str(text: &str) -> Result<HolidayKind, NotAHolidayWord> {
        use HolidayKind::{Compensatory, Holiday, SwapOff, SwapWork};
        let known = [Holiday, Compensatory, SwapOff, SwapWork].into_iter().find(|kind| kind.code() == text);
        known.ok_or_else(|| NotAHolidayWord(text.to_owned()))
    }
}

/// Whether the notice that decides the day is in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayStatus {
    /// Decided by a notice or by the law itself.
    Official,
    /// Expected; its whole year is provisional until the notice is in.
    Projected,
}

impl HolidayStatus {
    /// The word of the data files.
    pub const fn code(self) -> &'static str {
        match self {
            HolidayStatus::Official => "official",
            HolidayStatus::Projected => "projected",
        }
    }
}

impl FromStr for HolidayStatus {
    type Err = NotAHolidayWord;

    fn from_str(text: &str) -> Result<HolidayStatus, NotAHolidayWord> {
        use HolidayStatus::{Official, Projected};
        let known = [Official, Projected].into_iter().find(|status| status.code() == text);
        known.ok_or_else(|| NotAHolidayWord(text.to_owned()))
    }
}

/// One row of the holidays: a day that differs from the week's office hours, and why.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
pub struct Holiday {
    /// The whole day that differs.
    pub day: Day,
    /// What it is.
    pub kind: HolidayKind,
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// Whether its notice is in.
    pub status: HolidayStatus,
    /// The act or notice that makes it, where known; otherwise the law that rules such days is named.
    pub legal_basis: Option<String>,
    /// Where the row was read.
    pub source: String,
}
