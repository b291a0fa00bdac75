//! What an agency counts as over time, written beside its periods so that a report need not ask twice.

use super::classes::Class;
use super::model::{Agency, AgencyPeriod};
use super::store::ClassPeriod;
use super::{classes, store};
use platform::{Day, Result, Tx};
use std::collections::BTreeSet;

/// The class periods that follow from an agency's record and the regulation: half-open, holding
/// every day there is, so that what was granted before or after its recorded existence is counted.
///
/// Where the record leaves the duty to the regulation, a period is cut where the rule of its kind
/// changes while the agency exists. `id_of` numbers a class: a writer adds what is new, a reader may not.
///
/// # Errors
/// When the database fails or `id_of` does.
pub fn of(
    tx: &mut Tx<'_>,
    agency: &Agency,
    id_of: fn(&mut Tx<'_>, &Class) -> Result<i64>,
) -> Result<Vec<ClassPeriod>> {
    let mut found: Vec<ClassPeriod> = Vec::new();
    for (index, period) in agency.facts.periods.iter().enumerate() {
        let begins = if index == 0 { beginning() } else { period.from_on.unwrap_or_else(beginning) };
        for cut in cuts(tx, agency, period)? {
            let from_on = cut.unwrap_or(begins);
            let day = cut.or(period.from_on).or(agency.facts.from_on);
            let class = classes::of_period(tx, agency, period, day)?;
            let class_id = id_of(tx, &class)?;
            match found.last_mut() {
                Some(last) if last.class_id == class_id => continue,
                Some(last) => last.to_on = Some(from_on),
                None => {}
            }
            found.push(ClassPeriod { from_on, to_on: None, class_id });
        }
    }
    Ok(found)
}

/// The beginning of time: before every day that a register can hold.
fn beginning() -> Day {
    Day::new(1, 1, 1).unwrap_or_else(|| Day::of_instant(i64::MIN))
}

/// Where the rule of a period's kind changes while the agency exists; none first, for its own beginning.
fn cuts(tx: &mut Tx<'_>, agency: &Agency, period: &AgencyPeriod) -> Result<Vec<Option<Day>>> {
    let mut cuts = vec![None];
    if period.obligation.is_some() {
        return Ok(cuts);
    }
    let from_on = period.from_on.max(agency.facts.from_on);
    let to_on = [period.to_on, agency.facts.to_on].into_iter().flatten().min();
    let days: BTreeSet<Day> = store::rules_of(tx, &period.kind)?
        .iter()
        .flat_map(|rule| [Some(rule.from_on), rule.to_on])
        .flatten()
        .filter(|day| from_on.is_none_or(|from_on| from_on < *day) && to_on.is_none_or(|to_on| *day < to_on))
        .collect();
    cuts.extend(days.into_iter().map(Some));
    Ok(cuts)
}
