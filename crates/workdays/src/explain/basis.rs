//! The acts behind each step of a count, by the day on which the step falls.

use crate::holidays::{Holiday, HolidayKind};
use crate::time::Day;
use serde::Serialize;
use std::borrow::Cow;

/// The legal basis of a step (căn cứ pháp lý).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Basis {
    /// `act/article/clause` as in the index of the law; nothing for a notice named by its row.
    pub id: Option<&'static str>,
    /// The citation in Vietnamese.
    pub vi: Cow<'static, str>,
    /// The citation in English.
    pub en: Cow<'static, str>,
}

impl Basis {
    /// A basis outside the index of the law, cited in both languages.
    pub fn cited(vi: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Basis {
        Basis { id: None, vi: vi.into(), en: en.into() }
    }

    /// An act under the name it has in Vietnamese, which is its name in English too.
    pub fn named(act: &str) -> Basis {
        Basis::cited(act.to_owned(), act.to_owned())
    }
}

/// What only the caller knows of a count: the acts behind its limit and its pauses, and why it began.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grounds {
    /// The act that sets the limit, as the procedure names it.
    pub limit: Option<Basis>,
    /// The acts behind suspensions, each with the instant at which its suspension began.
    pub pauses: Vec<(i64, Basis)>,
    /// What is said of a suspension without an act of its own; nothing leaves it unsaid.
    pub other_pauses: Option<Basis>,
    /// The act by which the count began anew with the papers asked for; none for a first receipt.
    pub anew: Option<Basis>,
}

impl Grounds {
    pub(super) fn of_pause(&self, from_at: i64) -> Option<Basis> {
        let own = self.pauses.iter().rfind(|(began_at, _)| *began_at == from_at);
        own.map(|(_, basis)| basis).or(self.other_pauses.as_ref()).cloned()
    }
}

/// One entry of the table: an act that rules a step from a day on.
struct Act {
    from: (i16, i8, i8),
    id: &'static str,
    vi: &'static str,
    en: &'static str,
}

/// An act in force for a step from a day on, until the next entry.
const fn act(from: (i16, i8, i8), id: &'static str, cited: [&'static str; 2]) -> Act {
    Act { from, id, vi: cited[0], en: cited[1] }
}

const ALWAYS: (i16, i8, i8) = (1900, 1, 1);
const CIVIL_CODE_2015: (i16, i8, i8) = (2017, 1, 1);
const LABOUR_CODE_2012: (i16, i8, i8) = (2013, 5, 1);
const LABOUR_CODE_2019: (i16, i8, i8) = (2021, 1, 1);
const CULTURAL_DAY_2026: (i16, i8, i8) = (2026, 7, 1);

/// The first day is not counted.
const FIRST_DAY: &[Act] = &[
    act(ALWAYS, "bl-33-2005/152", ["Điều 152 BLDS 2005", "Article 152, Civil Code 2005"]),
    act(
        CIVIL_CODE_2015,
        "bl-91-2015/147/2",
        ["khoản 2 Điều 147 BLDS 2015", "Article 147(2), Civil Code 2015"],
    ),
];

/// Hours run from the given moment.
const FROM_THE_MOMENT: &[Act] = &[
    act(ALWAYS, "bl-33-2005/152", ["Điều 152 BLDS 2005", "Article 152, Civil Code 2005"]),
    act(
        CIVIL_CODE_2015,
        "bl-91-2015/147/1",
        ["khoản 1 Điều 147 BLDS 2015", "Article 147(1), Civil Code 2015"],
    ),
];

/// A limit of days ends with its last day.
const LAST_DAY: &[Act] = &[
    act(ALWAYS, "bl-33-2005/153", ["Điều 153 BLDS 2005", "Article 153, Civil Code 2005"]),
    act(
        CIVIL_CODE_2015,
        "bl-91-2015/148/2",
        ["khoản 2 Điều 148 BLDS 2015", "Article 148(2), Civil Code 2015"],
    ),
];

/// A last day of rest moves to the next working day.
const LAST_DAY_MOVES: &[Act] = &[
    act(ALWAYS, "bl-33-2005/153", ["Điều 153 BLDS 2005", "Article 153, Civil Code 2005"]),
    act(
        CIVIL_CODE_2015,
        "bl-91-2015/148/5",
        ["khoản 5 Điều 148 BLDS 2015", "Article 148(5), Civil Code 2015"],
    ),
];

/// The five-day week of state offices; the office hours themselves are the agency's calendar.
const WEEK: &[Act] =
    &[act(ALWAYS, "qd-188-1999/1", ["Quyết định 188/1999/QĐ-TTg", "Decision 188/1999/QĐ-TTg"])];

const HOLIDAY: &[Act] = &[
    act(ALWAYS, "bl-1994/73", ["Điều 73 BLLĐ 1994", "Article 73, Labour Code 1994"]),
    act(
        LABOUR_CODE_2012,
        "bl-10-2012/115/1",
        ["khoản 1 Điều 115 BLLĐ 2012", "Article 115(1), Labour Code 2012"],
    ),
    act(
        LABOUR_CODE_2019,
        "bl-45-2019/112/1",
        ["khoản 1 Điều 112 BLLĐ 2019", "Article 112(1), Labour Code 2019"],
    ),
];

const COMPENSATORY: &[Act] = &[
    act(ALWAYS, "bl-1994/73", ["Điều 73 BLLĐ 1994", "Article 73, Labour Code 1994"]),
    act(
        LABOUR_CODE_2012,
        "bl-10-2012/115/3",
        ["khoản 3 Điều 115 BLLĐ 2012", "Article 115(3), Labour Code 2012"],
    ),
    act(
        LABOUR_CODE_2019,
        "bl-45-2019/111/3",
        ["khoản 3 Điều 111 BLLĐ 2019", "Article 111(3), Labour Code 2019"],
    ),
];

/// Vietnam Cultural Day, 24 November: a holiday by its own resolution, outside the Labour Code. Before it no act knew
/// the day.
const CULTURAL_DAY: &[Act] = &[act(
    CULTURAL_DAY_2026,
    "nq-28-2026/2",
    ["Điều 2 Nghị quyết 28/2026/QH16", "Article 2, Resolution 28/2026/QH16"],
)];

/// A notice of a swap: the two days it exchanges, and its citation.
struct SwapNotice {
    days: [(i16, i8, i8); 2],
    cited: [&'static str; 2],
}

/// The notices of swaps that are known.
const SWAP_NOTICES: &[SwapNotice] = &[
    SwapNotice {
        days: [(2024, 4, 29), (2024, 5, 4)],
        cited: [
            "Thông báo 1570 năm 2024 của Bộ Lao động - Thương binh và Xã hội",
            "Notice 1570 of 2024, Ministry of Labour, Invalids and Social Affairs",
        ],
    },
    SwapNotice {
        days: [(2025, 4, 26), (2025, 5, 2)],
        cited: ["Thông báo 6150/TB-BLĐTBXH", "Notice 6150/TB-BLĐTBXH"],
    },
    SwapNotice {
        days: [(2026, 8, 22), (2026, 8, 31)],
        cited: ["Thông báo 9441/TB-BNV", "Notice 9441/TB-BNV"],
    },
];

/// A swap whose notice is not known.
const SWAP_WITHOUT_NOTICE: [&str; 2] =
    ["theo thông báo của cơ quan có thẩm quyền", "by a notice of the competent authority"];

/// Why a receipt outside office hours counts from the next opening.
const OFFICE_HOURS: [&str; 2] = ["theo giờ làm việc của cơ quan", "by the office hours of the agency"];

/// A step of a count that an act rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    FirstDay,
    FromTheMoment,
    LastDay,
    LastDayMoves,
    Week,
}

/// The act that rules a step on a day. A limit is counted by one code from its first day to its last, so
/// its steps are asked for by the day on which it started.
///
/// # Law
/// bl-33-2005/152
/// bl-33-2005/153
/// bl-91-2015/147/1
/// bl-91-2015/147/2
/// bl-91-2015/148/2
/// bl-91-2015/148/5
/// qd-188-1999/1
pub(crate) fn basis(step: Step, day: Day) -> Option<Basis> {
    let acts = match step {
        Step::FirstDay => FIRST_DAY,
        Step::FromTheMoment => FROM_THE_MOMENT,
        Step::LastDay => LAST_DAY,
        Step::LastDayMoves => LAST_DAY_MOVES,
        Step::Week => WEEK,
    };
    in_force(acts, day)
}

/// Why a limit starts with office hours.
pub(crate) fn office_hours() -> Basis {
    Basis::cited(OFFICE_HOURS[0], OFFICE_HOURS[1])
}

/// The act behind a holiday row: the one the row names, else the law of such days. Swaps rest on notices
/// alone.
///
/// # Law
/// bl-1994/73
/// bl-10-2012/115/1
/// bl-10-2012/115/3
/// bl-45-2019/111/3
/// bl-45-2019/112/1
/// nq-28-2026/2
pub(crate) fn basis_of_row(row: &Holiday) -> Option<Basis> {
    if let Some(text) = row.legal_basis.as_ref().filter(|text| !text.trim().is_empty()) {
        return Some(Basis::named(text));
    }
    let (_, month, day) = row.day.parts();
    match row.kind {
        HolidayKind::Holiday if (month, day) == (11, 24) => in_force(CULTURAL_DAY, row.day),
        HolidayKind::Holiday => in_force(HOLIDAY, row.day),
        HolidayKind::Compensatory => in_force(COMPENSATORY, row.day),
        HolidayKind::SwapOff | HolidayKind::SwapWork => Some(swap_notice(row)),
    }
}

/// The notice of a swap: a known one, else the one its source names in brackets.
fn swap_notice(row: &Holiday) -> Basis {
    let on = row.day.parts();
    if let Some(SwapNotice { cited: [vi, en], .. }) =
        SWAP_NOTICES.iter().find(|notice| notice.days.contains(&on))
    {
        return Basis::cited(*vi, *en);
    }
    let bracketed = row.source.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    match bracketed.and_then(|(notice, _)| notice.strip_prefix("CV ")) {
        Some(number) => Basis::cited(format!("Công văn {number}"), format!("Letter {number}")),
        None => Basis::cited(SWAP_WITHOUT_NOTICE[0], SWAP_WITHOUT_NOTICE[1]),
    }
}

fn in_force(acts: &[Act], on: Day) -> Option<Basis> {
    let act = acts.iter().rfind(|act| act.from <= on.parts())?;
    Some(Basis { id: Some(act.id), vi: act.vi.into(), en: act.en.into() })
}
