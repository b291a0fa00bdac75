//! The rules of services and desks. Pure.

use super::model::{Desk, DeskEvent, PolicyFrom, Service, ServiceEvent};
use platform::{Day, Refusals, Role};

/// Why the rules refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is on already.
    OnAlready,
    /// It is off already.
    OffAlready,
    /// No such procedure is in the register.
    ProcedureUnknown,
    /// The agency has no such unit, or it is closed.
    UnitUnknown,
    /// It is that unit's work already.
    SameUnit,
    /// A reason is missing.
    ReasonMissing,
    /// The rule would change what was decided already: its first day is before today.
    PolicyInThePast,
    /// That rule holds already on that day.
    SamePolicy,
    /// An agency's own counter needs no permission.
    OwnDesk,
    /// The register of agencies does not have it.
    AgencyUnknown(String),
    /// It was proposed already and has not ended.
    DeskProposed,
    /// The other agency has agreed already.
    DeskAccepted,
    /// It has ended already.
    DeskEnded,
    /// It would end before it begins.
    PeriodBackwards,
    /// No procedure was chosen.
    NothingChosen,
    /// The unit that is to be closed is in charge of so many services that are switched on.
    UnitInCharge(i64),
    /// Nobody in the unit that is to be in charge holds a role that the process has: role and unit.
    UnitWithout(Role, String),
    /// Somebody has changed it meanwhile.
    Stale,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        use platform::Refusal as Told;
        match reason {
            Refusal::OnAlready => Told::new("services-refusal-on-already").field("procedure"),
            Refusal::OffAlready => Told::new("services-refusal-off-already"),
            Refusal::ProcedureUnknown => Told::new("services-refusal-procedure-unknown").field("procedure"),
            Refusal::UnitUnknown => Told::new("services-refusal-unit-unknown").field("unit"),
            Refusal::SameUnit => Told::new("services-refusal-same-unit").field("unit"),
            Refusal::ReasonMissing => Told::new("services-refusal-reason-missing").field("reason"),
            Refusal::PolicyInThePast => Told::new("services-refusal-policy-in-the-past").field("from_on"),
            Refusal::SamePolicy => Told::new("services-refusal-same-policy").field("policy"),
            Refusal::OwnDesk => Told::new("services-refusal-own-desk").field("agency"),
            Refusal::AgencyUnknown(code) => {
                Told::new("services-refusal-agency-unknown").field("agency").with("code", code)
            }
            Refusal::DeskProposed => Told::new("services-refusal-desk-proposed").field("agency"),
            Refusal::DeskAccepted => Told::new("services-refusal-desk-accepted"),
            Refusal::DeskEnded => Told::new("services-refusal-desk-ended"),
            Refusal::PeriodBackwards => Told::new("services-refusal-period-backwards").field("last_on"),
            Refusal::NothingChosen => Told::new("services-refusal-nothing-chosen"),
            Refusal::UnitInCharge(count) => Told::new("services-refusal-unit-in-charge").with("count", count),
            Refusal::UnitWithout(role, unit) => {
                let is_lead = role == Role::UnitHead;
                let key = if is_lead {
                    "services-refusal-without-unit-head"
                } else {
                    "services-refusal-without-officer"
                };
                Told::new(key).field("unit").with("unit", unit)
            }
            Refusal::Stale => Told::new("services-refusal-stale"),
        }
    }
}

/// A procedure as the register has it on the day it is switched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The words by which it is found, without accents.
    pub folded: String,
}

/// Switches a procedure on for an agency; `unit_id` is the unit whose work it is to be.
///
/// # Errors
/// When it is on already.
pub fn switch_on(
    held: Option<&Service>,
    procedure: &Named,
    (agency_id, unit_id): (i64, Option<i64>),
) -> Result<Vec<ServiceEvent>, Refusals> {
    let Some(held) = held else {
        return Ok(vec![ServiceEvent::SwitchedOn {
            agency_id,
            procedure_id: procedure.id,
            procedure_code: procedure.code.clone(),
            procedure_name: procedure.name.clone(),
            folded: procedure.folded.clone(),
            unit_id,
        }]);
    };
    if held.is_active {
        return Err(Refusals(vec![Refusal::OnAlready.into()]));
    }
    let mut events = vec![ServiceEvent::SwitchedOnAgain {
        procedure_code: procedure.code.clone(),
        procedure_name: procedure.name.clone(),
        folded: procedure.folded.clone(),
    }];
    if held.unit_id != unit_id {
        events.push(ServiceEvent::GivenTo { unit_id });
    }
    Ok(events)
}

/// Switches it off.
///
/// # Errors
/// Every reason at once.
pub fn switch_off(service: &Service, reason: &str) -> Result<Vec<ServiceEvent>, Refusals> {
    let mut reasons = Refusals::default();
    if !service.is_active {
        reasons.push(Refusal::OffAlready);
    }
    if reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    }
    reasons.or(vec![ServiceEvent::SwitchedOff { reason: reason.trim().to_owned() }])
}

/// Makes it the work of another unit.
///
/// # Errors
/// When it is that unit's already.
pub fn give_to(service: &Service, unit_id: Option<i64>) -> Result<Vec<ServiceEvent>, Refusals> {
    if service.unit_id == unit_id {
        return Err(Refusals(vec![Refusal::SameUnit.into()]));
    }
    Ok(vec![ServiceEvent::GivenTo { unit_id }])
}

/// Sets what requests for supplements do to the clock, from a day on that is not past.
///
/// # Errors
/// Every reason at once.
pub fn set_policy(
    service: &Service,
    (policy, reason): (PolicyFrom, &str),
    today: Day,
) -> Result<Vec<ServiceEvent>, Refusals> {
    let mut reasons = Refusals::default();
    if policy.from_on < today {
        reasons.push(Refusal::PolicyInThePast);
    }
    if service.policy_on(policy.from_on) == policy.policy {
        reasons.push(Refusal::SamePolicy);
    }
    if reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    }
    reasons.or(vec![ServiceEvent::PolicySet { policy, reason: reason.trim().to_owned() }])
}

/// Proposes that the counter of another agency receive for this one from a day on.
///
/// # Errors
/// Every reason at once.
pub fn propose(
    held: Option<&Desk>,
    (agency_id, desk_agency_id): (i64, i64),
    (from_on, today): (Day, Day),
) -> Result<Vec<DeskEvent>, Refusals> {
    if agency_id == desk_agency_id {
        return Err(Refusals(vec![Refusal::OwnDesk.into()]));
    }
    match held {
        None => Ok(vec![DeskEvent::Proposed { agency_id, desk_agency_id, from_on }]),
        Some(desk) if desk.to_on.is_some_and(|to_on| to_on <= today.max(from_on)) => {
            Ok(vec![DeskEvent::ProposedAgain { from_on }])
        }
        Some(_) => Err(Refusals(vec![Refusal::DeskProposed.into()])),
    }
}

/// The other agency agrees.
///
/// # Errors
/// When it has agreed already, or it has ended.
pub fn accept(desk: &Desk, today: Day) -> Result<Vec<DeskEvent>, Refusals> {
    let mut reasons = Refusals::default();
    if desk.is_accepted {
        reasons.push(Refusal::DeskAccepted);
    }
    if desk.to_on.is_some_and(|to_on| to_on <= today) {
        reasons.push(Refusal::DeskEnded);
    }
    reasons.or(vec![DeskEvent::Accepted])
}

/// Ends it; `last_on` is the last day on which that counter receives.
///
/// # Errors
/// Every reason at once.
pub fn end(desk: &Desk, last_on: Day, reason: &str) -> Result<Vec<DeskEvent>, Refusals> {
    let to_on = last_on.plus_days(1);
    let mut reasons = Refusals::default();
    if desk.to_on.is_some_and(|present| present <= to_on) {
        reasons.push(Refusal::DeskEnded);
    }
    if to_on < desk.from_on {
        reasons.push(Refusal::PeriodBackwards);
    }
    if reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    }
    reasons.or(vec![DeskEvent::Ended { to_on, reason: reason.trim().to_owned() }])
}
