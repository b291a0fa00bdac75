//! The rules of accounts and appointments. Pure.

use super::model::{Account, AccountEvent, Appointment, AppointmentEvent};
use crate::dates::Day;
use crate::error::Refusals;
use crate::permissions::Role;

/// Fewest letters of a password outside the demo.
pub const SHORTEST_PASSWORD: usize = 12;
/// Most letters of a password: hashing longer ones only serves those who wish to tire the server.
pub const LONGEST_PASSWORD: usize = 128;

/// Why the rules refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The login has letters other than a-z, digits and `. _ - @`, or is shorter than 2 or longer than 64.
    LoginMalformed,
    /// Another account has this login.
    LoginTaken(String),
    /// The person's name is missing.
    NameMissing,
    /// The password is too short.
    PasswordShort,
    /// The password is too long.
    PasswordLong,
    /// The password holds the login, or only one letter.
    PasswordObvious,
    /// The new password was typed twice, differently.
    PasswordsDiffer,
    /// The present password is wrong.
    PasswordWrong,
    /// No agency has this code.
    AgencyUnknown(String),
    /// The end is not after the beginning.
    PeriodBackwards,
    /// The person has this role there already in that time.
    AppointedAlready,
    /// The appointment has ended already.
    EndedAlready,
    /// The account is switched off.
    AccountDisabled,
    /// The account is switched on.
    AccountEnabled,
    /// One does not switch off one's own account.
    OwnAccount,
    /// Somebody changed the record meanwhile.
    Stale,
}

impl From<Refusal> for crate::error::Refusal {
    fn from(reason: Refusal) -> crate::error::Refusal {
        use crate::error::Refusal as Told;
        match reason {
            Refusal::LoginMalformed => Told::new("accounts-refusal-login-malformed").field("login"),
            Refusal::LoginTaken(login) => {
                Told::new("accounts-refusal-login-taken").field("login").with("login", login)
            }
            Refusal::NameMissing => Told::new("accounts-refusal-name-missing").field("name"),
            Refusal::PasswordShort => Told::new("accounts-refusal-password-short")
                .field("password")
                .with("shortest", SHORTEST_PASSWORD),
            Refusal::PasswordLong => Told::new("accounts-refusal-password-long")
                .field("password")
                .with("longest", LONGEST_PASSWORD),
            Refusal::PasswordObvious => Told::new("accounts-refusal-password-obvious").field("password"),
            Refusal::PasswordsDiffer => Told::new("accounts-refusal-passwords-differ").field("again"),
            Refusal::PasswordWrong => Told::new("accounts-refusal-password-wrong").field("present"),
            Refusal::AgencyUnknown(code) => {
                Told::new("accounts-refusal-agency-unknown").field("agency").with("code", code)
            }
            Refusal::PeriodBackwards => Told::new("accounts-refusal-period-backwards").field("to_on"),
            Refusal::AppointedAlready => Told::new("accounts-refusal-appointed-already").field("role"),
            Refusal::EndedAlready => Told::new("accounts-refusal-ended-already"),
            Refusal::AccountDisabled => Told::new("accounts-refusal-account-disabled"),
            Refusal::AccountEnabled => Told::new("accounts-refusal-account-enabled"),
            Refusal::OwnAccount => Told::new("accounts-refusal-own-account"),
            Refusal::Stale => Told::new("accounts-refusal-stale"),
        }
    }
}

/// How strict passwords are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// In use: at least [`SHORTEST_PASSWORD`] letters, not obvious.
    Real,
    /// The demo on this machine: anything.
    Demo,
}

/// A login as it is stored and compared.
pub fn folded_login(typed: &str) -> String {
    typed.trim().to_ascii_lowercase()
}

/// What is wrong with a password.
pub fn password_faults(password: &str, login: &str, strictness: Strictness) -> Refusals {
    let mut reasons = Refusals::default();
    let letters = password.chars().count();
    if letters > LONGEST_PASSWORD {
        reasons.push(Refusal::PasswordLong);
    }
    if strictness == Strictness::Real {
        if letters < SHORTEST_PASSWORD {
            reasons.push(Refusal::PasswordShort);
        }
        let first = password.chars().next();
        let one_letter = password.chars().all(|letter| Some(letter) == first);
        if one_letter || (!login.is_empty() && password.to_lowercase().contains(login)) {
            reasons.push(Refusal::PasswordObvious);
        }
    } else if letters == 0 {
        reasons.push(Refusal::PasswordShort);
    }
    reasons
}

/// A new account.
#[derive(Debug, Clone)]
pub struct Open {
    /// In whose chain its events stand.
    pub owner_agency_id: i64,
    /// The login as typed.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// SHA-256 of the salted hash of the first password.
    pub password_commitment: String,
    /// Whether the first password serves only until the first sign-in.
    pub must_change: bool,
}

/// Opens an account; `taken` says whether the login is in use.
///
/// # Errors
/// Every reason at once.
pub fn open(taken: bool, command: &Open) -> Result<Vec<AccountEvent>, Refusals> {
    let login = folded_login(&command.login);
    let mut reasons = Refusals::default();
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || ".-_@".contains(letter);
    if !(2..=64).contains(&login.len()) || !login.chars().all(allowed) {
        reasons.push(Refusal::LoginMalformed);
    } else if taken {
        reasons.push(Refusal::LoginTaken(login.clone()));
    }
    if command.name.trim().is_empty() {
        reasons.push(Refusal::NameMissing);
    }
    let name = command.name.trim().to_owned();
    reasons.or(vec![
        AccountEvent::Opened { owner_agency_id: command.owner_agency_id, login, name },
        AccountEvent::PasswordSet {
            commitment: command.password_commitment.clone(),
            must_change: command.must_change,
        },
    ])
}

/// A new appointment.
#[derive(Debug, Clone)]
pub struct Appoint {
    /// The agency acted for.
    pub agency_id: i64,
    /// Its name today.
    pub agency_name: String,
    /// The unit of the agency.
    pub unit_id: Option<i64>,
    /// The role.
    pub role: Role,
    /// The first day.
    pub from_on: Day,
    /// The day after the last, if known.
    pub to_on: Option<Day>,
    /// For whom the person deputises.
    pub deputy_for: Option<String>,
}

/// Appoints the person of `account`, who has the appointments `present`.
///
/// # Errors
/// Every reason at once.
pub fn appoint(
    account: &Account,
    present: &[Appointment],
    command: &Appoint,
) -> Result<Vec<AppointmentEvent>, Refusals> {
    let mut reasons = Refusals::default();
    if account.disabled {
        reasons.push(Refusal::AccountDisabled);
    }
    if command.to_on.is_some_and(|to_on| to_on <= command.from_on) {
        reasons.push(Refusal::PeriodBackwards);
    }
    let overlaps = |other: &Appointment| {
        other.to_on.is_none_or(|to_on| command.from_on < to_on)
            && command.to_on.is_none_or(|to_on| other.from_on < to_on)
    };
    let same = |other: &&Appointment| {
        (other.agency_id, other.unit_id, other.role) == (command.agency_id, command.unit_id, command.role)
    };
    if present.iter().filter(same).any(overlaps) {
        reasons.push(Refusal::AppointedAlready);
    }
    reasons.or(vec![AppointmentEvent::Appointed {
        account_id: account.id,
        agency_id: command.agency_id,
        agency_name: command.agency_name.clone(),
        unit_id: command.unit_id,
        role: command.role,
        from_on: command.from_on,
        to_on: command.to_on,
        deputy_for: command.deputy_for.clone(),
    }])
}

/// Ends an appointment; `last_on` is its last day.
///
/// # Errors
/// Every reason at once.
pub fn end(appointment: &Appointment, last_on: Day, reason: &str) -> Result<Vec<AppointmentEvent>, Refusals> {
    let to_on = last_on.plus_days(1);
    let mut reasons = Refusals::default();
    if appointment.to_on.is_some_and(|present| present <= to_on) {
        reasons.push(Refusal::EndedAlready);
    }
    if to_on < appointment.from_on {
        reasons.push(Refusal::PeriodBackwards);
    }
    reasons.or(vec![AppointmentEvent::Ended { to_on, reason: reason.to_owned() }])
}

/// Switches signing in off.
///
/// # Errors
/// Every reason at once.
pub fn disable(account: &Account, actor: i64, reason: &str) -> Result<Vec<AccountEvent>, Refusals> {
    let mut reasons = Refusals::default();
    if account.disabled {
        reasons.push(Refusal::AccountDisabled);
    }
    if account.id == actor {
        reasons.push(Refusal::OwnAccount);
    }
    reasons.or(vec![AccountEvent::Disabled { reason: reason.to_owned() }])
}

/// Switches signing in on again.
///
/// # Errors
/// When it is on.
pub fn enable(account: &Account) -> Result<Vec<AccountEvent>, Refusals> {
    if account.disabled {
        Ok(vec![AccountEvent::Enabled])
    } else {
        Err(Refusals(vec![Refusal::AccountEnabled.into()]))
    }
}
