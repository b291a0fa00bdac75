//! The constants of bodies and experts: what the law of a day says, with its basis.
//!
//! One line is one rule in force for a time. Rules are asked by topic and day; no rule file holds a
//! term or a number of days of its own. Certificates have their own table. Papers hold what followed from a
//! rule on the day they were recorded, so that a change here never changes what was recorded.

use platform::Day;

/// What a rule settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// How long the paper (giấy xác nhận) of an organisation or body is valid.
    PaperTerm,
    /// How long a card (thẻ) of a consultant or assessor is valid.
    CardTerm,
    /// How long before its last day a paper or card is to be registered again.
    RenewBefore,
    /// How long after a revocation no new paper or card is granted.
    RegisterAgainAfterRevocation,
    /// By when the applicant is told that a dossier is incomplete.
    TellIncomplete,
    /// How long the applicant may take to complete it.
    Complete,
    /// By when a full dossier is decided.
    Decide,
    /// By when it is decided when a check on site is needed.
    DecideOnSite,
    /// By when a lost or damaged paper or card is issued again.
    Reissue,
    /// By when the card of an expert who left is returned.
    ReturnCard,
    /// How many consultants an organisation employs at least.
    LeastConsultants,
    /// How many assessors a certification body employs at least.
    LeastAssessors,
}

/// What the value of a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Working days.
    WorkingDays,
    /// Months.
    Months,
    /// Years.
    Years,
    /// People.
    People,
}

/// How sure we are of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Read in the text of the law.
    Verified,
    /// The act is known to exist and registers agree with the value; its text was not at hand.
    Memory,
}

/// A date as the table writes it: year, month, day.
type Written = (i16, i8, i8);

/// One rule of law, in force from a day until the day before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it settles.
    pub topic: Topic,
    /// How much.
    pub value: i64,
    /// Of what.
    pub unit: Unit,
    /// The article.
    pub basis: &'static str,
    /// How sure we are.
    pub certainty: Certainty,
    from: Written,
    to: Option<Written>,
}

const CIRCULAR_2010: Written = (2010, 2, 25);
const CIRCULAR_2014: Written = (2014, 12, 1);

const fn rule(topic: Topic, value: i64, unit: Unit, basis: &'static str) -> Rule {
    Rule { topic, value, unit, basis, certainty: Certainty::Verified, from: CIRCULAR_2014, to: None }
}

const fn from_memory(rule: Rule) -> Rule {
    Rule { certainty: Certainty::Memory, from: CIRCULAR_2010, to: Some(CIRCULAR_2014), ..rule }
}

/// Every rule of the programme.
///
/// # Law
/// tt-26-2014/8
/// tt-26-2014/11
/// tt-26-2014/16
/// tt-26-2014/18
/// tt-26-2014/21
/// tt-26-2014/22
/// tt-26-2014/23/3
pub const RULES: &[Rule] = &[
    from_memory(rule(Topic::PaperTerm, 3, Unit::Years, "01/2010/TT-BKHCN")),
    from_memory(rule(Topic::CardTerm, 3, Unit::Years, "01/2010/TT-BKHCN")),
    from_memory(rule(Topic::RegisterAgainAfterRevocation, 2, Unit::Years, "01/2010/TT-BKHCN")),
    rule(Topic::PaperTerm, 3, Unit::Years, "26/2014/TT-BKHCN, Điều 16"),
    rule(Topic::CardTerm, 3, Unit::Years, "26/2014/TT-BKHCN, Điều 16"),
    rule(Topic::RenewBefore, 2, Unit::Months, "26/2014/TT-BKHCN, Điều 18"),
    rule(Topic::RegisterAgainAfterRevocation, 2, Unit::Years, "26/2014/TT-BKHCN, Điều 23 khoản 3"),
    rule(Topic::TellIncomplete, 5, Unit::WorkingDays, "26/2014/TT-BKHCN, Điều 16"),
    rule(Topic::Complete, 15, Unit::WorkingDays, "26/2014/TT-BKHCN, Điều 16"),
    rule(Topic::Decide, 15, Unit::WorkingDays, "26/2014/TT-BKHCN, Điều 16"),
    rule(Topic::DecideOnSite, 30, Unit::WorkingDays, "26/2014/TT-BKHCN, Điều 16"),
    rule(Topic::Reissue, 5, Unit::WorkingDays, "26/2014/TT-BKHCN, Điều 21"),
    rule(Topic::ReturnCard, 1, Unit::Months, "26/2014/TT-BKHCN, Điều 22"),
    rule(Topic::LeastConsultants, 5, Unit::People, "26/2014/TT-BKHCN, Điều 8"),
    rule(Topic::LeastAssessors, 5, Unit::People, "26/2014/TT-BKHCN, Điều 11"),
];

impl Rule {
    /// Whether it is in force on `day`.
    pub fn rules_on(&self, day: Day) -> bool {
        self.from <= day.parts() && self.to.is_none_or(|to| day.parts() < to)
    }

    /// The same day this many months or years later; none for what is not counted so.
    pub fn after(&self, day: Day) -> Option<Day> {
        match self.unit {
            Unit::Months => Some(day.plus_months(self.value)),
            Unit::Years => Some(day.plus_years(self.value)),
            Unit::WorkingDays | Unit::People => None,
        }
    }
}

/// The rule of a topic that is in force on `day`; none when the law of that day has none.
pub fn on(topic: Topic, day: Day) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.topic == topic && rule.rules_on(day))
}

/// The last day in force of a paper or card, and the basis when the law ends it before its date.
///
/// Papers and cards of the circulars of 2010 and 2011 ended with the year 2015, whatever they say.
///
/// # Law
/// tt-26-2014/45
pub fn last_day(issued_on: Day, valid_to: Option<Day>) -> (Option<Day>, Option<&'static str>) {
    let ended_on = day_of((2015, 12, 31)).filter(|_| issued_on.parts() < CIRCULAR_2014);
    match (ended_on, valid_to) {
        (Some(ended_on), Some(valid_to)) if valid_to <= ended_on => (Some(valid_to), None),
        (Some(ended_on), _) => (Some(ended_on), Some("26/2014/TT-BKHCN, Điều 45")),
        (None, valid_to) => (valid_to, None),
    }
}

/// The day by which facts of old registers without any date are taken to be known: the
/// conference that closed the first five years of the programme.
pub fn history_known_by() -> Day {
    day_of((2012, 4, 6)).unwrap_or_else(|| Day::of_instant(0))
}

fn day_of((year, month, day): Written) -> Option<Day> {
    Day::new(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_rule_is_found_on_its_days_only() {
        let basis = |on_day: &str| on(Topic::PaperTerm, day(on_day)).map(|rule| rule.basis);
        assert_eq!(basis("2010-02-24"), None);
        assert_eq!(basis("2014-11-30"), Some("01/2010/TT-BKHCN"));
        assert_eq!(basis("2014-12-01"), Some("26/2014/TT-BKHCN, Điều 16"));
    }

    #[test]
    fn no_two_rules_of_a_topic_hold_on_one_day() {
        for rule in RULES {
            for at in ["2010-02-25", "2014-11-30", "2014-12-01", "2026-11-23"] {
                let same = RULES.iter().filter(|other| other.topic == rule.topic && other.rules_on(day(at)));
                assert!(same.count() <= 1, "{:?} on {at}", rule.topic);
            }
        }
    }

    #[test]
    fn papers_of_the_old_circulars_end_with_2015_at_the_latest() {
        let told = |issued: &str, valid_to: Option<&str>| {
            let (last, basis) = last_day(day(issued), valid_to.map(day));
            format!("{} {}", last.map(|day| day.to_string()).unwrap_or_default(), basis.unwrap_or("-"))
        };
        assert_eq!(told("2011-02-14", Some("2014-02-14")), "2014-02-14 -");
        assert_eq!(told("2014-06-01", Some("2017-06-01")), "2015-12-31 26/2014/TT-BKHCN, Điều 45");
        assert_eq!(told("2011-02-14", None), "2015-12-31 26/2014/TT-BKHCN, Điều 45");
        assert_eq!(told("2026-01-05", Some("2029-01-05")), "2029-01-05 -");
    }
}
