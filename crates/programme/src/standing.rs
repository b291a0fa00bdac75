//! What a paper or card is worth over time: granted, suspended, resumed, revoked, expired. Pure.
//!
//! Bodies hold papers one after the other, experts hold one card each; the acts on them and the
//! periods that follow are the same for both.

use crate::certificates::fold_number;
use crate::regulation::{self, Topic};
use platform::{Day, Error, KnownDate, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

platform::messages!("standing", "../i18n/standing.vi.ftl", "../i18n/standing.en.ftl");

/// What a paper or card is worth on a day on which it was granted already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Valid (còn hiệu lực).
    InForce,
    /// Suspended (đình chỉ).
    Suspended,
    /// Revoked (thu hồi).
    Revoked,
    /// Its last day has passed (hết hạn).
    Expired,
}

impl Standing {
    /// All of them, in the order of filters.
    pub const ALL: [Standing; 4] =
        [Standing::InForce, Standing::Suspended, Standing::Revoked, Standing::Expired];

    /// The word in rows and URLs.
    pub fn word(self) -> &'static str {
        match self {
            Standing::InForce => "in_force",
            Standing::Suspended => "suspended",
            Standing::Revoked => "revoked",
            Standing::Expired => "expired",
        }
    }

    /// The standing of a word.
    pub fn of_word(word: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|standing| standing.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Standing::InForce => "standing-in-force",
            Standing::Suspended => "standing-suspended",
            Standing::Revoked => "standing-revoked",
            Standing::Expired => "standing-expired",
        }
    }
}

/// A paper of confirmation (giấy xác nhận) or a card (thẻ), as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its number.
    pub number: String,
    /// When it was granted.
    pub issued: KnownDate,
    /// The last valid day it states, if it states one.
    pub valid_to: Option<Day>,
    /// The last day in force under the law known when it was recorded; none while it has no end.
    pub last_day_on: Option<Day>,
}

impl Paper {
    /// The paper with this content under the law as it is known now.
    pub fn new(number: &str, issued: KnownDate, valid_to: Option<Day>) -> Paper {
        let (last_day_on, _) = regulation::last_day(issued.counts_from(), valid_to);
        Paper { number: number.trim().to_owned(), issued, valid_to, last_day_on }
    }

    /// The day from which it counts.
    pub fn counts_on(&self) -> Day {
        self.issued.counts_from()
    }

    /// By when it is to be registered again, if it ends.
    pub fn renewal_due_on(&self) -> Option<Day> {
        let ends_on = self.last_day_on?;
        Some(match regulation::on(Topic::RenewBefore, ends_on) {
            Some(rule) => ends_on.plus_months(-rule.value),
            None => ends_on,
        })
    }
}

/// What may be done to a paper or card after its grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Đình chỉ: not valid from its day on, until resumed.
    Suspended,
    /// Khôi phục: valid again.
    Resumed,
    /// Thu hồi: not valid any more, and no new one for a time.
    Revoked,
    /// A register says that it had expired, without a last day to tell when.
    Expired,
    /// Cấp lại vì mất, hỏng, đổi tên: a new print with the same end.
    Reissued,
}

impl ActKind {
    /// All of them, in the order of menus.
    pub const ALL: [ActKind; 5] =
        [ActKind::Suspended, ActKind::Resumed, ActKind::Revoked, ActKind::Expired, ActKind::Reissued];

    /// The word in rows and URLs.
    pub fn word(self) -> &'static str {
        match self {
            ActKind::Suspended => "suspended",
            ActKind::Resumed => "resumed",
            ActKind::Revoked => "revoked",
            ActKind::Expired => "expired",
            ActKind::Reissued => "reissued",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<ActKind> {
        ActKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One act on a paper or card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What was done.
    pub kind: ActKind,
    /// From when.
    pub happened: KnownDate,
    /// Why, in the words of the decision.
    pub reason: String,
    /// Number of the decision; empty when none is known.
    pub decision_no: String,
}

impl Act {
    /// The act of its columns; `words` are reason and number of the decision.
    ///
    /// # Errors
    /// When the row holds a kind that the program does not know.
    pub fn of_columns(kind: &str, happened: KnownDate, words: (String, String)) -> Result<Act> {
        let kind =
            ActKind::of_word(kind).ok_or_else(|| Error::failed(format!("act {kind:?} is not known")))?;
        Ok(Act { kind, happened, reason: words.0, decision_no: words.1 })
    }
}

/// A time of one standing: from a day until the day before `to_on`, or on and on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The standing.
    pub standing: Standing,
    /// Its first day.
    pub from_on: Day,
    /// The first day after it; none when it lasts.
    pub to_on: Option<Day>,
}

impl Period {
    /// The period of its columns.
    ///
    /// # Errors
    /// When the row holds a standing that the program does not know.
    pub fn of_columns(standing: &str, from_on: Day, to_on: Option<Day>) -> Result<Period> {
        let known = Standing::of_word(standing);
        let standing = known.ok_or_else(|| Error::failed(format!("standing {standing:?} is not known")))?;
        Ok(Period { standing, from_on, to_on })
    }
}

/// The standing over time that follows from papers and acts; expiry is a period like any other.
pub fn periods(papers: &[Paper], acts: &[Act]) -> Vec<Period> {
    let mut turns = BTreeSet::new();
    for paper in papers {
        turns.insert(paper.counts_on());
        turns.extend(paper.last_day_on.map(|last| last.plus_days(1)));
    }
    turns.extend(acts.iter().map(|act| act.happened.counts_from()));
    let mut periods: Vec<Period> = Vec::new();
    for day in turns {
        let Some(standing) = judged_on(papers, acts, day) else {
            continue;
        };
        match periods.last_mut() {
            Some(before) if before.standing == standing => continue,
            Some(before) => before.to_on = Some(day),
            None => {}
        }
        periods.push(Period { standing, from_on: day, to_on: None });
    }
    periods
}

/// The standing on `day`; none before the first grant.
pub fn standing_on(periods: &[Period], day: Day) -> Option<Standing> {
    periods
        .iter()
        .find(|period| period.from_on <= day && period.to_on.is_none_or(|to_on| day < to_on))
        .map(|period| period.standing)
}

/// What papers and acts say of one day.
///
/// A revocation ends every paper before it; a later paper begins anew and clears suspensions. Of
/// acts on one day the last recorded rules.
fn judged_on(papers: &[Paper], acts: &[Act], day: Day) -> Option<Standing> {
    let on = |act: &Act| act.happened.counts_from();
    let revoked_on =
        acts.iter().filter(|act| act.kind == ActKind::Revoked).map(on).filter(|on| *on <= day).max();
    let living = |paper: &&Paper| {
        paper.counts_on() <= day && revoked_on.is_none_or(|revoked_on| paper.counts_on() > revoked_on)
    };
    let Some(newest_on) = papers.iter().filter(living).map(Paper::counts_on).max() else {
        return revoked_on.map(|_| Standing::Revoked);
    };
    let in_term = papers.iter().filter(living).any(|paper| paper.last_day_on.is_none_or(|last| day <= last));
    let ruling = acts
        .iter()
        .filter(|act| matches!(act.kind, ActKind::Suspended | ActKind::Resumed | ActKind::Expired))
        .filter(|act| newest_on <= on(act) && on(act) <= day)
        .max_by_key(|act| on(act));
    Some(match ruling.map(|act| act.kind) {
        Some(ActKind::Expired) => Standing::Expired,
        _ if !in_term => Standing::Expired,
        Some(ActKind::Suspended) => Standing::Suspended,
        _ => Standing::InForce,
    })
}

/// A paper or card about to be granted, as the officer writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPaper {
    /// Its number.
    pub number: String,
    /// The day of the grant.
    pub issued_on: Day,
    /// Its last valid day; none for the full term of the law.
    pub valid_to: Option<Day>,
}

/// A decision (quyết định) on a paper or card, as the officer writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What is done.
    pub kind: ActKind,
    /// From when.
    pub on: Day,
    /// Why.
    pub reason: String,
    /// Number of the decision; may be empty.
    pub decision_no: String,
}

impl Order {
    /// The act that it makes.
    pub fn act(&self) -> Act {
        Act {
            kind: self.kind,
            happened: KnownDate::Day(self.on),
            reason: self.reason.trim().to_owned(),
            decision_no: self.decision_no.trim().to_owned(),
        }
    }
}

/// What is wrong with a paper, a card or an act on one, whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no number.
    NumberMissing,
    /// Another one bears the number.
    NumberTaken(String),
    /// What is to come cannot be recorded as done: the field, and today.
    InTheFuture(&'static str, Day),
    /// It would end before it begins.
    EndsBeforeIssue,
    /// It would be valid for longer than the law allows.
    TermTooLong(i64, &'static str),
    /// No reason is given.
    ReasonMissing,
    /// It takes effect before the grant, which was on this day.
    BeforeGrant(Day),
    /// An act of a later day is recorded already.
    LaterAct(Day),
    /// On that day it is in no standing for this act.
    NotFrom(ActKind, Standing, Day),
    /// A correction that corrects nothing.
    NothingToCorrect,
    /// Somebody else has changed it since the page was opened.
    Stale,
}

impl From<Fault> for platform::Refusal {
    fn from(fault: Fault) -> platform::Refusal {
        let told = platform::Refusal::new;
        match fault {
            Fault::NumberMissing => told("standing-refusal-number-missing").field("number"),
            Fault::NumberTaken(number) => {
                told("standing-refusal-number-taken").field("number").with("number", number)
            }
            Fault::InTheFuture(field, today) => {
                told("standing-refusal-future").field(field).with("today", today.vietnamese())
            }
            Fault::EndsBeforeIssue => told("standing-refusal-ends-before-issue").field("valid_to"),
            Fault::TermTooLong(years, basis) => told("standing-refusal-term-too-long")
                .field("valid_to")
                .with("years", years)
                .with("basis", basis),
            Fault::ReasonMissing => told("standing-refusal-reason-missing").field("reason"),
            Fault::BeforeGrant(day) => {
                told("standing-refusal-before-grant").field("on").with("day", day.vietnamese())
            }
            Fault::LaterAct(day) => {
                told("standing-refusal-later-act").field("on").with("day", day.vietnamese())
            }
            Fault::NotFrom(kind, standing, day) => {
                told(not_from_key(kind, standing)).field("on").with("day", day.vietnamese())
            }
            Fault::NothingToCorrect => told("standing-refusal-nothing-to-correct"),
            Fault::Stale => told("standing-refusal-stale"),
        }
    }
}

fn not_from_key(kind: ActKind, standing: Standing) -> &'static str {
    match (kind, standing) {
        (ActKind::Resumed, _) => "standing-refusal-not-suspended",
        (_, Standing::Suspended) => "standing-refusal-already-suspended",
        (_, Standing::Revoked) => "standing-refusal-already-revoked",
        (_, Standing::Expired) => "standing-refusal-expired",
        (_, Standing::InForce) => "standing-refusal-in-force",
    }
}

/// Judges a new paper or card under the law of its day; `term` is the topic of its longest term.
pub fn new_paper(paper: &NewPaper, term: Topic, today: Day) -> (Paper, Vec<Fault>) {
    let mut faults = Vec::new();
    let rule = regulation::on(term, paper.issued_on);
    let longest = rule.and_then(|rule| rule.after(paper.issued_on));
    let issued = Paper::new(&paper.number, KnownDate::Day(paper.issued_on), paper.valid_to.or(longest));
    if issued.number.is_empty() {
        faults.push(Fault::NumberMissing);
    }
    if paper.issued_on > today {
        faults.push(Fault::InTheFuture("issued_on", today));
    }
    faults.extend(term_faults(&issued, term));
    (issued, faults)
}

/// What is wrong with the days a paper or card states.
pub fn term_faults(paper: &Paper, term: Topic) -> Vec<Fault> {
    let Some(valid_to) = paper.valid_to else {
        return Vec::new();
    };
    let counts_on = paper.counts_on();
    if valid_to < paper.issued.earliest().unwrap_or(counts_on) {
        return vec![Fault::EndsBeforeIssue];
    }
    match regulation::on(term, counts_on) {
        Some(rule) if rule.after(counts_on).is_some_and(|longest| valid_to > longest) => {
            vec![Fault::TermTooLong(rule.value, rule.basis)]
        }
        _ => Vec::new(),
    }
}

/// Judges a new act on what `papers` granted and `acts` did since.
pub fn new_act(papers: &[Paper], acts: &[Act], order: &Order, today: Day) -> Vec<Fault> {
    let mut faults = Vec::new();
    if order.reason.trim().is_empty() {
        faults.push(Fault::ReasonMissing);
    }
    if order.on > today {
        faults.push(Fault::InTheFuture("on", today));
    }
    let later = acts.iter().map(|act| act.happened.counts_from()).filter(|on| *on > order.on).max();
    faults.extend(later.map(Fault::LaterAct));
    faults.extend(unfit(papers, acts, &order.act()));
    faults
}

/// Judges a corrected history: every act must fit what was before it.
pub fn history_faults(papers: &[Paper], acts: &[Act]) -> Vec<Fault> {
    let mut order: Vec<&Act> = acts.iter().collect();
    order.sort_by_key(|act| act.happened.counts_from());
    let mut so_far: Vec<Act> = Vec::new();
    let mut faults = Vec::new();
    for act in order {
        faults.extend(unfit(papers, &so_far, act));
        so_far.push(act.clone());
    }
    faults
}

/// Why an act does not fit the standing on its day.
fn unfit(papers: &[Paper], acts: &[Act], act: &Act) -> Option<Fault> {
    let on = act.happened.counts_from();
    let Some(standing) = judged_on(papers, acts, on) else {
        return Some(Fault::BeforeGrant(papers.iter().map(Paper::counts_on).min().unwrap_or(on)));
    };
    let fits = match act.kind {
        ActKind::Suspended | ActKind::Expired | ActKind::Reissued => standing == Standing::InForce,
        ActKind::Resumed => standing == Standing::Suspended,
        ActKind::Revoked => matches!(standing, Standing::InForce | Standing::Suspended),
    };
    (!fits).then_some(Fault::NotFrom(act.kind, standing, on))
}

/// Whether two numbers are the same number, whatever their case and spaces.
pub fn same_number(one: &str, other: &str) -> bool {
    fold_number(one) == fold_number(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// `paper 2020-01-01 2022-12-31; suspended 2021-01-01` told as periods.
    fn check(history: &str, want: &str) {
        let (mut papers, mut acts) = (Vec::new(), Vec::new());
        for line in history.split("; ") {
            let words: Vec<&str> = line.split(' ').collect();
            let from = KnownDate::parse(words[1], day("2012-04-06")).unwrap();
            match ActKind::of_word(words[0]) {
                None => papers.push(Paper::new("1", from, words.get(2).map(|to| day(to)))),
                Some(kind) => acts.push(Act {
                    kind,
                    happened: from,
                    reason: "x".to_owned(),
                    decision_no: String::new(),
                }),
            }
        }
        let told: Vec<String> = periods(&papers, &acts)
            .iter()
            .map(|period| {
                let to_on = period.to_on.map(|day| day.to_string()).unwrap_or_default();
                format!("{} {}..{to_on}", period.standing.word(), period.from_on)
            })
            .collect();
        assert_eq!(told.join("; "), want, "{history}");
    }

    #[test]
    fn a_paper_is_in_force_through_its_last_day() {
        check("paper 2020-01-01 2022-12-31", "in_force 2020-01-01..2023-01-01; expired 2023-01-01..");
        check("paper 2020 2022-12-31", "in_force 2020-12-31..2023-01-01; expired 2023-01-01..");
    }

    #[test]
    fn a_renewal_in_time_leaves_no_gap_and_a_late_one_does() {
        check(
            "paper 2020-01-01 2022-12-31; paper 2022-12-01 2025-11-30",
            "in_force 2020-01-01..2025-12-01; expired 2025-12-01..",
        );
        check(
            "paper 2020-01-01 2022-12-31; paper 2023-03-01 2026-02-28",
            "in_force 2020-01-01..2023-01-01; expired 2023-01-01..2023-03-01; in_force 2023-03-01..2026-03-01; \
             expired 2026-03-01..",
        );
    }

    #[test]
    fn a_suspension_lasts_until_it_is_resumed_or_the_paper_ends() {
        check(
            "paper 2020-01-01 2022-12-31; suspended 2021-01-01; resumed 2021-06-01; suspended 2022-01-01",
            "in_force 2020-01-01..2021-01-01; suspended 2021-01-01..2021-06-01; in_force 2021-06-01..2022-01-01; \
             suspended 2022-01-01..2023-01-01; expired 2023-01-01..",
        );
    }

    #[test]
    fn what_is_revoked_stays_revoked_until_a_new_paper() {
        check(
            "paper 2020-01-01 2022-12-31; revoked 2021-01-01; paper 2024-01-01 2026-12-31",
            "in_force 2020-01-01..2021-01-01; revoked 2021-01-01..2024-01-01; in_force 2024-01-01..2027-01-01; \
             expired 2027-01-01..",
        );
    }

    #[test]
    fn papers_of_the_old_circulars_expire_with_2015() {
        check("paper 2014-06-01 2017-06-01", "in_force 2014-06-01..2016-01-01; expired 2016-01-01..");
    }

    #[test]
    fn a_register_that_says_expired_without_a_day_is_believed_from_the_day_it_is_known() {
        check(
            "paper 2016-01-01; expired 2020-05-01",
            "in_force 2016-01-01..2020-05-01; expired 2020-05-01..",
        );
    }
}
