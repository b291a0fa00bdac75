//! Entering agencies from files, inside one transaction with everything else of the import.

use super::decide::{self, AgencyRow, Known, Refusal, SuccessionRow, Successor};
use super::model::{Agency, AgencyEvent, Obligation};
use super::{by_code, classes, store};
use crate::entered::Entered;
use crate::{IMPORT_REASON, NATION_AGENCY_ID, places};
use platform::{Day, Record, Refusals, Result, Tx};

/// Enters one row of `agencies.csv`.
///
/// # Errors
/// Every reason why the row cannot be entered, each with its column.
pub fn enter(tx: &mut Tx<'_>, row: &AgencyRow) -> Result<Entered> {
    let known = known(tx, row)?;
    let read = decide::read(row, &known)?;
    let Some(mut agency) = by_code(tx, &row.code)? else {
        begin(tx, &row.code, decide::first_facts(read, None))?;
        return Ok(Entered::Created);
    };
    let Some(facts) = decide::facts_with(&agency.facts, read) else {
        return Ok(Entered::Unchanged);
    };
    let before = columns(&agency);
    let events = [AgencyEvent::Corrected { reason: IMPORT_REASON.to_owned(), facts }];
    agency.apply_all(&events);
    store::save(tx, &agency, &events)?;
    Ok(compare(before, columns(&agency)))
}

/// Enters an agency with these facts, which the caller has checked, and returns it.
///
/// # Errors
/// When the code is taken or the database fails.
pub fn begin(tx: &mut Tx<'_>, code: &str, facts: super::model::AgencyFacts) -> Result<Agency> {
    let event = AgencyEvent::Entered { code: code.to_owned(), owner_agency_id: NATION_AGENCY_ID, facts };
    let id = tx.new_id();
    let agency =
        Agency::begin(id, &event).ok_or_else(|| platform::Error::failed("an entry begins an agency"))?;
    store::save(tx, &agency, &[event])?;
    Ok(agency)
}

pub(super) fn known(tx: &mut Tx<'_>, row: &AgencyRow) -> Result<Known> {
    let kind_level = store::kind_of_code(tx, &row.kind)?.pop().map(|kind| kind.level);
    let ministry = row.ministry_code.is_empty()
        || super::release::is_ministry(&row.ministry_code)
        || !store::id_of_code(tx, &row.ministry_code)?.is_empty();
    let province = row.province_code.is_empty() || places::data::is_province(&row.province_code);
    Ok(Known { kind_level, ministry, province })
}

fn columns(agency: &Agency) -> [(&'static str, String); 8] {
    let period = agency.period();
    let text = |code: &Option<String>| code.clone().unwrap_or_default();
    [
        ("name", agency.name().to_owned()),
        ("level", agency.facts.level.word().to_owned()),
        ("kind", period.kind.clone()),
        ("ministry_code", text(&period.ministry_code)),
        ("province_code", text(&period.province_code)),
        ("district_code", text(&period.district_code)),
        ("commune_code", text(&period.commune_code)),
        ("obligation", period.obligation.map_or("", Obligation::word).to_owned()),
    ]
}

fn compare(before: [(&'static str, String); 8], after: [(&'static str, String); 8]) -> Entered {
    let mut after = after.into_iter();
    Entered::compare(before.map(|(field, before)| {
        let after = after.next().map(|(_, after)| after).unwrap_or_default();
        (field, before, after)
    }))
}

/// What is odd about a row without keeping it out: for the import's preview.
///
/// # Errors
/// When the database fails.
pub fn warnings(tx: &mut Tx<'_>, row: &AgencyRow) -> Result<Vec<platform::Refusal>> {
    let mut odd = Vec::new();
    let level = store::kind_of_code(tx, &row.kind)?.pop().map(|kind| kind.level);
    if level.is_some_and(|level| level != row.level) {
        odd.push(platform::Refusal::new("agencies-warning-level").field("level").with("code", &row.code));
    }
    // The programme began in 2006; the day of a file's rows is not told, so any rule of the kind may agree.
    if let Some(told) = Obligation::of_word(&row.obligation) {
        let days = [Day::new(2012, 3, 31), Some(tx.today())];
        let mut rules = Vec::new();
        for day in days.into_iter().flatten() {
            let rule = classes::duty_on(tx, &row.kind, day)?;
            rules.extend(rule.and_then(|rule| Obligation::of_word(&rule.duty)));
        }
        if !rules.is_empty() && !rules.contains(&told) {
            odd.push(
                platform::Refusal::new("agencies-warning-obligation")
                    .field("obligation")
                    .with("code", &row.code),
            );
        }
    }
    if !row.district_code.is_empty() && !places::data::is_district(&row.district_code) {
        odd.push(
            platform::Refusal::new("agencies-warning-district")
                .field("district_code")
                .with("code", &row.code),
        );
    }
    if !row.commune_code.is_empty() && !places::data::is_commune(&row.commune_code) {
        odd.push(
            platform::Refusal::new("agencies-warning-commune").field("commune_code").with("code", &row.code),
        );
    }
    Ok(odd)
}

/// Enters one row of `agency-successions.csv`.
///
/// A rename keeps the agency, unless its successor is another agency; merging, splitting and
/// abolishing end it.
///
/// # Errors
/// Every reason why the row cannot be entered, each with its column.
pub fn enter_succession(tx: &mut Tx<'_>, row: &SuccessionRow) -> Result<Entered> {
    let Some(mut agency) = by_code(tx, &row.code)? else {
        let mut faults = Refusals::from(platform::Refusal::from(Refusal::AgencyUnknown(row.code.clone())));
        if super::SuccessionKind::of_word(&row.kind).is_none() {
            faults.push(Refusal::SuccessionUnknown(row.kind.clone()));
        }
        return Err(faults.into());
    };
    let successor = successor(tx, agency.id, &row.successor_code)?;
    let events = decide::succeed(&agency, row, &successor)?;
    let Some(event) = events.first() else {
        return Ok(Entered::Unchanged);
    };
    let entered = match event {
        AgencyEvent::SuccessionCorrected { position, succession, .. } => {
            let held = &agency.successions[*position];
            Entered::compare([
                ("on", held.on.text(), succession.on.text()),
                ("kind", held.kind.word().to_owned(), succession.kind.word().to_owned()),
            ])
        }
        _ => Entered::Created,
    };
    agency.apply_all(&events);
    store::save(tx, &agency, &events)?;
    Ok(entered)
}

/// The successor of a code, and whether following its own successors leads back to `agency_id`.
pub(super) fn successor(tx: &mut Tx<'_>, agency_id: i64, code: &str) -> Result<Successor> {
    let id = match code {
        "" => None,
        code => store::id_of_code(tx, code)?.pop().map(|row| row.id),
    };
    let mut open: Vec<i64> = id.into_iter().collect();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(next) = open.pop() {
        if next == agency_id {
            return Ok(Successor { id, leads_back: id != Some(agency_id) });
        }
        if seen.insert(next) {
            open.extend(store::successions(tx, next)?.into_iter().filter_map(|row| row.successor_id));
        }
    }
    Ok(Successor { id, leads_back: false })
}
