//! A procedure that an agency has switched on, and the counters that receive for it. Pure.

use platform::{Day, Record};
use serde::{Deserialize, Serialize};

/// What a request for supplements does to the clock of a dossier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The whole time runs again from the day the papers come (tính lại từ đầu).
    #[default]
    Restart,
    /// The clock stands while the citizen has the request, then goes on (tạm dừng rồi tính tiếp).
    PauseResume,
    /// The clock goes on (vẫn tính).
    Continue,
    /// The dossier ends; papers that come later are a new one (kết thúc hồ sơ).
    End,
}

impl Policy {
    /// Every policy, in the order of forms.
    pub const ALL: [Policy; 4] = [Policy::Restart, Policy::PauseResume, Policy::Continue, Policy::End];

    /// The word stored in rows.
    pub fn word(self) -> &'static str {
        match self {
            Policy::Restart => "restart",
            Policy::PauseResume => "pause_resume",
            Policy::Continue => "continue",
            Policy::End => "end",
        }
    }

    /// The policy of a stored word.
    pub fn of_word(word: &str) -> Option<Policy> {
        Policy::ALL.into_iter().find(|policy| policy.word() == word)
    }
}

/// From a day on, the policy that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFrom {
    /// The first day.
    pub from_on: Day,
    /// What holds.
    pub policy: Policy,
}

/// An administrative procedure that an agency has switched on (thủ tục cơ quan đang tiếp nhận).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The agency that handles it.
    pub agency_id: i64,
    /// Its id.
    pub id: i64,
    /// The procedure.
    pub procedure_id: i64,
    /// The procedure's code, as the register had it when this was switched on.
    pub procedure_code: String,
    /// The procedure's name, as the register had it when this was switched on.
    pub procedure_name: String,
    /// The words by which counters find it, without accents.
    pub folded: String,
    /// The unit whose work it is, where the agency has units.
    pub unit_id: Option<i64>,
    /// What requests for supplements do to the clock, by first days; before the first, and where there is none,
    /// the time runs again.
    pub policies: Vec<PolicyFrom>,
    /// Whether counters offer it.
    pub is_active: bool,
    /// How many events made it what it is.
    pub revision: i64,
}

impl Service {
    /// What a request for supplements of this day does to the clock.
    pub fn policy_on(&self, day: Day) -> Policy {
        let held = self.policies.iter().rfind(|held| held.from_on <= day);
        held.map(|held| held.policy).unwrap_or_default()
    }

    fn set_policy(&mut self, new: PolicyFrom) {
        self.policies.retain(|held| held.from_on != new.from_on);
        self.policies.push(new);
        self.policies.sort_by_key(|held| held.from_on);
    }
}

/// What may happen to a service. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ServiceEvent {
    /// It was switched on for the first time.
    SwitchedOn {
        /// The agency that handles it.
        agency_id: i64,
        /// The procedure.
        procedure_id: i64,
        /// Its code.
        procedure_code: String,
        /// Its name.
        procedure_name: String,
        /// The words by which it is found, without accents.
        folded: String,
        /// The unit whose work it is.
        unit_id: Option<i64>,
    },
    /// It was switched off: nothing new is received.
    SwitchedOff {
        /// Why.
        reason: String,
    },
    /// It was switched on again, under the register's code and name of that day.
    SwitchedOnAgain {
        /// The procedure's code.
        procedure_code: String,
        /// Its name.
        procedure_name: String,
        /// The words by which it is found, without accents.
        folded: String,
    },
    /// It became another unit's work.
    GivenTo {
        /// The unit whose work it is.
        unit_id: Option<i64>,
    },
    /// From a day on, requests for supplements do this to the clock.
    PolicySet {
        /// From when, and what.
        policy: PolicyFrom,
        /// By which rule of the agency.
        reason: String,
    },
}

impl Record for Service {
    const KIND: &'static str = "service";
    type Event = ServiceEvent;

    fn begin(id: i64, event: &ServiceEvent) -> Option<Service> {
        let ServiceEvent::SwitchedOn {
            agency_id,
            procedure_id,
            procedure_code,
            procedure_name,
            folded,
            unit_id,
        } = event
        else {
            return None;
        };
        Some(Service {
            agency_id: *agency_id,
            id,
            procedure_id: *procedure_id,
            procedure_code: procedure_code.clone(),
            procedure_name: procedure_name.clone(),
            folded: folded.clone(),
            unit_id: *unit_id,
            policies: Vec::new(),
            is_active: true,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &ServiceEvent) {
        self.revision += 1;
        match event {
            ServiceEvent::SwitchedOn { .. } => {}
            ServiceEvent::SwitchedOff { .. } => self.is_active = false,
            ServiceEvent::SwitchedOnAgain { procedure_code, procedure_name, folded } => {
                self.is_active = true;
                self.folded.clone_from(folded);
                self.procedure_code.clone_from(procedure_code);
                self.procedure_name.clone_from(procedure_name);
            }
            ServiceEvent::GivenTo { unit_id } => self.unit_id = *unit_id,
            ServiceEvent::PolicySet { policy, .. } => self.set_policy(*policy),
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}

/// The counter of another agency that receives for this one (nơi tiếp nhận hộ).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The agency that handles what is received.
    pub agency_id: i64,
    /// Its id.
    pub id: i64,
    /// The agency whose counter receives.
    pub desk_agency_id: i64,
    /// The first day.
    pub from_on: Day,
    /// The day after the last; none while it has no end.
    pub to_on: Option<Day>,
    /// Whether the other agency has agreed.
    pub is_accepted: bool,
    /// How many events made it what it is.
    pub revision: i64,
}

impl Desk {
    /// Whether that counter may receive on this day.
    pub fn receives_on(&self, day: Day) -> bool {
        self.is_accepted && self.from_on <= day && self.to_on.is_none_or(|to_on| day < to_on)
    }
}

/// What may happen to a desk. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DeskEvent {
    /// The handling agency proposed it.
    Proposed {
        /// The agency that handles what is received.
        agency_id: i64,
        /// The agency whose counter is to receive.
        desk_agency_id: i64,
        /// The first day.
        from_on: Day,
    },
    /// The other agency agreed.
    Accepted,
    /// It ends.
    Ended {
        /// The day after the last.
        to_on: Day,
        /// Why.
        reason: String,
    },
    /// It was proposed anew after it had ended.
    ProposedAgain {
        /// The first day.
        from_on: Day,
    },
}

impl Record for Desk {
    const KIND: &'static str = "desk";
    type Event = DeskEvent;

    fn begin(id: i64, event: &DeskEvent) -> Option<Desk> {
        let DeskEvent::Proposed { agency_id, desk_agency_id, from_on } = event else {
            return None;
        };
        Some(Desk {
            agency_id: *agency_id,
            id,
            desk_agency_id: *desk_agency_id,
            from_on: *from_on,
            to_on: None,
            is_accepted: false,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &DeskEvent) {
        self.revision += 1;
        match event {
            DeskEvent::Proposed { .. } => {}
            DeskEvent::Accepted => self.is_accepted = true,
            DeskEvent::Ended { to_on, .. } => self.to_on = Some(*to_on),
            DeskEvent::ProposedAgain { from_on } => {
                self.from_on = *from_on;
                self.to_on = None;
                self.is_accepted = false;
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
