//! Words of the map: levels, eras, and how well a day is known.

use platform::Day;

/// A level of the map (cấp hành chính).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Quận, huyện, thị xã, thành phố thuộc tỉnh; until 30/6/2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

impl Level {
    /// All levels, from the largest.
    pub const ALL: [Level; 3] = [Level::Province, Level::District, Level::Commune];

    /// The word in rows and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Level::Province => "province",
            Level::District => "district",
            Level::Commune => "commune",
        }
    }

    /// The level of a word.
    pub fn of_word(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// The map of 63 provinces and three levels, in force until 30/6/2025.
pub const LEGACY: &str = "legacy";

/// A map and its first day.
#[derive(Clone, Copy, Debug)]
pub struct Era {
    /// Its word in rows.
    pub word: &'static str,
    first: (i16, i8, i8),
}

impl Era {
    /// Its first day.
    pub fn first_day(self) -> Day {
        let (year, month, day) = self.first;
        Day::new(year, month, day).unwrap_or(Day::of_instant(0))
    }
}

/// The map of 34 provinces and two levels (202/2025/QH15, 19/2025/QĐ-TTg).
pub const MAP_2025: Era = Era { word: "2025", first: (2025, 7, 1) };

/// The day by which the changes of 2026 are known to have happened.
pub(super) const TODAY: Era = Era { word: "2026", first: (2026, 10, 31) };

/// One end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Beyond what is recorded, or not ended.
    Open,
    /// This day.
    Exact(Day),
    /// An unknown day, but a fact by this one.
    KnownBy(Day),
}

impl Edge {
    /// The day that counts.
    pub fn day(self) -> Option<Day> {
        match self {
            Edge::Open => None,
            Edge::Exact(day) | Edge::KnownBy(day) => Some(day),
        }
    }

    /// The word in rows.
    pub fn word(self) -> &'static str {
        match self {
            Edge::Open => "open",
            Edge::Exact(_) => "exact",
            Edge::KnownBy(_) => "known_by",
        }
    }
}

/// A half-open period with ends that may be partly known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first day.
    pub from: Edge,
    /// The first day after it.
    pub to: Edge,
}

/// The id of a place, which follows from its map, level and code, so that every database has the same.
pub fn place_id(map: &str, level: Level, code: &str) -> i64 {
    let era = if map == LEGACY { 1 } else { 2 };
    let rank = match level {
        Level::Province => 1,
        Level::District => 2,
        Level::Commune => 3,
    };
    let digits: i64 = code.parse().unwrap_or(0);
    era * 10_000_000 + rank * 1_000_000 + digits
}
