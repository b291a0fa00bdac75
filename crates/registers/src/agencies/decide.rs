//! The rules of entering, correcting and carrying on agencies. Pure.

use super::model::{
    Agency, AgencyEvent, AgencyFacts, AgencyName, AgencyPeriod, Level, Obligation, Succession, SuccessionKind,
};
use platform::{Day, KnownDate, Refusals};

/// Why an act on an agency is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The code is empty or has letters that codes do not have.
    CodeUnfit,
    /// Another agency has this code.
    CodeTaken(String),
    /// There is no name.
    NameMissing,
    /// The level is neither central nor local.
    LevelUnknown(String),
    /// The kind is not in the table of kinds.
    KindUnknown(String),
    /// The obligation is neither of the two words.
    ObligationUnknown(String),
    /// The ministry is not in the register.
    MinistryUnknown(String),
    /// The province is not on the map.
    ProvinceUnknown(String),
    /// An agency of this kind needs its ministry.
    MinistryMissing,
    /// An agency of this kind needs its province.
    ProvinceMissing,
    /// There is no agency with this code.
    AgencyUnknown(String),
    /// The successor is not in the register.
    SuccessorUnknown(String),
    /// The successor is missing.
    SuccessorMissing,
    /// The agency cannot follow itself.
    OwnSuccessor,
    /// The successor itself leads back to this agency.
    SuccessionCircle(String),
    /// The kind of succession is unknown.
    SuccessionUnknown(String),
    /// The agency has ended already.
    EndedAlready(Day),
    /// The day lies before the last change.
    BeforeLastChange(Day),
    /// The periods of names, kinds or existence do not follow each other.
    PeriodsBroken,
    /// A name or period would not begin after the one before it and before its own end: the field.
    BeginBroken(&'static str),
    /// No reason is given.
    ReasonMissing,
    /// Nothing would change.
    NothingChanges,
    /// Somebody else has changed the record meanwhile.
    Stale,
    /// Being divided leads to two agencies at least.
    SuccessorsTooFew,
    /// Being merged or going on under another name leads to one agency.
    SuccessorsTooMany,
    /// What is abolished has no successor.
    SuccessorOfAbolished,
    /// A successor is named twice.
    SuccessorTwice(String),
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        use Refusal as R;
        let new = platform::Refusal::new;
        match reason {
            R::CodeUnfit => new("agencies-refusal-code-unfit").field("code"),
            R::CodeTaken(code) => new("agencies-refusal-code-taken").field("code").with("code", code),
            R::NameMissing => new("agencies-refusal-name-missing").field("name"),
            R::LevelUnknown(word) => new("agencies-refusal-level-unknown").field("level").with("word", word),
            R::KindUnknown(word) => new("agencies-refusal-kind-unknown").field("kind").with("word", word),
            R::ObligationUnknown(word) => {
                new("agencies-refusal-obligation-unknown").field("obligation").with("word", word)
            }
            R::MinistryUnknown(code) => {
                new("agencies-refusal-ministry-unknown").field("ministry_code").with("code", code)
            }
            R::ProvinceUnknown(code) => {
                new("agencies-refusal-province-unknown").field("province_code").with("code", code)
            }
            R::MinistryMissing => new("agencies-refusal-ministry-missing").field("ministry_code"),
            R::ProvinceMissing => new("agencies-refusal-province-missing").field("province_code"),
            R::AgencyUnknown(code) => new("agencies-refusal-agency-unknown").field("code").with("code", code),
            R::SuccessorUnknown(code) => {
                new("agencies-refusal-successor-unknown").field("successor_code").with("code", code)
            }
            R::SuccessorMissing => new("agencies-refusal-successor-missing").field("successor_code"),
            R::OwnSuccessor => new("agencies-refusal-own-successor").field("successor_code"),
            R::SuccessionCircle(code) => {
                new("agencies-refusal-succession-circle").field("successor_code").with("code", code)
            }
            R::SuccessionUnknown(word) => {
                new("agencies-refusal-succession-unknown").field("kind").with("word", word)
            }
            R::EndedAlready(day) => {
                new("agencies-refusal-ended-already").field("on").with("day", day.vietnamese())
            }
            R::BeforeLastChange(day) => {
                new("agencies-refusal-before-last-change").field("on").with("day", day.vietnamese())
            }
            R::PeriodsBroken => new("agencies-refusal-periods-broken").field("from_on"),
            R::BeginBroken(field) => new("agencies-refusal-begin-broken").field(field),
            R::ReasonMissing => new("agencies-refusal-reason-missing").field("reason"),
            R::NothingChanges => new("agencies-refusal-nothing-changes"),
            R::Stale => new("agencies-refusal-stale"),
            R::SuccessorsTooFew => new("agencies-refusal-successors-too-few").field("successor_2"),
            R::SuccessorsTooMany => new("agencies-refusal-successors-too-many").field("successor_2"),
            R::SuccessorOfAbolished => new("agencies-refusal-successor-of-abolished").field("successor_1"),
            R::SuccessorTwice(code) => {
                new("agencies-refusal-successor-twice").field("successor_code").with("code", code)
            }
        }
    }
}

/// What the register knows that bears on a row or command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The level of the kind, when the kind is known.
    pub kind_level: Option<String>,
    /// Whether the ministry is in the register or the released list.
    pub ministry: bool,
    /// Whether the province is on the map.
    pub province: bool,
}

/// One row of `agencies.csv`, or the same columns from a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AgencyRow {
    /// Code in the register.
    pub code: String,
    /// Name.
    pub name: String,
    /// `central` or `local`.
    pub level: String,
    /// Code of the kind.
    pub kind: String,
    /// Code of the ministry, or empty.
    pub ministry_code: String,
    /// Code of the province, or empty.
    pub province_code: String,
    /// Code of the district, or empty.
    pub district_code: String,
    /// Code of the commune, or empty.
    pub commune_code: String,
    /// `bat_buoc`, `khuyen_khich`, or empty where the regulation alone decides.
    pub obligation: String,
}

/// One row of `agency-successions.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessionRow {
    /// The agency that ended or was renamed.
    pub code: String,
    /// The agency that went on; empty when abolished, or renamed in place.
    pub successor_code: String,
    /// When.
    pub on: KnownDate,
    /// `merge`, `split`, `rename` or `abolish`.
    pub kind: String,
    /// The new name, for a rename that keeps the agency; files may leave it out.
    pub new_name: String,
}

/// A row as values, or every reason why it cannot be.
///
/// # Errors
/// Every fault of the row.
pub fn read(row: &AgencyRow, known: &Known) -> Result<(Level, AgencyName, AgencyPeriod), Refusals> {
    let mut faults = Refusals::default();
    check_identity(row, known, &mut faults);
    check_place(row, known, &mut faults);
    let level = Level::of_word(&row.level);
    if level.is_none() {
        faults.push(Refusal::LevelUnknown(row.level.clone()));
    }
    let obligation = Obligation::of_word(&row.obligation);
    if obligation.is_none() && !row.obligation.is_empty() {
        faults.push(Refusal::ObligationUnknown(row.obligation.clone()));
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let name = AgencyName { from_on: None, to_on: None, name: row.name.clone() };
    let period = AgencyPeriod {
        kind: row.kind.clone(),
        ministry_code: some(&row.ministry_code),
        province_code: some(&row.province_code),
        district_code: some(&row.district_code),
        commune_code: some(&row.commune_code),
        obligation,
        ..AgencyPeriod::default()
    };
    faults.or((level.unwrap_or(Level::Local), name, period))
}

fn check_identity(row: &AgencyRow, known: &Known, faults: &mut Refusals) {
    let fits = |letter: char| letter.is_alphanumeric() || "-_./".contains(letter);
    if row.code.is_empty() || row.code.chars().count() > 40 || !row.code.chars().all(fits) {
        faults.push(Refusal::CodeUnfit);
    }
    if row.name.trim().is_empty() {
        faults.push(Refusal::NameMissing);
    }
    if known.kind_level.is_none() {
        faults.push(Refusal::KindUnknown(row.kind.clone()));
    }
}

fn check_place(row: &AgencyRow, known: &Known, faults: &mut Refusals) {
    if !row.ministry_code.is_empty() && !known.ministry {
        faults.push(Refusal::MinistryUnknown(row.ministry_code.clone()));
    }
    if !row.province_code.is_empty() && !known.province {
        faults.push(Refusal::ProvinceUnknown(row.province_code.clone()));
    }
    if row.ministry_code.is_empty() && matches!(row.kind.as_str(), "don_vi_thuoc_bo" | "nganh_doc") {
        faults.push(Refusal::MinistryMissing);
    }
    let in_province = ["so", "so_dac_thu", "chi_cuc", "ubnd_tinh", "ubnd_huyen", "ubnd_xa"];
    if row.province_code.is_empty() && in_province.contains(&row.kind.as_str()) {
        faults.push(Refusal::ProvinceMissing);
    }
}

/// Enters an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Create {
    /// The agency, as the columns of a row.
    pub row: AgencyRow,
    /// First day of its existence; none when before what is recorded. Codes of provinces are of
    /// the map in force on it.
    pub from_on: Option<Day>,
}

/// The facts of an agency that a row enters first.
pub fn first_facts(row: (Level, AgencyName, AgencyPeriod), from_on: Option<Day>) -> AgencyFacts {
    let (level, name, period) = row;
    let names = vec![AgencyName { from_on, ..name }];
    AgencyFacts { level, from_on, to_on: None, names, periods: vec![AgencyPeriod { from_on, ..period }] }
}

/// The facts of an agency with its last name and period replaced by a row's; none when the row
/// tells what the register holds, as it first was or as it is now.
pub fn facts_with(held: &AgencyFacts, row: (Level, AgencyName, AgencyPeriod)) -> Option<AgencyFacts> {
    let (level, name, period) = row;
    let same_period = |held: &AgencyPeriod| {
        let dates_aside = AgencyPeriod { from_on: None, to_on: None, parent_code: None, ..held.clone() };
        dates_aside == period
    };
    let same = |held_name: Option<&AgencyName>, held_period: Option<&AgencyPeriod>| {
        held_name.is_some_and(|held| held.name == name.name) && held_period.is_some_and(same_period)
    };
    if held.level == level
        && (same(held.names.first(), held.periods.first()) || same(held.names.last(), held.periods.last()))
    {
        return None;
    }
    Some(facts_with_last(held, (level, name, period)))
}

fn facts_with_last(
    held: &AgencyFacts,
    (level, name, period): (Level, AgencyName, AgencyPeriod),
) -> AgencyFacts {
    let mut facts = AgencyFacts { level, ..held.clone() };
    if let Some(last) = facts.names.last_mut() {
        last.name = name.name;
    }
    if let Some(last) = facts.periods.last_mut() {
        *last = AgencyPeriod {
            from_on: last.from_on,
            to_on: last.to_on,
            parent_code: last.parent_code.take(),
            ..period
        };
    }
    facts
}

/// Facts for a decision on a succession.
#[derive(Clone, Debug, Default)]
pub struct Successor {
    /// The successor, when the register has it.
    pub id: Option<i64>,
    /// Whether the successor leads back to the agency.
    pub leads_back: bool,
}

/// What a row of successions does to its agency: nothing when the register holds it already.
///
/// # Errors
/// Every fault of the row.
pub fn succeed(
    agency: &Agency,
    row: &SuccessionRow,
    successor: &Successor,
) -> Result<Vec<AgencyEvent>, Refusals> {
    let mut faults = Refusals::default();
    let Some(kind) = SuccessionKind::of_word(&row.kind) else {
        faults.push(Refusal::SuccessionUnknown(row.kind.clone()));
        return Err(faults);
    };
    let in_place = kind == SuccessionKind::Rename
        && (row.successor_code.is_empty() || row.successor_code == agency.code);
    if in_place && !row.new_name.is_empty() {
        return Ok(rename_in_place(agency, row));
    }
    if !in_place {
        check_successor(agency, row, (kind, successor), &mut faults);
    }
    let step = Succession {
        successor_id: if in_place { Some(agency.id) } else { successor.id },
        successor_code: if in_place {
            Some(agency.code.clone())
        } else {
            (!row.successor_code.is_empty()).then(|| row.successor_code.clone())
        },
        kind,
        on: row.on,
        basis: String::new(),
    };
    faults.or(step_events(agency, step))
}

fn check_successor(
    agency: &Agency,
    row: &SuccessionRow,
    (kind, successor): (SuccessionKind, &Successor),
    faults: &mut Refusals,
) {
    if row.successor_code.is_empty() {
        if kind != SuccessionKind::Abolish {
            faults.push(Refusal::SuccessorMissing);
        }
    } else if row.successor_code == agency.code {
        faults.push(Refusal::OwnSuccessor);
    } else if successor.id.is_none() {
        faults.push(Refusal::SuccessorUnknown(row.successor_code.clone()));
    } else if successor.leads_back {
        faults.push(Refusal::SuccessionCircle(row.successor_code.clone()));
    }
}

fn rename_in_place(agency: &Agency, row: &SuccessionRow) -> Vec<AgencyEvent> {
    let on = row.on.counts_from();
    let held = agency.facts.names.iter().any(|name| name.from_on == Some(on) && name.name == row.new_name);
    if held {
        return Vec::new();
    }
    vec![AgencyEvent::Renamed { on: row.on, name: row.new_name.clone(), basis: String::new() }]
}

/// A step to the same successor corrects the one held; any other is added.
fn step_events(agency: &Agency, step: Succession) -> Vec<AgencyEvent> {
    let same_successor = |held: &Succession| held.successor_code == step.successor_code;
    match agency.successions.iter().position(same_successor) {
        None => vec![AgencyEvent::Succeeded { succession: step }],
        Some(position) => {
            let held = &agency.successions[position];
            let step = Succession { basis: held.basis.clone(), ..step };
            if *held == step {
                return Vec::new();
            }
            let reason = crate::IMPORT_REASON.to_owned();
            vec![AgencyEvent::SuccessionCorrected { position, succession: step, reason }]
        }
    }
}

/// Corrects what the register holds of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correct {
    /// The revision that the officer saw.
    pub revision: i64,
    /// Why the record was wrong.
    pub reason: String,
    /// What holds, as the columns of a row; its code must stay.
    pub row: AgencyRow,
    /// First day of its existence, if known.
    pub from_on: Option<Day>,
    /// First day on which it existed no longer, if it ended.
    pub to_on: Option<Day>,
    /// Which name and period are wrong; the last ones, their days aside, when not told.
    pub which: Option<Which>,
}

/// A name and a period of an agency, by their places from 0, and since when they hold. The one
/// before ends on that day; the first began with the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// The place of the name.
    pub name: usize,
    /// Since when it was borne.
    pub name_from_on: Option<Day>,
    /// The place of the period.
    pub period: usize,
    /// Since when it was so.
    pub period_from_on: Option<Day>,
}

/// Corrects a name and a period of an agency, and when it existed.
///
/// # Errors
/// Every reason why the correction is refused.
pub fn correct(agency: &Agency, command: &Correct, known: &Known) -> Result<Vec<AgencyEvent>, Refusals> {
    let mut faults = faults_of(agency, command.revision, &command.reason);
    if command.from_on.zip(command.to_on).is_some_and(|(from_on, to_on)| from_on >= to_on) {
        faults.push(Refusal::PeriodsBroken);
    }
    if command.row.code != agency.code {
        faults.push(Refusal::CodeUnfit);
    }
    let read = match read(&command.row, known) {
        Ok(read) => read,
        Err(more) => {
            faults.0.extend(more.0);
            return Err(faults);
        }
    };
    let mut facts = match command.which {
        None => facts_with_last(&agency.facts, read),
        Some(which) => facts_with_chosen(&agency.facts, read, which, &mut faults),
    };
    (facts.from_on, facts.to_on) = (command.from_on, command.to_on);
    if facts == agency.facts {
        faults.push(Refusal::NothingChanges);
    }
    faults.or(vec![AgencyEvent::Corrected { reason: command.reason.clone(), facts }])
}

/// The facts with one name and one period put right; places that do not exist change nothing.
fn facts_with_chosen(
    held: &AgencyFacts,
    (level, name, period): (Level, AgencyName, AgencyPeriod),
    which: Which,
    faults: &mut Refusals,
) -> AgencyFacts {
    let mut facts = AgencyFacts { level, ..held.clone() };
    if let Some(chosen) = facts.names.get_mut(which.name) {
        chosen.name = name.name;
    }
    if let Some(chosen) = facts.periods.get_mut(which.period) {
        let (from_on, to_on) = (chosen.from_on, chosen.to_on);
        *chosen = AgencyPeriod { from_on, to_on, parent_code: chosen.parent_code.take(), ..period };
    }
    let names = facts.names.iter_mut().map(|name| (&mut name.from_on, &mut name.to_on)).collect();
    if !begins_on(names, which.name, which.name_from_on) {
        faults.push(Refusal::BeginBroken("name_from_on"));
    }
    let periods = facts.periods.iter_mut().map(|period| (&mut period.from_on, &mut period.to_on)).collect();
    if !begins_on(periods, which.period, which.period_from_on) {
        faults.push(Refusal::BeginBroken("period_from_on"));
    }
    facts
}

/// Lets the span at a place begin on a day, on which the one before it ends; whether that can be.
fn begins_on(mut spans: Vec<(&mut Option<Day>, &mut Option<Day>)>, at: usize, from_on: Option<Day>) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let fits = match (spans.get(before), spans.get(at)) {
        (Some((before, _)), Some((_, to_on))) => from_on.is_some_and(|from_on| {
            before.is_none_or(|before| before < from_on) && to_on.is_none_or(|to_on| from_on < to_on)
        }),
        _ => return true,
    };
    if fits {
        *spans[before].1 = from_on;
        *spans[at].0 = from_on;
    }
    fits
}

fn faults_of(agency: &Agency, revision: i64, reason: &str) -> Refusals {
    let mut faults = Refusals::default();
    if revision != agency.revision {
        faults.push(Refusal::Stale);
    }
    if reason.trim().is_empty() {
        faults.push(Refusal::ReasonMissing);
    }
    faults
}

/// Gives an agency a new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The revision that the officer saw.
    pub revision: i64,
    /// Since when.
    pub on: KnownDate,
    /// The new name.
    pub name: String,
    /// The act it rests on.
    pub basis: String,
}

/// The agency bears a new name since a day; its identity stays.
///
/// # Errors
/// Every reason why the renaming is refused.
pub fn rename(agency: &Agency, command: &Rename) -> Result<Vec<AgencyEvent>, Refusals> {
    let mut faults = faults_of(agency, command.revision, &command.basis);
    let on = command.on.counts_from();
    if command.name.trim().is_empty() {
        faults.push(Refusal::NameMissing);
    } else if command.name == agency.name() {
        faults.push(Refusal::NothingChanges);
    }
    check_day(agency, agency.facts.names.last().and_then(|name| name.from_on), on, &mut faults);
    let (on, name, basis) = (command.on, command.name.clone(), command.basis.clone());
    faults.or(vec![AgencyEvent::Renamed { on, name, basis }])
}

/// A change comes after the last one and while the agency exists.
fn check_day(agency: &Agency, last: Option<Day>, on: Day, faults: &mut Refusals) {
    if let Some(to_on) = agency.facts.to_on.filter(|to_on| *to_on <= on) {
        faults.push(Refusal::EndedAlready(to_on));
    }
    let last = last.max(agency.facts.from_on);
    if let Some(last) = last.filter(|last| on <= *last) {
        faults.push(Refusal::BeforeLastChange(last));
    }
}

/// Puts an agency into another kind, place or under another agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reclassify {
    /// The revision that the officer saw.
    pub revision: i64,
    /// Since which day.
    pub on: Day,
    /// What it is since; code, name and level must stay.
    pub row: AgencyRow,
    /// The act it rests on.
    pub basis: String,
}

/// The agency is of another kind or place since a day.
///
/// # Errors
/// Every reason why the change is refused.
pub fn reclassify(
    agency: &Agency,
    command: &Reclassify,
    known: &Known,
) -> Result<Vec<AgencyEvent>, Refusals> {
    let mut faults = faults_of(agency, command.revision, &command.basis);
    check_day(agency, agency.period().from_on, command.on, &mut faults);
    let (level, _, period) = match read(&command.row, known) {
        Ok(read) => read,
        Err(more) => {
            faults.0.extend(more.0);
            return Err(faults);
        }
    };
    if level != agency.facts.level {
        faults.push(Refusal::LevelUnknown(command.row.level.clone()));
    }
    let held = agency.period();
    let parent_code = held.parent_code.clone();
    let period = AgencyPeriod { from_on: Some(command.on), to_on: None, parent_code, ..period };
    if (AgencyPeriod { from_on: held.from_on, to_on: held.to_on, ..period.clone() }) == *held {
        faults.push(Refusal::NothingChanges);
    }
    faults.or(vec![AgencyEvent::Reclassified { period, basis: command.basis.clone() }])
}

/// Ends an agency, or leads it on into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succeed {
    /// The revision that the officer saw.
    pub revision: i64,
    /// The step, as the columns of a row.
    pub row: SuccessionRow,
    /// The act it rests on.
    pub basis: String,
}

/// The agency is merged, split, renamed into another or abolished.
///
/// # Errors
/// Every reason why the step is refused.
pub fn carry_on(
    agency: &Agency,
    command: &Succeed,
    successor: &Successor,
) -> Result<Vec<AgencyEvent>, Refusals> {
    let mut faults = faults_of(agency, command.revision, &command.basis);
    let on = command.row.on.counts_from();
    if let Some(from_on) = agency.facts.from_on.filter(|from_on| on <= *from_on) {
        faults.push(Refusal::BeforeLastChange(from_on));
    }
    match succeed(agency, &command.row, successor) {
        Err(more) => {
            faults.0.extend(more.0);
            Err(faults)
        }
        Ok(events) => {
            if events.is_empty() {
                faults.push(Refusal::NothingChanges);
            }
            faults.or(events.into_iter().map(|event| with_basis(event, &command.basis)).collect())
        }
    }
}

fn with_basis(event: AgencyEvent, basis: &str) -> AgencyEvent {
    let step = |succession: Succession| Succession { basis: basis.to_owned(), ..succession };
    match event {
        AgencyEvent::Succeeded { succession } => AgencyEvent::Succeeded { succession: step(succession) },
        AgencyEvent::SuccessionCorrected { position, succession, .. } => AgencyEvent::SuccessionCorrected {
            position,
            succession: step(succession),
            reason: basis.to_owned(),
        },
        AgencyEvent::Renamed { on, name, .. } => AgencyEvent::Renamed { on, name, basis: basis.to_owned() },
        other => other,
    }
}

/// The fields in which a form takes successors.
pub const SUCCESSOR_FIELDS: [&str; 5] =
    ["successor_1", "successor_2", "successor_3", "successor_4", "successor_5"];

/// Leads an agency on into one or several others at once, or ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoOn {
    /// The revision that the officer saw.
    pub revision: i64,
    /// When.
    pub on: KnownDate,
    /// `merge`, `split`, `rename` or `abolish`.
    pub kind: String,
    /// Codes of the successors, as the fields of [`SUCCESSOR_FIELDS`]; empty where none is named.
    pub successors: [String; 5],
    /// The act it rests on.
    pub basis: String,
}

/// The agency goes on in these others, or ends; `known` says of each named successor what the
/// register knows, in the order of the fields.
///
/// # Errors
/// Every reason why that is refused, each with its field.
pub fn go_on(agency: &Agency, command: &GoOn, known: &[Successor; 5]) -> Result<Vec<AgencyEvent>, Refusals> {
    let mut faults = faults_of(agency, command.revision, &command.basis);
    let Some(kind) = SuccessionKind::of_word(&command.kind) else {
        faults.push(Refusal::SuccessionUnknown(command.kind.clone()));
        return Err(faults);
    };
    check_going_on(agency, command, kind, &mut faults);
    let mut events = Vec::new();
    for (at, (code, successor)) in command.successors.iter().zip(known).enumerate() {
        let ends_without = kind == SuccessionKind::Abolish && at == 0;
        if code.is_empty() && !ends_without {
            continue;
        }
        let mut own = Refusals::default();
        if code == &agency.code {
            own.push(Refusal::OwnSuccessor);
        } else if !code.is_empty() && command.successors[..at].contains(code) {
            own.push(Refusal::SuccessorTwice(code.clone()));
        } else {
            let (successor_code, kind, on) = (code.clone(), command.kind.clone(), command.on);
            let row = SuccessionRow {
                code: agency.code.clone(),
                successor_code,
                on,
                kind,
                new_name: String::new(),
            };
            match succeed(agency, &row, successor) {
                Ok(more) => events.extend(more.into_iter().map(|event| with_basis(event, &command.basis))),
                Err(more) => own.0.extend(more.0),
            }
        }
        // The rule of one successor speaks of a file's column: here each has its own field.
        faults.0.extend(own.0.into_iter().map(|mut reason| {
            reason.field = reason
                .field
                .map(|field| if field == "successor_code" { SUCCESSOR_FIELDS[at] } else { field });
            reason
        }));
    }
    if faults.is_empty() && events.is_empty() {
        faults.push(Refusal::NothingChanges);
    }
    faults.or(events)
}

/// How many successors each way of ending has, and when an agency may end.
fn check_going_on(agency: &Agency, command: &GoOn, kind: SuccessionKind, faults: &mut Refusals) {
    let named: Vec<&String> = command.successors.iter().filter(|code| !code.is_empty()).collect();
    let held_of =
        |code: &&String| agency.successions.iter().any(|step| step.successor_code.as_ref() == Some(*code));
    // Parts may be recorded one after the other, as they become known.
    let adds_to_split = kind == SuccessionKind::Split
        && !agency.successions.is_empty()
        && agency.successions.iter().all(|step| step.kind == SuccessionKind::Split);
    match (kind, named.len()) {
        (SuccessionKind::Abolish, 1..) => faults.push(Refusal::SuccessorOfAbolished),
        (SuccessionKind::Merge | SuccessionKind::Rename, 0) | (SuccessionKind::Split, 0) => {
            let missing = platform::Refusal::from(Refusal::SuccessorMissing);
            faults.push(missing.field(SUCCESSOR_FIELDS[0]));
        }
        (SuccessionKind::Merge | SuccessionKind::Rename, 2..) => faults.push(Refusal::SuccessorsTooMany),
        (SuccessionKind::Split, 1) if !adds_to_split => faults.push(Refusal::SuccessorsTooFew),
        _ => {}
    }
    if let Some(from_on) = agency.facts.from_on.filter(|from_on| command.on.counts_from() <= *from_on) {
        faults.push(Refusal::BeforeLastChange(from_on));
    }
    let ended = agency
        .facts
        .to_on
        .filter(|_| agency.successions.iter().any(|step| step.successor_id != Some(agency.id)));
    let corrects = match kind {
        SuccessionKind::Abolish => agency.successions.iter().any(|step| step.kind == SuccessionKind::Abolish),
        _ => named.iter().any(held_of),
    };
    if let Some(to_on) = ended.filter(|_| !adds_to_split && !corrects) {
        faults.push(Refusal::EndedAlready(to_on));
    }
}
