//! A process with its versions, and what may happen to it. Pure.

use platform::{Day, Record, Role};
use serde::{Deserialize, Serialize};

/// Where a version stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written; may be changed.
    Draft,
    /// In force: new dossiers are received under it.
    Published,
    /// No longer in force; dossiers received under it go on by it.
    Retired,
}

impl Status {
    /// The word in rows.
    pub fn word(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Published => "published",
            Status::Retired => "retired",
        }
    }

    /// The status of a word.
    pub fn of_word(word: &str) -> Option<Status> {
        [Status::Draft, Status::Published, Status::Retired].into_iter().find(|status| status.word() == word)
    }
}

/// Which role does the tasks of a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneRole {
    /// Id of the lane in the model.
    pub lane: String,
    /// Whose people do its tasks.
    pub role: Role,
}

/// One version of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: i64,
    /// Its number within the process, from 1.
    pub number: i64,
    /// Where it stands.
    pub status: Status,
    /// Where its file came from: the name of an uploaded file, or a word of the program.
    pub origin: String,
    /// SHA-256 of its BPMN file.
    pub file_hash: String,
    /// Content hash of its program; empty for a draft.
    pub program_hash: String,
    /// The role of each lane; empty for a draft.
    pub lanes: Vec<LaneRole>,
    /// Since when it is in force.
    pub published_on: Option<Day>,
    /// Since when it is no longer.
    pub retired_on: Option<Day>,
}

/// How one agency handles one procedure (quy trình giải quyết thủ tục hành chính).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Whose it is.
    pub agency_id: i64,
    /// Its id.
    pub id: i64,
    /// Its code in the agency's document list, such as `QT-HO-TICH-001`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The administrative procedure that it handles.
    pub procedure_id: i64,
    /// Whether its steps are made up to show how the program works.
    pub is_illustrative: bool,
    /// Its versions by number.
    pub versions: Vec<Version>,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to a process. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ProcessEvent {
    /// It was begun, without a version yet.
    Begun {
        /// Whose it is.
        agency_id: i64,
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// The procedure that it handles.
        procedure_id: i64,
        /// Whether its steps are made up.
        is_illustrative: bool,
    },
    /// A new version was drafted.
    Drafted {
        /// The version.
        version_id: i64,
        /// Where its file came from.
        origin: String,
        /// SHA-256 of the file.
        file_hash: String,
    },
    /// A draft got another file.
    Redrafted {
        /// The version.
        version_id: i64,
        /// Where the file came from.
        origin: String,
        /// SHA-256 of the file.
        file_hash: String,
    },
    /// A draft came into force; the version before it went out of force.
    Published {
        /// The version.
        version_id: i64,
        /// Content hash of its program.
        program_hash: String,
        /// The role of each lane.
        lanes: Vec<LaneRole>,
        /// From this day on.
        on: Day,
    },
    /// The version in force went out of force without another in its place.
    Retired {
        /// The version.
        version_id: i64,
        /// From this day on.
        on: Day,
        /// Why.
        reason: String,
    },
    /// Its code or name was wrong.
    Corrected {
        /// The right code.
        code: String,
        /// The right name.
        name: String,
        /// Why.
        reason: String,
    },
}

impl Record for Process {
    const KIND: &'static str = "process";
    type Event = ProcessEvent;

    fn begin(id: i64, event: &ProcessEvent) -> Option<Process> {
        let ProcessEvent::Begun { agency_id, code, name, procedure_id, is_illustrative } = event else {
            return None;
        };
        Some(Process {
            agency_id: *agency_id,
            id,
            code: code.clone(),
            name: name.clone(),
            procedure_id: *procedure_id,
            is_illustrative: *is_illustrative,
            versions: Vec::new(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &ProcessEvent) {
        self.revision += 1;
        match event {
            ProcessEvent::Begun { .. } => {}
            ProcessEvent::Drafted { version_id, origin, file_hash } => self.versions.push(Version {
                id: *version_id,
                number: self.versions.len() as i64 + 1,
                status: Status::Draft,
                origin: origin.clone(),
                file_hash: file_hash.clone(),
                program_hash: String::new(),
                lanes: Vec::new(),
                published_on: None,
                retired_on: None,
            }),
            ProcessEvent::Redrafted { version_id, origin, file_hash } => {
                if let Some(version) = self.version_mut(*version_id) {
                    version.origin.clone_from(origin);
                    version.file_hash.clone_from(file_hash);
                }
            }
            ProcessEvent::Published { version_id, program_hash, lanes, on } => {
                for version in &mut self.versions {
                    if version.status == Status::Published {
                        version.status = Status::Retired;
                        version.retired_on = Some(*on);
                    }
                }
                if let Some(version) = self.version_mut(*version_id) {
                    version.status = Status::Published;
                    version.program_hash.clone_from(program_hash);
                    version.lanes.clone_from(lanes);
                    version.published_on = Some(*on);
                }
            }
            ProcessEvent::Retired { version_id, on, .. } => {
                if let Some(version) = self.version_mut(*version_id) {
                    version.status = Status::Retired;
                    version.retired_on = Some(*on);
                }
            }
            ProcessEvent::Corrected { code, name, .. } => {
                self.code.clone_from(code);
                self.name.clone_from(name);
            }
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}

impl Process {
    /// The version of an id.
    pub fn version(&self, id: i64) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    fn version_mut(&mut self, id: i64) -> Option<&mut Version> {
        self.versions.iter_mut().find(|version| version.id == id)
    }

    /// The version that new dossiers are received under.
    pub fn in_force(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.status == Status::Published)
    }

    /// The version being written.
    pub fn draft(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.status == Status::Draft)
    }

    /// The text that searches look in.
    pub fn folded(&self) -> String {
        platform::search::fold(&format!("{} {}", self.code, self.name))
    }
}
