//! What the yearly report asks, and what it finds. Pure.

use platform::{Day, Refusal, Refusals};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whose part of the nation an edition tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "code", rename_all = "snake_case")]
pub enum Edition {
    /// The whole nation.
    Nation,
    /// One province, by its code on the map of the as-of day; on the map of today it holds what
    /// belonged to the provinces it was made of.
    Province(String),
    /// One ministry, by its code.
    Ministry(String),
}

impl Edition {
    /// Whether a class of agencies belongs to this edition; `provinces` are the keys of the
    /// provinces that a province edition holds.
    pub fn holds(&self, class: &Class, provinces: &[String]) -> bool {
        match self {
            Edition::Nation => true,
            Edition::Province(_) => class.is_local() && provinces.contains(&class.province_key()),
            Edition::Ministry(code) => !class.is_local() && class.ministry_code == *code,
        }
    }

    /// The word in addresses and frozen issues: `nation`, `province:01`, `ministry:BO-KHCN`.
    pub fn word(&self) -> String {
        match self {
            Edition::Nation => "nation".to_owned(),
            Edition::Province(code) => format!("province:{code}"),
            Edition::Ministry(code) => format!("ministry:{code}"),
        }
    }

    /// The edition of a word.
    pub fn of_word(word: &str) -> Option<Edition> {
        match word.split_once(':') {
            None if word == "nation" => Some(Edition::Nation),
            Some(("province", code)) if !code.is_empty() => Some(Edition::Province(code.to_owned())),
            Some(("ministry", code)) if !code.is_empty() => Some(Edition::Ministry(code.to_owned())),
            _ => None,
        }
    }

    /// Whether this is the edition of the whole nation.
    pub fn is_nation(&self) -> bool {
        *self == Edition::Nation
    }
}

/// A question: a period, and the day as of which it is answered with today's knowledge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// The day on which the answer stands.
    pub as_of: Day,
    /// Whose part.
    pub edition: Edition,
}

impl Question {
    /// Judges the days.
    ///
    /// # Errors
    /// All that is wrong with them at once.
    pub fn new(from: Day, to: Day, as_of: Day) -> Result<Question, Refusals> {
        let mut refusals = Refusals::default();
        if to < from {
            refusals.push(Refusal::new("yearly-refusal-period-backwards").field("to"));
        }
        refusals.or(Question { from, to, as_of, edition: Edition::Nation })
    }

    /// The last day of the period that the answer can know: the period is cut at the as-of day.
    pub fn cut(&self) -> Day {
        self.to.min(self.as_of)
    }

    /// The map of provinces in force on the as-of day: `legacy` or `2025`.
    pub fn map(&self) -> &'static str {
        registers::agencies::classes::map_of(Some(self.as_of))
    }

    /// The year, when the period is exactly one calendar year.
    pub fn whole_year(&self) -> Option<i16> {
        let year = self.from.year();
        (Day::new(year, 1, 1) == Some(self.from) && Day::new(year, 12, 31) == Some(self.to)).then_some(year)
    }
}

/// A way in which agencies are grouped: all of a class are alike in every breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// `central` or `local`.
    pub level: String,
    /// Kind of agency, such as `ubnd_xa`.
    pub kind: String,
    /// Code of the ministry; empty for a local agency.
    pub ministry_code: String,
    /// Code of the province; empty where there is none.
    pub province_code: String,
    /// The map that the province's code is of: `legacy` (63 provinces) or `2025` (34); empty without one.
    pub map: String,
    /// `bat_buoc` or `khuyen_khich`; empty where neither register nor regulation says.
    pub obligation: String,
}

impl Class {
    /// Whether its agencies are local ones.
    pub fn is_local(&self) -> bool {
        self.level == "local"
    }

    /// What tells its province from all others: the code on the map of 63 provinces, `2025:` and
    /// the code on that of 34, on which codes mean other places; empty without province.
    pub fn province_key(&self) -> String {
        province_key(&self.map, &self.province_code)
    }
}

/// What tells a province from all others; see [`Class::province_key`].
pub fn province_key(map: &str, code: &str) -> String {
    if map == "2025" && !code.is_empty() { format!("2025:{code}") } else { code.to_owned() }
}

/// The agencies of one class: how many of them were certified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What they are.
    pub class: Class,
    /// Granted in the period, each once.
    pub in_period: i64,
    /// Certificates that these were granted in the period.
    #[serde(default)]
    pub certificates_in_period: i64,
    /// Granted to date, each once.
    pub to_date: i64,
    /// Certificates that these were granted to date.
    #[serde(default)]
    pub certificates: i64,
    /// Certificates of these beyond the first of each.
    #[serde(default)]
    pub further: i64,
    /// Of those to date, granted nothing in the period.
    #[serde(default)]
    pub outside_period: i64,
    /// Of those to date, holding a certificate that has not expired on the as-of day.
    #[serde(default)]
    pub unexpired: i64,
    /// Holding a valid certificate on the as-of day.
    pub valid: i64,
}

/// Certificates of one year and kind, granted to date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearCount {
    /// The year; empty where the date is unknown.
    pub year: String,
    /// `initial` or `renewal`.
    pub kind: String,
    /// How many certificates.
    pub certificates: i64,
    /// How many of them in the period.
    pub in_period: i64,
}

/// What was granted to consultants and assessors, of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// In the period.
    pub in_period: i64,
    /// Ever, to the as-of day.
    pub to_date: i64,
    /// In force on the as-of day.
    #[serde(default)]
    pub valid: i64,
}

/// A plan's owner and how far its plan is on the as-of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    /// Id of the record.
    pub id: i64,
    /// Code of the ministry or province.
    pub owner_code: String,
    /// Its name.
    pub owner: String,
    /// `central` or `local`.
    pub level: String,
    /// Whether it owes a plan.
    pub owes_plan: bool,
    /// `none`, `drafted` or `approved` on the as-of day.
    pub status: String,
}

/// A model framework that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameworkLine {
    /// Id of the record.
    pub id: i64,
    /// Who published it.
    pub publisher: String,
    /// For which agencies.
    pub applies_to: String,
    /// When, as written; empty when unknown.
    pub published: String,
    /// Whether it is known to have been published in the period.
    #[serde(default)]
    pub in_period: bool,
}

/// A legal document issued in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    /// Id of the record.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Its kind, such as `Thông tư`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// When it was issued, as written.
    pub issued: String,
    /// Who issued it.
    pub issuer: String,
}

impl DocumentLine {
    /// Whether it is a circular (thông tư).
    pub fn is_circular(&self) -> bool {
        self.kind == "Thông tư"
    }
}

/// Something that was done in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityLine {
    /// Id of the record.
    pub id: i64,
    /// When, as written.
    pub happened: String,
    /// Its kind.
    pub kind: String,
    /// What it was.
    pub subject: String,
    /// Codes of those it was done with or for, with semicolons between.
    #[serde(default)]
    pub targets: String,
}

/// Everything found for a question, before any figure is made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Agencies by class.
    pub cells: Vec<Cell>,
    /// Certificates by year and kind.
    pub years: Vec<YearCount>,
    /// Consulting organisations, cards and certification bodies by kind.
    pub papers: BTreeMap<String, Flow>,
    /// Provinces on the map of the as-of day.
    #[serde(default)]
    pub provinces_on_map: i64,
    /// All plans.
    pub plans: Vec<PlanLine>,
    /// Frameworks published to date.
    pub frameworks: Vec<FrameworkLine>,
    /// Legal documents issued in the period.
    pub documents: Vec<DocumentLine>,
    /// Activities of the period.
    pub activities: Vec<ActivityLine>,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What was asked.
    pub question: Question,
    /// What was found.
    pub findings: Findings,
}

/// Which of a cell's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Agencies granted a certificate in the period.
    InPeriod,
    /// Certificates granted in the period.
    CertificatesInPeriod,
    /// Agencies granted a certificate to date.
    ToDate,
    /// Certificates granted to date.
    Certificates,
    /// Certificates to date beyond the first of their agency.
    Further,
    /// Agencies to date without a grant in the period.
    OutsidePeriod,
    /// Agencies whose last certificate has expired.
    Expired,
    /// Agencies whose certificates that have not expired are all suspended or withdrawn.
    Held,
    /// Agencies with a valid certificate on the day.
    Valid,
}

impl Cell {
    /// A class of which nothing was counted yet.
    pub fn empty(class: Class) -> Cell {
        Cell {
            class,
            in_period: 0,
            certificates_in_period: 0,
            to_date: 0,
            certificates: 0,
            further: 0,
            outside_period: 0,
            unexpired: 0,
            valid: 0,
        }
    }

    /// One of its numbers.
    pub fn of(&self, measure: Measure) -> i64 {
        match measure {
            Measure::InPeriod => self.in_period,
            Measure::CertificatesInPeriod => self.certificates_in_period,
            Measure::ToDate => self.to_date,
            Measure::Certificates => self.certificates,
            Measure::Further => self.further,
            Measure::OutsidePeriod => self.outside_period,
            Measure::Expired => self.to_date - self.unexpired,
            Measure::Held => self.unexpired - self.valid,
            Measure::Valid => self.valid,
        }
    }
}

impl Findings {
    /// How many agencies of the classes that `wanted` names.
    pub fn agencies(&self, measure: Measure, wanted: impl Fn(&Class) -> bool) -> i64 {
        self.cells.iter().filter(|cell| wanted(&cell.class)).map(|cell| cell.of(measure)).sum()
    }

    /// Agencies grouped by `key`; groups without any are left out, as is an empty key.
    pub fn by<'a>(
        &'a self,
        measure: Measure,
        key: impl Fn(&'a Class) -> Option<&'a str>,
    ) -> BTreeMap<String, i64> {
        self.grouped(measure, |class| key(class).map(str::to_owned))
    }

    /// As [`Findings::by`], with keys that are made and not found.
    pub fn grouped<'a>(
        &'a self,
        measure: Measure,
        key: impl Fn(&'a Class) -> Option<String>,
    ) -> BTreeMap<String, i64> {
        let mut groups = BTreeMap::new();
        for cell in self.cells.iter().filter(|cell| cell.of(measure) > 0) {
            if let Some(key) = key(&cell.class).filter(|key| !key.is_empty()) {
                *groups.entry(key).or_insert(0) += cell.of(measure);
            }
        }
        groups
    }

    /// Local agencies grouped by province.
    pub fn by_province(&self, measure: Measure) -> BTreeMap<String, i64> {
        self.grouped(measure, |class| class.is_local().then(|| class.province_key()))
    }

    /// Central agencies grouped by ministry.
    pub fn by_ministry(&self, measure: Measure) -> BTreeMap<String, i64> {
        self.by(measure, |class| (!class.is_local()).then_some(class.ministry_code.as_str()))
    }

    /// How many of a level owe a plan.
    pub fn owing_plan(&self, level: &str) -> i64 {
        self.plans.iter().filter(|plan| plan.owes_plan && plan.level == level).count() as i64
    }

    /// Certificates granted to date of `kind`, by year.
    pub fn certificates_by_year(&self, kind: &str) -> BTreeMap<String, i64> {
        let years = self.years.iter().filter(|count| count.kind == kind && !count.year.is_empty());
        years.map(|count| (count.year.clone(), count.certificates)).collect()
    }

    /// What was granted of one kind of paper or card.
    pub fn paper(&self, kind: &str) -> Flow {
        self.papers.get(kind).copied().unwrap_or_default()
    }

    /// Plans of a level that owe one and are in `status`.
    pub fn plans_in(&self, level: &str, status: &str) -> i64 {
        let owed = self.plans.iter().filter(|plan| plan.owes_plan && plan.level == level);
        owed.filter(|plan| plan.status == status).count() as i64
    }

    /// Codes of those of a level that owe a plan and have none approved, in the register's order.
    pub fn without_approved_plan(&self, level: &str) -> Vec<String> {
        let owed = self.plans.iter().filter(|plan| plan.owes_plan && plan.level == level);
        owed.filter(|plan| plan.status != "approved").map(|plan| plan.owner_code.clone()).collect()
    }
}
