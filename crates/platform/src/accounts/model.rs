//! An account and an appointment as the folds of their events.

use crate::dates::Day;
use crate::permissions::Role;
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// A person who signs in (tài khoản).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: i64,
    /// In whose chain its events stand: the agency of its first appointment.
    pub owner_agency_id: i64,
    /// The name typed to sign in, in small letters.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Whether signing in is switched off.
    pub disabled: bool,
    /// Whether the next sign-in must set a new password.
    pub must_change_password: bool,
    /// SHA-256 of the salted password hash.
    pub password_commitment: String,
    /// SHA-256 of the sealed second-factor secret, once there is one.
    pub second_factor_commitment: Option<String>,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What may happen to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AccountEvent {
    /// It began.
    Opened {
        /// In whose chain its events stand.
        owner_agency_id: i64,
        /// The name typed to sign in.
        login: String,
        /// The person's name.
        name: String,
    },
    /// The person's name was corrected.
    Renamed {
        /// The name now.
        name: String,
    },
    /// A password was set.
    PasswordSet {
        /// SHA-256 of its salted hash.
        commitment: String,
        /// Whether it serves only until the next sign-in.
        must_change: bool,
    },
    /// A second factor was enrolled.
    SecondFactorSet {
        /// SHA-256 of its sealed secret.
        commitment: String,
    },
    /// The second factor was taken away, so that a new one can be enrolled.
    SecondFactorCleared,
    /// Signing in was switched off.
    Disabled {
        /// Why.
        reason: String,
    },
    /// Signing in was switched on again.
    Enabled,
}

impl Record for Account {
    const KIND: &'static str = "account";
    type Event = AccountEvent;

    fn begin(id: i64, event: &AccountEvent) -> Option<Account> {
        let AccountEvent::Opened { owner_agency_id, login, name } = event else {
            return None;
        };
        Some(Account {
            id,
            owner_agency_id: *owner_agency_id,
            login: login.clone(),
            name: name.clone(),
            disabled: false,
            must_change_password: false,
            password_commitment: String::new(),
            second_factor_commitment: None,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &AccountEvent) {
        self.revision += 1;
        match event {
            AccountEvent::Opened { .. } => {}
            AccountEvent::Renamed { name } => self.name.clone_from(name),
            AccountEvent::PasswordSet { commitment, must_change } => {
                self.password_commitment.clone_from(commitment);
                self.must_change_password = *must_change;
            }
            AccountEvent::SecondFactorSet { commitment } => {
                self.second_factor_commitment = Some(commitment.clone());
            }
            AccountEvent::SecondFactorCleared => self.second_factor_commitment = None,
            AccountEvent::Disabled { .. } => self.disabled = true,
            AccountEvent::Enabled => self.disabled = false,
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

/// A dated appointment (bổ nhiệm, phân công): for whom and in which role a person acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: i64,
    /// In whose chain its events stand: the agency acted for.
    pub owner_agency_id: i64,
    /// Who is appointed.
    pub account_id: i64,
    /// The agency acted for.
    pub agency_id: i64,
    /// The agency's name on the day of appointment.
    pub agency_name: String,
    /// The unit of the agency, where the person works in one.
    pub unit_id: Option<i64>,
    /// The role.
    pub role: Role,
    /// The first day.
    pub from_on: Day,
    /// The day after the last; none while it has no end.
    pub to_on: Option<Day>,
    /// For whom the person deputises, in words.
    pub deputy_for: Option<String>,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What may happen to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AppointmentEvent {
    /// It began.
    Appointed {
        /// Who is appointed.
        account_id: i64,
        /// The agency acted for.
        agency_id: i64,
        /// The agency's name on that day.
        agency_name: String,
        /// The unit of the agency.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit_id: Option<i64>,
        /// The role.
        role: Role,
        /// The first day.
        from_on: Day,
        /// The day after the last, if that is known already.
        to_on: Option<Day>,
        /// For whom the person deputises.
        deputy_for: Option<String>,
    },
    /// It was given an end.
    Ended {
        /// The day after the last.
        to_on: Day,
        /// Why.
        reason: String,
    },
}

impl Appointment {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to_on| day < to_on)
    }
}

impl Record for Appointment {
    const KIND: &'static str = "appointment";
    type Event = AppointmentEvent;

    fn begin(id: i64, event: &AppointmentEvent) -> Option<Appointment> {
        let AppointmentEvent::Appointed {
            account_id,
            agency_id,
            agency_name,
            unit_id,
            role,
            from_on,
            to_on,
            deputy_for,
        } = event
        else {
            return None;
        };
        Some(Appointment {
            id,
            owner_agency_id: *agency_id,
            account_id: *account_id,
            agency_id: *agency_id,
            agency_name: agency_name.clone(),
            unit_id: *unit_id,
            role: *role,
            from_on: *from_on,
            to_on: *to_on,
            deputy_for: deputy_for.clone(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &AppointmentEvent) {
        self.revision += 1;
        if let AppointmentEvent::Ended { to_on, .. } = event {
            self.to_on = Some(*to_on);
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}
