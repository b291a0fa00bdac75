//! What the law fixes for dossiers, as dated data.

use platform::Day;
use workdays::Basis;

/// The rules of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The first day they hold.
    pub from_on: Day,
    /// How many days before the due day an extension is given at the latest.
    pub extension_days_before: i64,
    /// How many extensions a dossier may have.
    pub extensions: i64,
    /// Working days after receipt within which papers are asked for.
    pub supplement_days: i64,
    /// How many requests for papers a dossier may have that the measure of Decision 766 counts as on time.
    pub supplements: i64,
    /// The circular whose forms are printed.
    pub forms: Forms,
}

/// A set of forms (mẫu).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// Six forms.
    Circular2018,
    /// Seven forms: the notice of stopping is new, the control slip and the register moved on by one.
    Circular2025,
}

/// The rules in force on a day. Those of 2018 stand for earlier days too, which only back-dated records have.
///
/// # Law
/// nd-61-2018/19/4
/// nd-61-2018/19/9
/// qd-766-2022/2
/// tt-01-2018/19
/// tt-03-2025/PL1
pub fn on(day: Day) -> Rules {
    let rules = |from_on, forms| Rules {
        from_on,
        extension_days_before: 1,
        extensions: 1,
        supplement_days: 3,
        supplements: 1,
        forms,
    };
    let first = rules(Day::of_instant(0), Forms::Circular2018);
    // The text of Decree 118/2025 was not seen: what its forerunner said is kept until it is.
    let second = Day::new(2025, 7, 1).map(|from_on| rules(from_on, Forms::Circular2025));
    second.filter(|rules| rules.from_on <= day).unwrap_or(first)
}

/// The decree in words, by the day: the text of the one of 2025 was not seen, so its forerunner's articles are
/// named beside it.
fn decree(day: Day, [vi, en]: [&str; 2]) -> Basis {
    match on(day).forms {
        Forms::Circular2018 => {
            Basis::cited(format!("{vi} Nghị định 61/2018/NĐ-CP"), format!("{en}, Decree 61/2018/NĐ-CP"))
        }
        Forms::Circular2025 => Basis::cited(
            format!("{vi} Nghị định 61/2018/NĐ-CP, nay là Nghị định 118/2025/NĐ-CP"),
            format!("{en}, Decree 61/2018/NĐ-CP, now Decree 118/2025/NĐ-CP"),
        ),
    }
}

/// The act by which papers are asked for and the limit counts anew once they are complete.
///
/// # Law
/// nd-61-2018/19/4
pub fn supplement_basis(day: Day) -> Basis {
    decree(day, ["khoản 4 Điều 19", "Article 19(4)"])
}

/// The act by which a limit is extended, once and with an apology.
///
/// # Law
/// nd-61-2018/19/9
pub fn extension_basis(day: Day) -> Basis {
    decree(day, ["khoản 9 Điều 19", "Article 19(9)"])
}
