//! The rules of units and deputies. Pure.

use super::model::{Deputy, DeputyEvent, Unit, UnitContent, UnitEvent};
use super::uses::InUse;
use platform::accounts::Staff;
use platform::{Day, Refusals, Role};

/// The roles that an agency gives its own people. Others are given by those who look after all accounts.
pub const ROLES_HERE: [Role; 7] = [
    Role::Clerk,
    Role::Officer,
    Role::UnitHead,
    Role::Head,
    Role::RecordsOfficer,
    Role::QualitySecretary,
    Role::OfficeAdministrator,
];

/// The longest time for which somebody stands in, in days, and by so many days ahead a unit may be opened.
const MOST_DAYS: i64 = 366;
/// The first year of the acts of the State: no unit of an agency is older.
const FIRST_YEAR: i16 = 1945;

/// Longest code of a unit, in letters.
pub const LONGEST_CODE: usize = 32;
/// Longest name of a unit, in letters.
pub const LONGEST_NAME: usize = 200;

/// Why the rules refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A unit needs a code of letters, digits, dots and hyphens.
    CodeMalformed,
    /// Another unit of the agency has this code.
    CodeTaken(String),
    /// A unit needs a name, and not a whole page of it.
    NameMissing,
    /// The unit above is none of the agency, or is closed.
    ParentUnknown,
    /// A unit cannot stand under itself or under one that stands under it.
    ParentBelow,
    /// A reason is missing.
    ReasonMissing,
    /// Nothing would change.
    NothingToCorrect,
    /// It is closed already.
    ClosedAlready,
    /// It would end before it began.
    PeriodBackwards,
    /// People work there after that day, or begin there later.
    PeopleRemain(i64),
    /// Open units stand under it.
    UnitsRemain(i64),
    /// No unit is opened on that day.
    DayOutside {
        /// The first day that may be.
        first: Day,
        /// The last.
        last: Day,
    },
    /// Nobody stands in for so long.
    DeputyTooLong,
    /// It would be over before it is named.
    DeputyOver(Day),
    /// Nobody stands in for himself.
    OwnDeputy,
    /// The person does not work here.
    NotStaff(&'static str),
    /// Who leads a unit speaks for the people of that unit alone.
    OtherUnit,
    /// Nobody takes another person's place on his own word.
    NamesSelf,
    /// Somebody stands in for that person already in this time.
    DeputyAlready,
    /// The role is none that an agency gives its own people.
    RoleNotHere,
    /// No unit of the agency is called so.
    UnitUnknown,
    /// The login belongs to somebody who does not work here.
    LoginElsewhere(String),
    /// The account works for others too, who would have to agree.
    AccountShared,
    /// The last one who looks after the agency's set-up stays.
    LastAdministrator,
    /// Somebody has changed it meanwhile.
    Stale,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        use platform::Refusal as Told;
        match reason {
            Refusal::CodeMalformed => {
                Told::new("people-refusal-code-malformed").field("code").with("longest", LONGEST_CODE)
            }
            Refusal::CodeTaken(code) => {
                Told::new("people-refusal-code-taken").field("code").with("code", code)
            }
            Refusal::NameMissing => {
                Told::new("people-refusal-name-missing").field("name").with("longest", LONGEST_NAME)
            }
            Refusal::ParentUnknown => Told::new("people-refusal-parent-unknown").field("parent"),
            Refusal::ParentBelow => Told::new("people-refusal-parent-below").field("parent"),
            Refusal::ReasonMissing => Told::new("people-refusal-reason-missing").field("reason"),
            Refusal::NothingToCorrect => Told::new("people-refusal-nothing-to-correct"),
            Refusal::ClosedAlready => Told::new("people-refusal-closed-already"),
            Refusal::PeriodBackwards => Told::new("people-refusal-period-backwards").field("last_on"),
            Refusal::PeopleRemain(count) => Told::new("people-refusal-people-remain").with("count", count),
            Refusal::UnitsRemain(count) => Told::new("people-refusal-units-remain").with("count", count),
            Refusal::DayOutside { first, last } => Told::new("people-refusal-day-outside")
                .field("from_on")
                .with("first", first.vietnamese())
                .with("last", last.vietnamese()),
            Refusal::DeputyTooLong => {
                Told::new("people-refusal-deputy-too-long").field("last_on").with("most", MOST_DAYS)
            }
            Refusal::DeputyOver(today) => {
                Told::new("people-refusal-deputy-over").field("last_on").with("today", today.vietnamese())
            }
            Refusal::OwnDeputy => Told::new("people-refusal-own-deputy").field("deputy"),
            Refusal::NotStaff(field) => Told::new("people-refusal-not-staff").field(field),
            Refusal::OtherUnit => Told::new("people-refusal-other-unit").field("absent"),
            Refusal::NamesSelf => Told::new("people-refusal-names-self").field("deputy"),
            Refusal::DeputyAlready => Told::new("people-refusal-deputy-already").field("absent"),
            Refusal::RoleNotHere => Told::new("people-refusal-role-not-here").field("role"),
            Refusal::UnitUnknown => Told::new("people-refusal-unit-unknown").field("unit"),
            Refusal::LoginElsewhere(login) => {
                Told::new("people-refusal-login-elsewhere").field("login").with("login", login)
            }
            Refusal::AccountShared => Told::new("people-refusal-account-shared"),
            Refusal::LastAdministrator => Told::new("people-refusal-last-administrator"),
            Refusal::Stale => Told::new("people-refusal-stale"),
        }
    }
}

fn is_code(code: &str) -> bool {
    let allowed = |letter: char| letter.is_alphanumeric() || ".-_".contains(letter);
    !code.is_empty() && code.chars().count() <= LONGEST_CODE && code.chars().all(allowed)
}

fn faults(content: &UnitContent, (id, units): (Option<i64>, &[Unit])) -> Refusals {
    let mut reasons = Refusals::default();
    if !is_code(&content.code) {
        reasons.push(Refusal::CodeMalformed);
    } else if units.iter().any(|unit| unit.code == content.code && Some(unit.id) != id) {
        reasons.push(Refusal::CodeTaken(content.code.clone()));
    }
    if content.name.trim().is_empty() || content.name.chars().count() > LONGEST_NAME {
        reasons.push(Refusal::NameMissing);
    }
    let Some(parent_id) = content.parent_id else { return reasons };
    if !units.iter().any(|unit| unit.id == parent_id && unit.to_on.is_none()) {
        reasons.push(Refusal::ParentUnknown);
    } else if id.is_some_and(|id| stands_under(units, (parent_id, id))) {
        reasons.push(Refusal::ParentBelow);
    }
    reasons
}

/// Whether the unit `lower` is `upper` or stands under it, at any depth.
fn stands_under(units: &[Unit], (lower, upper): (i64, i64)) -> bool {
    let mut at = Some(lower);
    // As many steps as there are units: no more can be taken without going in a circle.
    for _ in 0..=units.len() {
        match at {
            None => return false,
            Some(id) if id == upper => return true,
            Some(id) => at = units.iter().find(|unit| unit.id == id).and_then(|unit| unit.parent_id),
        }
    }
    true
}

/// Opens a unit; `units` are all of the agency.
///
/// # Errors
/// Every reason at once.
pub fn open(
    units: &[Unit],
    agency_id: i64,
    (content, from_on): (&UnitContent, Day),
    today: Day,
) -> Result<Vec<UnitEvent>, Refusals> {
    let mut reasons = faults(content, (None, units));
    let (first, last) = (Day::new(FIRST_YEAR, 9, 2).unwrap_or(today), today.plus_days(MOST_DAYS));
    if !(first..=last).contains(&from_on) {
        reasons.push(Refusal::DayOutside { first, last });
    }
    reasons.or(vec![UnitEvent::Opened { agency_id, content: content.clone(), from_on }])
}

/// Corrects a unit.
///
/// # Errors
/// Every reason at once.
pub fn correct(
    units: &[Unit],
    unit: &Unit,
    (content, reason): (&UnitContent, &str),
) -> Result<Vec<UnitEvent>, Refusals> {
    let mut reasons = faults(content, (Some(unit.id), units));
    if unit.content() == *content {
        reasons.push(Refusal::NothingToCorrect);
    }
    if reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    }
    reasons.or(vec![UnitEvent::Corrected { content: content.clone(), reason: reason.trim().to_owned() }])
}

/// Closes a unit that nobody needs any longer.
///
/// # Errors
/// Every reason at once.
pub fn close(
    units: &[Unit],
    (unit, in_use): (&Unit, &InUse),
    (last_on, reason): (Day, &str),
) -> Result<Vec<UnitEvent>, Refusals> {
    let to_on = last_on.plus_days(1);
    let mut reasons = Refusals::default();
    if unit.to_on.is_some() {
        reasons.push(Refusal::ClosedAlready);
    }
    if to_on <= unit.from_on {
        reasons.push(Refusal::PeriodBackwards);
    }
    if in_use.people > 0 {
        reasons.push(Refusal::PeopleRemain(in_use.people));
    }
    let below = units.iter().filter(|other| other.parent_id == Some(unit.id) && other.to_on.is_none());
    match below.count() {
        0 => {}
        count => reasons.push(Refusal::UnitsRemain(count as i64)),
    }
    reasons.0.extend(in_use.others.0.iter().cloned());
    if reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    }
    reasons.or(vec![UnitEvent::Closed { to_on, reason: reason.trim().to_owned() }])
}

/// Who is to stand in for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameDeputy {
    /// Who is away.
    pub absent_account_id: i64,
    /// Who stands in.
    pub deputy_account_id: i64,
    /// The first day.
    pub from_on: Day,
    /// The last day.
    pub last_on: Day,
    /// Why.
    pub reason: String,
}

/// Who asks for a deputy to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The account.
    pub account_id: i64,
    /// The role acted in.
    pub role: Role,
    /// The unit worked in, if any.
    pub unit_id: Option<i64>,
}

impl Asker {
    /// Whether the asker may say who stands in for this person, of these people of the agency.
    ///
    /// A deputy acts in every role of the absent one. So whoever leads a unit speaks only for people who work in
    /// that unit alone, and for none who leads the agency; and always for himself.
    pub fn may_speak_for(&self, absent_account_id: i64, staff: &[Staff]) -> bool {
        if self.role != Role::UnitHead || absent_account_id == self.account_id {
            return true;
        }
        let is_led =
            |one: &Staff| self.unit_id.is_some() && one.unit_id == self.unit_id && one.role != Role::Head;
        staff.iter().filter(|one| one.account_id == absent_account_id).all(is_led)
    }
}

/// What a naming of a deputy is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Who works for the agency when it begins.
    pub staff: &'a [Staff],
    /// The deputies named so far.
    pub present: &'a [Deputy],
    /// Who asks; none for what nobody on a page asks for.
    pub asker: Option<Asker>,
}

impl Around<'_> {
    /// What forbids these two people.
    fn faults_of_people(&self, (absent, deputy): (i64, i64)) -> Refusals {
        let works = |id: i64| self.staff.iter().any(|one| one.account_id == id);
        let mut reasons = Refusals::default();
        if absent == deputy {
            reasons.push(Refusal::OwnDeputy);
        }
        if !works(absent) {
            reasons.push(Refusal::NotStaff("absent"));
        }
        if !works(deputy) {
            reasons.push(Refusal::NotStaff("deputy"));
        }
        let Some(asker) = self.asker else { return reasons };
        if !asker.may_speak_for(absent, self.staff) {
            reasons.push(Refusal::OtherUnit);
        }
        if deputy == asker.account_id && absent != deputy {
            reasons.push(Refusal::NamesSelf);
        }
        reasons
    }
}

/// Names a deputy.
///
/// # Errors
/// Every reason at once.
pub fn name_deputy(
    agency_id: i64,
    around: &Around<'_>,
    command: &NameDeputy,
    today: Day,
) -> Result<Vec<DeputyEvent>, Refusals> {
    let to_on = command.last_on.plus_days(1);
    let mut reasons = around.faults_of_people((command.absent_account_id, command.deputy_account_id));
    if to_on <= command.from_on {
        reasons.push(Refusal::PeriodBackwards);
    } else if to_on.days_since(command.from_on) > MOST_DAYS {
        reasons.push(Refusal::DeputyTooLong);
    }
    if command.last_on < today {
        reasons.push(Refusal::DeputyOver(today));
    }
    let overlaps = |other: &&Deputy| {
        other.absent_account_id == command.absent_account_id
            && other.from_on < to_on
            && command.from_on < other.to_on
    };
    if around.present.iter().any(|other| overlaps(&other)) {
        reasons.push(Refusal::DeputyAlready);
    }
    if command.reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    }
    reasons.or(vec![DeputyEvent::Named {
        agency_id,
        absent_account_id: command.absent_account_id,
        deputy_account_id: command.deputy_account_id,
        from_on: command.from_on,
        to_on,
        reason: command.reason.trim().to_owned(),
    }])
}

/// Ends it; `last_on` is the last day. The day before the first undoes it whole.
///
/// # Errors
/// Every reason at once.
pub fn end_deputy(deputy: &Deputy, last_on: Day) -> Result<Vec<DeputyEvent>, Refusals> {
    let to_on = last_on.plus_days(1);
    let mut reasons = Refusals::default();
    if to_on < deputy.from_on {
        reasons.push(Refusal::PeriodBackwards);
    }
    if deputy.to_on <= to_on {
        reasons.push(Refusal::ClosedAlready);
    }
    reasons.or(vec![DeputyEvent::Ended { to_on }])
}
