//! The rules of entering, correcting and amending procedures. Pure.

use super::model::{Facts, Procedure, ProcedureEvent, STEP_ROLES};
use platform::{Day, Refusals};
use workdays::{Amount, Limit, WorkingTime};

/// The longest limit that any act gives, in days; hours of working time at most so many days of eight hours.
const MOST_DAYS: i64 = 1_000;
/// The shortest limit in working time: a quarter of an hour.
const LEAST_MINUTES: i64 = 15;
/// The most papers, steps, bases or other limits of a procedure.
const MOST_LINES: usize = 100;
/// The longest text of one entry, in signs, and the longest code in another register.
const LONGEST: usize = 2_000;
const LONGEST_CODE: usize = 100;
/// The first year of the acts of the State, and so many years ahead an act may begin.
const FIRST_YEAR: i16 = 1945;
const YEARS_AHEAD: i64 = 10;

/// Why an act on a procedure is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The code is none: `linh_vuc/so`.
    CodeUnfit(String),
    /// Another procedure has this code.
    CodeTaken(String),
    /// There is no name.
    NameMissing,
    /// There is no sector.
    SectorMissing,
    /// It is not said who settles it.
    AgencyMissing,
    /// The limit cannot be counted.
    LimitUnfit(String),
    /// The limit is longer or shorter than any that acts give.
    LimitOutside(String),
    /// A text is too long.
    TextTooLong {
        /// The field.
        field: &'static str,
        /// The most signs.
        most: usize,
    },
    /// There are too many lines of a kind.
    TooManyLines(&'static str),
    /// The day from which it is as told is none of any act.
    DayOutside {
        /// The first day that may be.
        first: Day,
        /// The last.
        last: Day,
    },
    /// A fee is not less than nothing.
    FeeNegative,
    /// A paper of the dossier has no name.
    ComponentUnnamed(usize),
    /// A step has no name or nobody who does it.
    StepUnnamed(usize),
    /// A step names a role that no process knows.
    StepRoleUnknown(usize, String),
    /// A step takes no time or less.
    StepTimeUnfit(usize),
    /// A paper may only name fields that the procedure has.
    PlaceUnknown(String),
    /// The act that changes it is missing.
    ActMissing,
    /// A version begins before the one it follows, or after today.
    FromUnfit {
        /// First day of the version before.
        first: Day,
        /// Today.
        today: Day,
    },
    /// No reason is given.
    ReasonMissing,
    /// Nothing would change.
    NothingChanges,
    /// Somebody else has changed the record meanwhile.
    Stale,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        use Refusal as R;
        let new = platform::Refusal::new;
        match reason {
            R::CodeUnfit(code) => new("admin-procedures-refusal-code").field("code").with("code", code),
            R::CodeTaken(code) => new("admin-procedures-refusal-code-taken").field("code").with("code", code),
            R::NameMissing => new("admin-procedures-refusal-name").field("name"),
            R::SectorMissing => new("admin-procedures-refusal-sector").field("sector"),
            R::AgencyMissing => new("admin-procedures-refusal-agency").field("executing_agency"),
            R::LimitUnfit(text) => {
                new("admin-procedures-refusal-limit").field("limit_amount").with("text", text)
            }
            R::LimitOutside(text) => new("admin-procedures-refusal-limit-outside")
                .field("limit_amount")
                .with("text", text)
                .with("most", MOST_DAYS)
                .with("least", LEAST_MINUTES),
            R::TextTooLong { field, most } => {
                new("admin-procedures-refusal-text-too-long").field(field).with("most", most)
            }
            R::TooManyLines(field) => {
                new("admin-procedures-refusal-too-many-lines").field(field).with("most", MOST_LINES)
            }
            R::DayOutside { first, last } => new("admin-procedures-refusal-day-outside")
                .field("from_on")
                .with("first", first.vietnamese())
                .with("last", last.vietnamese()),
            R::FeeNegative => new("admin-procedures-refusal-fee").field("fee_vnd"),
            R::ComponentUnnamed(at) => {
                new("admin-procedures-refusal-component").field("components").with("at", at)
            }
            R::StepUnnamed(at) => new("admin-procedures-refusal-step").field("steps").with("at", at),
            R::StepRoleUnknown(at, role) => {
                new("admin-procedures-refusal-step-role").field("steps").with("at", at).with("role", role)
            }
            R::StepTimeUnfit(at) => new("admin-procedures-refusal-step-time").field("steps").with("at", at),
            R::PlaceUnknown(place) => {
                new("admin-procedures-template-place").field("result").with("place", place)
            }
            R::ActMissing => new("admin-procedures-refusal-act").field("act"),
            R::FromUnfit { first, today } => new("admin-procedures-refusal-from")
                .field("from_on")
                .with("first", first.vietnamese())
                .with("today", today.vietnamese()),
            R::ReasonMissing => new("admin-procedures-refusal-reason").field("reason"),
            R::NothingChanges => new("admin-procedures-refusal-nothing-changes"),
            R::Stale => new("admin-procedures-refusal-stale"),
        }
    }
}

/// A new procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enter {
    /// Its code.
    pub code: String,
    /// Since when it is as told.
    pub from_on: Day,
    /// What is known of it.
    pub facts: Facts,
}

/// A correction: what was recorded was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correct {
    /// The revision seen.
    pub revision: i64,
    /// Why.
    pub reason: String,
    /// What is right.
    pub facts: Facts,
}

/// A change by an act, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amend {
    /// The revision seen.
    pub revision: i64,
    /// By which act.
    pub act: String,
    /// From which day.
    pub from_on: Day,
    /// What holds from that day.
    pub facts: Facts,
}

/// Whether a text is a code of this register: `linh_vuc/so`.
fn is_code(text: &str) -> bool {
    let fits = |part: &str| {
        let byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        !part.is_empty() && part.len() <= 40 && part.bytes().all(byte)
    };
    text.split_once('/').is_some_and(|(sector, number)| fits(sector) && fits(number))
}

/// Whether some act could give this limit.
fn is_usual(limit: Limit) -> bool {
    match limit.amount() {
        Amount::Days(days) => days <= MOST_DAYS,
        Amount::Time(time) => {
            let least = WorkingTime::hours(1).micros() * LEAST_MINUTES / 60;
            (least..=WorkingTime::hours(MOST_DAYS * 8).micros()).contains(&time.micros())
        }
    }
}

/// What is longer than an entry of the register can be.
fn sizes(facts: &Facts, refusals: &mut Refusals) {
    let texts: [(&'static str, Vec<&String>); 10] = [
        ("name", vec![&facts.name]),
        ("sector", vec![&facts.sector]),
        ("executing_agency", vec![&facts.executing_agency]),
        ("limit_text", facts.limit.iter().map(|limit| &limit.text).chain([&facts.limit_note]).collect()),
        ("variants", facts.variants.iter().map(|variant| &variant.case).collect()),
        ("fee_text", vec![&facts.fee_text]),
        ("components", facts.components.iter().map(|component| &component.name).collect()),
        ("legal_basis", facts.legal_basis.iter().collect()),
        ("steps", facts.steps.iter().flat_map(|step| [&step.name, &step.who, &step.output]).collect()),
        ("source", vec![&facts.source, &facts.steps_note]),
    ];
    let codes = [
        ("iso_code", vec![&facts.iso_code]),
        ("national_code", facts.national_code.iter().chain(&facts.remembered_code).collect()),
    ];
    for (texts, most) in [(texts.as_slice(), LONGEST), (codes.as_slice(), LONGEST_CODE)] {
        for (field, texts) in texts {
            if texts.iter().any(|text| text.chars().count() > most) {
                refusals.push(Refusal::TextTooLong { field, most });
            }
        }
    }
    let lines = [
        ("variants", facts.variants.len()),
        ("components", facts.components.len()),
        ("legal_basis", facts.legal_basis.len()),
        ("steps", facts.steps.len()),
    ];
    for (field, _) in lines.into_iter().filter(|(_, count)| *count > MOST_LINES) {
        refusals.push(Refusal::TooManyLines(field));
    }
}

/// Everything that is wrong with the facts of a procedure.
pub fn faults(facts: &Facts) -> Refusals {
    let mut refusals = Refusals::default();
    sizes(facts, &mut refusals);
    let missing = [
        (&facts.name, Refusal::NameMissing),
        (&facts.sector, Refusal::SectorMissing),
        (&facts.executing_agency, Refusal::AgencyMissing),
    ];
    for (_, reason) in missing.into_iter().filter(|(text, _)| text.trim().is_empty()) {
        refusals.push(reason);
    }
    let limits = facts.limit.iter().map(|limit| limit.limit);
    for limit in limits.chain(facts.variants.iter().map(|variant| variant.limit)) {
        if limit.check().is_err() {
            refusals.push(Refusal::LimitUnfit(super::limits::amount_word(limit)));
        } else if !is_usual(limit) {
            refusals.push(Refusal::LimitOutside(super::limits::amount_word(limit)));
        }
    }
    if facts.fee_vnd.is_some_and(|fee| fee < 0) {
        refusals.push(Refusal::FeeNegative);
    }
    for (at, component) in (1..).zip(&facts.components) {
        if component.name.trim().is_empty() {
            refusals.push(Refusal::ComponentUnnamed(at));
        }
    }
    for (at, step) in (1..).zip(&facts.steps) {
        if step.name.trim().is_empty() || step.who.trim().is_empty() {
            refusals.push(Refusal::StepUnnamed(at));
        }
        if !STEP_ROLES.contains(&step.role.as_str()) {
            refusals.push(Refusal::StepRoleUnknown(at, step.role.clone()));
        }
        if step.minutes.is_some_and(|minutes| minutes <= 0) {
            refusals.push(Refusal::StepTimeUnfit(at));
        }
    }
    if let Some(template) = &facts.result {
        refusals.0.extend(template.faults(facts.fields.as_ref()).0);
    }
    refusals
}

/// Enters a procedure for its owner.
///
/// # Errors
/// Every reason at once.
pub fn enter(command: &Enter, owner_agency_id: i64, is_taken: bool) -> Result<ProcedureEvent, Refusals> {
    let mut refusals = faults(&command.facts);
    if !is_code(&command.code) {
        refusals.push(Refusal::CodeUnfit(command.code.clone()));
    } else if is_taken {
        refusals.push(Refusal::CodeTaken(command.code.clone()));
    }
    refusals.or(ProcedureEvent::Entered {
        code: command.code.clone(),
        owner_agency_id,
        from_on: command.from_on,
        facts: Box::new(command.facts.clone()),
    })
}

/// As [`enter`], by an officer, who cannot enter what holds from a day of no act.
///
/// # Errors
/// Every reason at once.
pub fn enter_today(
    command: &Enter,
    (owner_agency_id, is_taken): (i64, bool),
    today: Day,
) -> Result<ProcedureEvent, Refusals> {
    let entered = enter(command, owner_agency_id, is_taken);
    let (first, last) = (Day::new(FIRST_YEAR, 9, 2).unwrap_or(today), today.plus_years(YEARS_AHEAD));
    if (first..=last).contains(&command.from_on) {
        return entered;
    }
    let mut refusals = entered.err().unwrap_or_default();
    refusals.push(Refusal::DayOutside { first, last });
    Err(refusals)
}

fn changes(procedure: &Procedure, facts: &Facts, revision: i64) -> Refusals {
    let mut refusals = faults(facts);
    if procedure.revision != revision {
        refusals.push(Refusal::Stale);
    } else if procedure.facts == *facts {
        refusals.push(Refusal::NothingChanges);
    }
    refusals
}

/// Corrects the record; dossiers received under the version before keep it.
///
/// # Errors
/// Every reason at once.
pub fn correct(procedure: &Procedure, command: &Correct) -> Result<ProcedureEvent, Refusals> {
    let mut refusals = changes(procedure, &command.facts, command.revision);
    if command.reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    refusals.or(ProcedureEvent::Corrected {
        reason: command.reason.trim().to_owned(),
        facts: Box::new(command.facts.clone()),
    })
}

/// Amends the procedure by an act, from a day that has come.
///
/// # Errors
/// Every reason at once.
pub fn amend(procedure: &Procedure, command: &Amend, today: Day) -> Result<ProcedureEvent, Refusals> {
    let mut refusals = changes(procedure, &command.facts, command.revision);
    if command.act.trim().is_empty() {
        refusals.push(Refusal::ActMissing);
    }
    if command.from_on < procedure.from_on || command.from_on > today {
        refusals.push(Refusal::FromUnfit { first: procedure.from_on, today });
    }
    refusals.or(ProcedureEvent::Amended {
        act: command.act.trim().to_owned(),
        from_on: command.from_on,
        facts: Box::new(command.facts.clone()),
    })
}
