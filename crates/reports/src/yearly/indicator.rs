//! What the declaration of a figure consists of.

use super::model::{Edition, Findings, Question};
use platform::db::Statement;
use platform::web::link;
use platform::{Day, Language};

/// What one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Agencies, each once however many certificates it has had (cơ quan).
    Agency,
    /// Certificates (giấy chứng nhận).
    Certificate,
    /// Organisations (tổ chức).
    Organisation,
    /// Cards (thẻ).
    Card,
    /// Provinces (tỉnh, thành phố).
    Province,
    /// Ministries and bodies equal to them (bộ, ngành).
    Ministry,
    /// Model frameworks (mô hình khung).
    Framework,
    /// Legal documents (văn bản).
    Document,
}

impl Unit {
    /// The word in keys of sentences and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Agency => "agency",
            Unit::Certificate => "certificate",
            Unit::Organisation => "organisation",
            Unit::Card => "card",
            Unit::Province => "province",
            Unit::Ministry => "ministry",
            Unit::Framework => "framework",
            Unit::Document => "document",
        }
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Unit::Agency => "yearly-unit-agency",
            Unit::Certificate => "yearly-unit-certificate",
            Unit::Organisation => "yearly-unit-organisation",
            Unit::Card => "yearly-unit-card",
            Unit::Province => "yearly-unit-province",
            Unit::Ministry => "yearly-unit-ministry",
            Unit::Framework => "yearly-unit-framework",
            Unit::Document => "yearly-unit-document",
        }
    }
}

/// What a figure counts over: a time, or to a day, or on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// What happened in the period (trong kỳ).
    Flow,
    /// What had ever happened by the day (cộng dồn đến ngày).
    Stock,
    /// What is so on the day (vào ngày).
    State,
}

impl Nature {
    /// The word in keys of sentences and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Nature::Flow => "flow",
            Nature::Stock => "stock",
            Nature::State => "state",
        }
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Nature::Flow => "yearly-nature-flow",
            Nature::Stock => "yearly-nature-stock",
            Nature::State => "yearly-nature-state",
        }
    }
}

/// The same words in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Vietnamese.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Words {
    /// The words in a language.
    pub fn of(self, language: Language) -> &'static str {
        match language {
            Language::Vi => self.vi,
            Language::En => self.en,
        }
    }
}

/// The acts a figure rests on, which changed over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The programme itself.
    Programme,
    /// Papers and cards of those who consult and assess.
    Papers,
}

/// Acts in force from a day on, until the next line of the same table.
type Regime = (&'static str, &'static [&'static str]);

const PROGRAMME: &[Regime] = &[
    ("2006-06-20", &["144/2006/QĐ-TTg"]),
    ("2009-09-30", &["144/2006/QĐ-TTg", "118/2009/QĐ-TTg"]),
    ("2014-05-18", &["19/2014/QĐ-TTg"]),
];
const PAPERS: &[Regime] = &[
    ("2010-02-25", &["01/2010/TT-BKHCN"]),
    ("2011-06-30", &["01/2010/TT-BKHCN", "09/2011/TT-BKHCN"]),
    ("2014-12-01", &["26/2014/TT-BKHCN"]),
];

impl Basis {
    /// Numbers of the acts in force on a day; before the first of them, the first.
    pub fn on(self, day: Day) -> &'static [&'static str] {
        let table = match self {
            Basis::Programme => PROGRAMME,
            Basis::Papers => PAPERS,
        };
        let begun = |regime: &&Regime| regime.0.parse::<Day>().is_ok_and(|from_on| from_on <= day);
        table.iter().rev().find(begun).map_or(table[0].1, |regime| regime.1)
    }
}

/// Another way to read a figure: what else one might have counted, and how many that is.
#[derive(Debug)]
pub struct Reading {
    /// What it counts.
    pub words: Words,
    /// How many.
    pub value: fn(&Findings) -> i64,
    /// The rows behind it; see [`rows_link`].
    pub rows: &'static str,
}

/// What a step of a bridge does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// The figure that one begins with.
    Start,
    /// What is taken away.
    Minus,
    /// What is then left: counted by itself, and equal to what was reckoned.
    Sum,
}

/// One step of a bridge from one figure to another.
#[derive(Debug)]
pub struct BridgeStep {
    /// What it does.
    pub term: Term,
    /// What is begun with, taken or left.
    pub words: Words,
    /// How many.
    pub value: fn(&Findings) -> i64,
    /// The rows behind it; empty for none.
    pub rows: &'static str,
}

/// Why a figure is what it is, shared by figures of one kind.
#[derive(Debug)]
pub struct Explanation {
    /// Rules of counting: what is asked, and what is done.
    pub rules: &'static [(Words, Words)],
    /// What else one might have counted.
    pub readings: &'static [Reading],
    /// The subtractions that lead from one figure to the other.
    pub bridge: &'static [BridgeStep],
}

/// One figure.
#[derive(Debug)]
pub struct Indicator {
    /// Its key in JSON, in URLs and in frozen issues. Released: never reused for another meaning.
    pub key: &'static str,
    /// What it says.
    pub label: Words,
    /// What exactly is counted.
    pub definition: Words,
    /// What one counts.
    pub unit: Unit,
    /// Over a time or to a day.
    pub nature: Nature,
    /// The statement that finds what is counted.
    pub sql: &'static Statement,
    /// The acts it rests on.
    pub basis: Basis,
    /// The rows behind it; see [`rows_link`].
    pub rows: &'static str,
    /// Whether the report of 6/4/2012 had it.
    pub in_article: bool,
    /// Whether an edition has it.
    pub applies: fn(&Edition) -> bool,
    /// Why it is what it is.
    pub why: &'static Explanation,
    /// Its value.
    pub value: fn(&Findings) -> i64,
}

/// A step of a bridge with its figure.
#[derive(Clone, Copy, Debug)]
pub struct Stepped {
    /// The step.
    pub step: &'static BridgeStep,
    /// Its figure.
    pub value: i64,
}

impl Explanation {
    /// The bridge over these findings: steps that take nothing away are left out, and sums with them.
    pub fn bridge_of(&self, findings: &Findings) -> Vec<Stepped> {
        let mut shown: Vec<Stepped> = Vec::new();
        for step in self.bridge {
            let value = (step.value)(findings);
            let last = shown.last().map(|stepped| stepped.step.term);
            let wanted = match step.term {
                Term::Minus => value != 0,
                Term::Sum => last == Some(Term::Minus),
                Term::Start => true,
            };
            if wanted {
                shown.push(Stepped { step, value });
            }
        }
        // A beginning from which nothing is taken leads nowhere.
        let leads = |at: usize| shown.get(at + 1).is_some_and(|next| next.step.term == Term::Minus);
        let kept: Vec<bool> =
            (0..shown.len()).map(|at| shown[at].step.term != Term::Start || leads(at)).collect();
        shown.into_iter().zip(kept).filter(|(_, keep)| *keep).map(|(stepped, _)| stepped).collect()
    }
}

/// The query of a question, as in addresses: `from=…&to=…&as_of=…&edition=…`.
///
/// The edition stands there even when it is the nation: without it an officer gets the own one.
pub fn question_pairs(question: &Question) -> [(&'static str, String); 4] {
    [
        ("from", question.from.to_string()),
        ("to", question.to.to_string()),
        ("as_of", question.as_of.to_string()),
        ("edition", question.edition.word()),
    ]
}

/// An address under a question: its query is added to what `path` already asks.
pub fn question_link(path: &str, question: &Question) -> String {
    let pairs = question_pairs(question);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    link(path, &pairs)
}

/// The address of the rows behind a figure: `template` is what the page of rows is asked for, such as
/// `set=agencies_to_date&level=local`; empty for a figure without rows of its own.
pub fn rows_link(template: &str, question: &Question) -> String {
    match template {
        "" => String::new(),
        asked => question_link(&format!("/reports/yearly/rows?{asked}"), question),
    }
}

/// All editions have it.
pub fn everywhere(_: &Edition) -> bool {
    true
}

/// Only the edition of the nation has it.
pub fn nation_only(edition: &Edition) -> bool {
    edition.is_nation()
}

/// The nation and provinces have it.
pub fn not_ministries(edition: &Edition) -> bool {
    !matches!(edition, Edition::Ministry(_))
}

/// The nation and ministries have it.
pub fn not_provinces(edition: &Edition) -> bool {
    !matches!(edition, Edition::Province(_))
}
