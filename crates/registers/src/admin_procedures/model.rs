//! An administrative procedure as the fold of its events. Pure.

use super::fields::Schema;
use super::limits::rule_word;
use super::result::ResultTemplate;
use platform::search::fold;
use platform::{Day, Record};
use serde::{Deserialize, Serialize};
use std::ops::Deref;
use workdays::Limit;

/// Which level of government settles a procedure (cấp thực hiện).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Cấp xã.
    Commune,
    /// Cấp tỉnh.
    Province,
    /// Either of them, or as it is delegated (phân cấp).
    Shared,
}

impl Level {
    /// All levels, in the order of lists.
    pub const ALL: [Level; 3] = [Level::Commune, Level::Province, Level::Shared];

    /// The word in rows and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Level::Commune => "commune",
            Level::Province => "province",
            Level::Shared => "shared",
        }
    }

    /// The level of a word.
    pub fn of_word(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Level::Commune => "admin-procedures-level-commune",
            Level::Province => "admin-procedures-level-province",
            Level::Shared => "admin-procedures-level-shared",
        }
    }
}

/// How sure a part of the record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// Seen in the source that the record names.
    Verified,
    /// Written down from memory.
    Memory,
    /// Doubtful: not to be relied on.
    Uncertain,
    /// Made up to show how the program works (minh họa).
    Illustrative,
}

impl Sureness {
    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Sureness::Verified => "admin-procedures-sure-verified",
            Sureness::Memory => "admin-procedures-sure-memory",
            Sureness::Uncertain => "admin-procedures-sure-uncertain",
            Sureness::Illustrative => "admin-procedures-sure-illustrative",
        }
    }
}

/// How sure each part of a record is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certainty {
    /// The name.
    pub name: Sureness,
    /// The national code.
    pub code: Sureness,
    /// The time limit.
    pub limit: Sureness,
    /// The fee.
    pub fee: Sureness,
    /// The components of the dossier.
    pub components: Sureness,
    /// The legal basis.
    pub legal: Sureness,
    /// The steps; none where there are none.
    #[serde(default)]
    pub steps: Option<Sureness>,
}

/// A time limit (thời hạn giải quyết) as it is counted and as the source words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimit {
    /// How it is counted.
    pub limit: Limit,
    /// The words of the source; empty where it gives none.
    #[serde(default)]
    pub text: String,
}

/// Another time limit of the same procedure, for a case of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitVariant {
    /// In which case.
    pub case: String,
    /// Whether the case is that something must be verified (cần xác minh).
    #[serde(default)]
    pub with_verification: bool,
    /// How it is counted then.
    pub limit: Limit,
}

/// What is done with a paper of the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentKind {
    /// It is handed in and stays (phải nộp).
    Submit,
    /// It is shown and given back (xuất trình).
    Show,
}

impl ComponentKind {
    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            ComponentKind::Submit => "admin-procedures-submit",
            ComponentKind::Show => "admin-procedures-show",
        }
    }
}

/// One paper of the dossier (thành phần hồ sơ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// What it is, in the words of the source.
    pub name: String,
    /// Whether it is handed in or shown.
    pub kind: ComponentKind,
    /// Whether it is asked for only in some cases, which the name tells.
    #[serde(default)]
    pub is_conditional: bool,
}

/// One step of the internal process (quy trình nội bộ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is done.
    pub name: String,
    /// Who does it, in the words of the source.
    pub who: String,
    /// Word of the role that does it: `clerk`, `officer`, `unit_head`, `head` or `records_officer`.
    pub role: String,
    /// Working time it is given, eight hours a day; none where the source gives one time for several steps.
    pub minutes: Option<i64>,
    /// The same where something must be verified; none where the source has no such column.
    #[serde(default)]
    pub verification_minutes: Option<i64>,
    /// What comes out of it.
    #[serde(default)]
    pub output: String,
}

/// The words of roles that a step may name.
pub const STEP_ROLES: [&str; 5] = ["clerk", "officer", "unit_head", "head", "records_officer"];

/// What the register holds of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Number of the ISO document that describes it; empty when there is none.
    #[serde(default)]
    pub iso_code: String,
    /// Code in the national database of procedures, only where a source shows it.
    #[serde(default)]
    pub national_code: Option<String>,
    /// The national code as remembered, where no source shows it.
    #[serde(default)]
    pub remembered_code: Option<String>,
    /// Its name.
    pub name: String,
    /// Its sector (lĩnh vực).
    pub sector: String,
    /// Which level settles it.
    pub level: Level,
    /// Who settles it, in words.
    pub executing_agency: String,
    /// Its time limit; none where the source gives none that can be counted.
    #[serde(default)]
    pub limit: Option<TimeLimit>,
    /// Its other limits.
    #[serde(default)]
    pub variants: Vec<LimitVariant>,
    /// What the source says of the time where no limit can be counted.
    #[serde(default)]
    pub limit_note: String,
    /// The fee in đồng where it is one figure; 0 for free of charge.
    #[serde(default)]
    pub fee_vnd: Option<i64>,
    /// The fee in words, with what it is by channel.
    #[serde(default)]
    pub fee_text: String,
    /// The papers of a dossier.
    #[serde(default)]
    pub components: Vec<Component>,
    /// Acts it stands on.
    #[serde(default)]
    pub legal_basis: Vec<String>,
    /// How sure each part is.
    pub certainty: Certainty,
    /// Where the record is from.
    #[serde(default)]
    pub source: String,
    /// Its internal process; empty where none is known.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What the source says about the steps.
    #[serde(default)]
    pub steps_note: String,
    /// Whether the steps are made up to show how the program works.
    #[serde(default)]
    pub illustrative: bool,
    /// What the dossier asks beside its papers.
    #[serde(default)]
    pub fields: Option<Schema>,
    /// The paper that it ends with.
    #[serde(default)]
    pub result: Option<ResultTemplate>,
}

impl Facts {
    /// Notes how sure the parts are that differ from what was recorded before; the others stay as sure as they were.
    pub fn be_sure_of_changes(&mut self, before: Option<&Facts>, sureness: Sureness) {
        let steps_differ = before.is_none_or(|before| before.steps != self.steps);
        self.certainty.steps = match (self.steps.is_empty(), self.illustrative, steps_differ) {
            (true, _, _) => None,
            (_, true, _) => Some(Sureness::Illustrative),
            (_, _, true) => Some(sureness),
            _ => self.certainty.steps,
        };
        let Some(before) = before else {
            return;
        };
        let certainty = &mut self.certainty;
        for (differs, part) in [
            (before.name != self.name, &mut certainty.name),
            (before.national_code != self.national_code, &mut certainty.code),
            (before.limit != self.limit || before.variants != self.variants, &mut certainty.limit),
            ((before.fee_vnd, &before.fee_text) != (self.fee_vnd, &self.fee_text), &mut certainty.fee),
            (before.components != self.components, &mut certainty.components),
            (before.legal_basis != self.legal_basis, &mut certainty.legal),
        ] {
            if differs {
                *part = sureness;
            }
        }
    }
}

/// An administrative procedure (thủ tục hành chính) in one of its versions.
///
/// It reads as its facts: `procedure.name` is `procedure.facts.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Its id.
    pub id: i64,
    /// Its code in this register, such as `ho_tich/001`; never changes.
    pub code: String,
    /// Whose record this is.
    pub owner_agency_id: i64,
    /// First day of this version.
    pub from_on: Day,
    /// What is known of it.
    pub facts: Facts,
    /// How many events made it; also the number of this version.
    pub revision: i64,
}

impl Deref for Procedure {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// What may happen to a procedure's record. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ProcedureEvent {
    /// It was entered into the register.
    Entered {
        /// Its code.
        code: String,
        /// Whose record it is.
        owner_agency_id: i64,
        /// Since when it is as told.
        from_on: Day,
        /// What is known of it.
        facts: Box<Facts>,
    },
    /// What was recorded was wrong or incomplete; this is what holds.
    Corrected {
        /// Why.
        reason: String,
        /// All facts as they hold now.
        facts: Box<Facts>,
    },
    /// An act changed it from a day on; earlier dossiers keep the version before.
    Amended {
        /// By which act.
        act: String,
        /// From which day.
        from_on: Day,
        /// All facts from that day.
        facts: Box<Facts>,
    },
}

impl Record for Procedure {
    const KIND: &'static str = "admin_procedure";
    type Event = ProcedureEvent;

    fn begin(id: i64, event: &ProcedureEvent) -> Option<Procedure> {
        let ProcedureEvent::Entered { code, owner_agency_id, from_on, facts } = event else {
            return None;
        };
        Some(Procedure {
            id,
            code: code.clone(),
            owner_agency_id: *owner_agency_id,
            from_on: *from_on,
            facts: (**facts).clone(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &ProcedureEvent) {
        self.revision += 1;
        match event {
            ProcedureEvent::Entered { .. } => {}
            ProcedureEvent::Corrected { facts, .. } => self.facts = (**facts).clone(),
            ProcedureEvent::Amended { from_on, facts, .. } => {
                self.from_on = *from_on;
                self.facts = (**facts).clone();
            }
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

impl Procedure {
    /// The text that searches look in: name, codes, sector, and the first letters of the name's words.
    pub fn folded(&self) -> String {
        let name = fold(&self.facts.name);
        let initials: String = name.split(' ').filter_map(|word| word.chars().next()).collect();
        let codes = [
            self.facts.national_code.as_deref().unwrap_or_default(),
            self.facts.iso_code.as_str(),
            self.code.as_str(),
            self.facts.sector.as_str(),
        ];
        format!("{name} | {} | {initials}", fold(&codes.join(" ")))
    }

    /// Code of the rule its limit is counted by (`H`, `D`, `DC`, `S`, `C`); empty without a limit.
    pub fn limit_rule(&self) -> &'static str {
        self.facts.limit.as_ref().map_or("", |limit| rule_word(limit.limit))
    }

    /// The limit where something must be verified.
    pub fn verification_limit(&self) -> Option<Limit> {
        self.facts.variants.iter().find(|variant| variant.with_verification).map(|variant| variant.limit)
    }
}
