//! What an agency is over time, and the events that make it so.

use platform::search::fold;
use platform::{Day, KnownDate, Record};
use serde::{Deserialize, Serialize};

/// The level an agency counts in (cấp).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Ministries, what is under them, and their offices in the provinces (trung ương).
    Central,
    /// People's committees and their departments (địa phương).
    Local,
}

impl Level {
    /// Both levels.
    pub const ALL: [Level; 2] = [Level::Central, Level::Local];

    /// The word in files and rows.
    pub fn word(self) -> &'static str {
        match self {
            Level::Central => "central",
            Level::Local => "local",
        }
    }

    /// The level of a word.
    pub fn of_word(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// Whether an agency must apply the system (nghĩa vụ áp dụng).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obligation {
    /// It must (bắt buộc).
    Obliged,
    /// It is encouraged to (khuyến khích).
    Encouraged,
}

impl Obligation {
    /// Both.
    pub const ALL: [Obligation; 2] = [Obligation::Obliged, Obligation::Encouraged];

    /// The word in files and rows.
    pub fn word(self) -> &'static str {
        match self {
            Obligation::Obliged => "bat_buoc",
            Obligation::Encouraged => "khuyen_khich",
        }
    }

    /// The obligation of a word.
    pub fn of_word(word: &str) -> Option<Obligation> {
        Obligation::ALL.into_iter().find(|obligation| obligation.word() == word)
    }
}

/// How an agency ended or went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// It went into another (hợp nhất, sáp nhập).
    Merge,
    /// It was divided (chia, tách).
    Split,
    /// It bears another name since (đổi tên).
    Rename,
    /// It ended (giải thể).
    Abolish,
}

impl SuccessionKind {
    /// All four.
    pub const ALL: [SuccessionKind; 4] =
        [SuccessionKind::Merge, SuccessionKind::Split, SuccessionKind::Rename, SuccessionKind::Abolish];

    /// The word in files and rows.
    pub fn word(self) -> &'static str {
        match self {
            SuccessionKind::Merge => "merge",
            SuccessionKind::Split => "split",
            SuccessionKind::Rename => "rename",
            SuccessionKind::Abolish => "abolish",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<SuccessionKind> {
        SuccessionKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A name and when it was borne.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyName {
    /// First day; none when before what is recorded.
    pub from_on: Option<Day>,
    /// First day on which it was no longer borne.
    pub to_on: Option<Day>,
    /// The name.
    pub name: String,
}

/// What an agency was for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyPeriod {
    /// First day; none when before what is recorded.
    pub from_on: Option<Day>,
    /// First day on which it was so no longer.
    pub to_on: Option<Day>,
    /// Its kind, a code of the table of kinds.
    pub kind: String,
    /// Code of the agency directly above it, where that is neither a ministry nor a province.
    pub parent_code: Option<String>,
    /// Code of its ministry.
    pub ministry_code: Option<String>,
    /// Code of its province, of the map in force then.
    pub province_code: Option<String>,
    /// Code of its district.
    pub district_code: Option<String>,
    /// Code of its commune.
    pub commune_code: Option<String>,
    /// What the register says of its duty; none where the regulation alone decides.
    pub obligation: Option<Obligation>,
}

/// What the register holds of an agency, apart from its successors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyFacts {
    /// Its level.
    pub level: Level,
    /// First day of its existence; none when before what is recorded.
    pub from_on: Option<Day>,
    /// First day on which it existed no longer.
    pub to_on: Option<Day>,
    /// Its names, oldest first, at least one.
    pub names: Vec<AgencyName>,
    /// Its periods, oldest first, at least one.
    pub periods: Vec<AgencyPeriod>,
}

/// A step from an agency to what came after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// The agency that went on; none when abolished.
    pub successor_id: Option<i64>,
    /// Its code on the day of entry.
    pub successor_code: Option<String>,
    /// What happened.
    pub kind: SuccessionKind,
    /// When, as far as known.
    pub on: KnownDate,
    /// The act or the note it rests on; empty when not recorded.
    pub basis: String,
}

/// An agency as a legal identity (cơ quan).
///
/// A rename keeps the identity; merging, splitting and abolishing end it and lead to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its id.
    pub id: i64,
    /// Its code in this register.
    pub code: String,
    /// Whose record this is.
    pub owner_agency_id: i64,
    /// What is known of it.
    pub facts: AgencyFacts,
    /// What came after it.
    pub successions: Vec<Succession>,
    /// How many events made it.
    pub revision: i64,
}

/// What may happen to an agency's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AgencyEvent {
    /// It was entered into the register.
    Entered {
        /// Its code.
        code: String,
        /// Whose record it is.
        owner_agency_id: i64,
        /// What is known of it.
        facts: AgencyFacts,
    },
    /// What was entered was wrong or incomplete; this is what holds.
    Corrected {
        /// Why, in the words of who corrected.
        reason: String,
        /// All facts as they hold now.
        facts: AgencyFacts,
    },
    /// It bears a new name.
    Renamed {
        /// Since when, as far as known.
        on: KnownDate,
        /// The new name.
        name: String,
        /// The act it rests on.
        basis: String,
    },
    /// It became of another kind or place, or came under another agency.
    Reclassified {
        /// What it is since; its `from_on` is the day.
        period: AgencyPeriod,
        /// The act it rests on.
        basis: String,
    },
    /// It went on in another agency, or ended.
    Succeeded {
        /// The step.
        succession: Succession,
    },
    /// A step was recorded wrongly; this is what holds in its place.
    SuccessionCorrected {
        /// Which step, from 0.
        position: usize,
        /// The step as it holds now.
        succession: Succession,
        /// Why.
        reason: String,
    },
}

impl Record for Agency {
    const KIND: &'static str = "agency";
    type Event = AgencyEvent;

    fn begin(id: i64, event: &AgencyEvent) -> Option<Agency> {
        let AgencyEvent::Entered { code, owner_agency_id, facts } = event else {
            return None;
        };
        Some(Agency {
            id,
            code: code.clone(),
            owner_agency_id: *owner_agency_id,
            facts: facts.clone(),
            successions: Vec::new(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &AgencyEvent) {
        self.revision += 1;
        match event {
            AgencyEvent::Entered { .. } => {}
            AgencyEvent::Corrected { facts, .. } => self.facts = facts.clone(),
            AgencyEvent::Renamed { on, name, .. } => self.rename(on.counts_from(), name),
            AgencyEvent::Reclassified { period, .. } => {
                if let Some(last) = self.facts.periods.last_mut() {
                    last.to_on = period.from_on;
                }
                self.facts.periods.push(period.clone());
            }
            AgencyEvent::Succeeded { succession } => {
                self.successions.push(succession.clone());
                self.end_with_successions();
            }
            AgencyEvent::SuccessionCorrected { position, succession, .. } => {
                if let Some(held) = self.successions.get_mut(*position) {
                    *held = succession.clone();
                }
                self.end_with_successions();
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

impl Agency {
    fn rename(&mut self, on: Day, name: &str) {
        if let Some(last) = self.facts.names.last_mut() {
            last.to_on = Some(on);
        }
        self.facts.names.push(AgencyName { from_on: Some(on), to_on: None, name: name.to_owned() });
    }

    /// The existence ends with the earliest step that leads to another agency or to none.
    fn end_with_successions(&mut self) {
        let ended = self
            .successions
            .iter()
            .filter(|step| {
                step.kind != SuccessionKind::Rename || step.successor_id.is_some_and(|id| id != self.id)
            })
            .map(|step| step.on.counts_from())
            .min();
        if ended.is_some() {
            self.facts.to_on = ended;
        }
    }

    /// The name it bears now, or bore last.
    pub fn name(&self) -> &str {
        self.facts.names.last().map_or("", |name| name.name.as_str())
    }

    /// The name it bore on `day`; the nearest one for a day outside its names.
    pub fn name_on(&self, day: Day) -> &str {
        let holds = |name: &&AgencyName| holds_on(name.from_on, name.to_on, day);
        let names = &self.facts.names;
        match names.iter().find(holds) {
            Some(name) => &name.name,
            None if names.first().and_then(|name| name.from_on).is_some_and(|from_on| day < from_on) => {
                &names[0].name
            }
            None => self.name(),
        }
    }

    /// What it is now, or was last.
    pub fn period(&self) -> &AgencyPeriod {
        // Entering and correcting refuse an agency without a period.
        &self.facts.periods[self.facts.periods.len() - 1]
    }

    /// What it was on `day`; the nearest period for a day outside its periods.
    pub fn period_on(&self, day: Day) -> &AgencyPeriod {
        let periods = &self.facts.periods;
        match periods.iter().find(|period| holds_on(period.from_on, period.to_on, day)) {
            Some(period) => period,
            None if periods[0].from_on.is_some_and(|from_on| day < from_on) => &periods[0],
            None => self.period(),
        }
    }

    /// Whether it existed on `day`.
    pub fn exists_on(&self, day: Day) -> bool {
        holds_on(self.facts.from_on, self.facts.to_on, day)
    }

    /// The text searches look in: its code and every name it bore, without accents.
    pub fn folded(&self) -> String {
        let mut text = self.code.clone();
        for name in &self.facts.names {
            text.push(' ');
            text.push_str(&name.name);
        }
        fold(&text)
    }
}

/// Whether a half-open period holds `day`.
pub(crate) fn holds_on(from_on: Option<Day>, to_on: Option<Day>, day: Day) -> bool {
    from_on.is_none_or(|from_on| from_on <= day) && to_on.is_none_or(|to_on| day < to_on)
}
