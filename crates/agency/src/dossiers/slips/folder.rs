//! What the forms of a dossier are filled from, read once.

use super::super::applicants::{self, Person};
use super::super::event::DossierEvent;
use super::super::model::Dossier;
use super::super::privacy::{masked_answers, masked_person};
use super::super::store as dossiers;
use super::super::values;
use super::forms::{Form, forms_on};
use super::store;
use crate::processes::{self, Published};
use bpmn::kernel::State;
use platform::permissions::Role;
use platform::web::{Past, history};
use platform::{Day, Result, Tx, accounts, journal};
use registers::admin_procedures::fields::Values;
use registers::admin_procedures::{self, Procedure};
use registers::places::{self, Level};
use registers::{agencies, people};
use std::collections::BTreeMap;
use std::sync::Arc;

/// In what capacity somebody acted, on whom a paper's signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Capacity {
    /// The role.
    pub role: Role,
    /// The unit worked in; 0 for none.
    pub unit_id: i64,
}

/// An agency as the head of a paper names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Letterhead {
    /// The agency above it; empty for none.
    pub superior: String,
    /// Its name.
    pub name: String,
    /// Where it has its seat.
    pub place: String,
}

/// The agency that asks, with its name as the session knows it: for one that the register has not.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// Its id.
    pub agency_id: i64,
    /// Its name.
    pub name: String,
}

impl Letterhead {
    /// An agency on a day.
    pub fn of(tx: &mut Tx<'_>, agency_id: i64, (day, asker): (Day, &Asker)) -> Result<Letterhead> {
        let Some(agency) = agencies::load(tx, agency_id)? else {
            let name = if asker.agency_id == agency_id { asker.name.clone() } else { String::new() };
            return Ok(Letterhead { name, ..Letterhead::default() });
        };
        let mut superior = String::new();
        for id in agencies::superiors(tx, agency_id)? {
            if let Some(above) = agencies::load(tx, id)?.filter(|above| above.exists_on(day)) {
                above.name_on(day).clone_into(&mut superior);
                break;
            }
        }
        let period = agency.period_on(day);
        let map = agencies::classes::map_of(period.from_on);
        let seat = match (&period.commune_code, &period.province_code) {
            (Some(code), _) => places::listing::named(tx, map, Level::Commune, code)?,
            (None, Some(code)) => places::listing::named(tx, map, Level::Province, code)?,
            (None, None) => None,
        };
        let place = seat.map_or_else(String::new, |place| without_kind(&place.name).to_owned());
        Ok(Letterhead { superior, name: agency.name_on(day).to_owned(), place })
    }
}

/// The proper name of a place: `Bến Nghé` of `Phường Bến Nghé`; a number alone keeps its word: `Phường 7`.
fn without_kind(name: &str) -> &str {
    const KINDS: [&str; 6] = ["Thành phố ", "Thị trấn ", "Đặc khu ", "Phường ", "Tỉnh ", "Xã "];
    let proper = KINDS.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name);
    if proper.starts_with(|first: char| first.is_ascii_digit()) { name } else { proper }
}

/// That a reason was written for printing a form again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reprint {
    /// The number of the event.
    pub entry: usize,
    /// When.
    pub at: i64,
    /// The number of the form, with its issue where an earlier one was meant.
    pub form: String,
}

/// A dossier with everything its forms say.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// Its journal; never empty.
    pub past: Vec<Past<Dossier>>,
    /// The procedure in the version it was received under.
    pub procedure: Arc<Procedure>,
    /// The process it runs by; none for what was turned away.
    pub published: Option<Arc<Published>>,
    /// The reasons that were written for printing again, the oldest first.
    pub reprints: Vec<Reprint>,
    /// Which issue of its form it was cut back to; none for all that happened.
    pub issue: Option<usize>,
    /// Whose it is; without a name once the data were erased.
    pub applicant: Person,
    /// Who handed it in for the applicant.
    pub proxy: Option<Person>,
    /// The agency that handles it.
    pub office: Letterhead,
    /// The agency whose desk received it.
    pub desk: Letterhead,
    /// Names of the units.
    pub units: BTreeMap<i64, String>,
    /// Names of those whom tasks were given to.
    pub names: BTreeMap<i64, String>,
    /// The answers to the procedure's fields.
    pub values: Values,
    /// In what capacity whoever extended, refused or stopped did so, by the number of the event.
    pub capacities: BTreeMap<usize, Capacity>,
}

impl Folder {
    /// The folder of a dossier of an agency; none where the agency does not handle it.
    pub fn open(tx: &mut Tx<'_>, (agency_id, id): (i64, i64), asker: &Asker) -> Result<Option<Folder>> {
        let Some(dossier) = dossiers::load(tx, agency_id, id)? else { return Ok(None) };
        let past = history::<Dossier>(tx, id)?;
        let day = Day::of_instant(dossier.received_at);
        let intake = &dossier.intake;
        let published = match is_turned_away(&dossier) {
            true => None,
            false => processes::published(tx, agency_id, intake.version_id)?,
        };
        let proxy = match intake.proxy_id {
            Some(proxy_id) => applicants::person(tx, agency_id, proxy_id)?,
            None => None,
        };
        let given = past.iter().filter_map(|step| match step.event {
            DossierEvent::Assigned { to, .. } => to,
            _ => None,
        });
        let names = accounts::names_of(tx, given)?;
        let capacities = capacities(tx, &dossier, &past)?;
        let reprint = |step: &Past<Dossier>| match &step.event {
            DossierEvent::Reprinted { form, .. } => {
                Some(Reprint { entry: step.entry, at: step.at, form: form.clone() })
            }
            _ => None,
        };
        let kept = dossiers::answers(tx, agency_id, id)?.pop();
        let units = people::units(tx, agency_id)?;
        Ok(Some(Folder {
            procedure: admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?,
            published,
            applicant: applicants::person(tx, agency_id, intake.applicant_id)?.unwrap_or_default(),
            proxy,
            office: Letterhead::of(tx, agency_id, (day, asker))?,
            desk: Letterhead::of(tx, intake.desk_agency_id, (day, asker))?,
            units: units.into_iter().map(|unit| (unit.id, unit.name)).collect(),
            names,
            values: kept.map(|kept| values::read(&kept.answers)).transpose()?.unwrap_or_default(),
            capacities,
            reprints: past.iter().filter_map(reprint).collect(),
            issue: None,
            past,
        }))
    }

    /// The folder as it was when a form was issued for the n-th time, counted from one, for that paper to be
    /// read and printed as it was handed out; none where there was no such issue.
    pub fn at_issue(mut self, form: Form, issue: usize) -> Option<Folder> {
        let is_issue = |step: &&Past<Dossier>| form.is_told_by(&step.event);
        let mut issues = self.past.iter().filter(is_issue).map(|step| step.entry).skip(issue.checked_sub(1)?);
        let (own, next) = (issues.next()?, issues.next().unwrap_or(usize::MAX));
        let number = form.number(forms_on(self.dossier().received_at))?;
        let named = format!("{number}-{issue}");
        self.past.retain(|step| step.entry <= own);
        self.reprints.retain(|one| one.form == named || one.form == number && one.entry < next);
        for one in &mut self.reprints {
            number.clone_into(&mut one.form);
        }
        Some(Folder { issue: Some(issue), ..self })
    }

    /// The same for whoever has no part in the dossier: without numbers of identity cards and ways to be reached.
    pub fn masked(self) -> Folder {
        Folder {
            applicant: masked_person(&self.applicant),
            proxy: self.proxy.as_ref().map(masked_person),
            values: masked_answers(&self.values),
            ..self
        }
    }

    /// The dossier as it is now.
    pub fn dossier(&self) -> &Dossier {
        &self.past[self.past.len() - 1].after
    }

    /// Who received it; empty for the system itself.
    pub fn receiver(&self) -> &str {
        &self.past[0].by
    }

    /// The last event that `is` picks, with when and by whom it was done.
    pub fn last<'f, T>(
        &'f self,
        is: impl Fn(&'f DossierEvent) -> Option<T>,
    ) -> Option<(T, &'f Past<Dossier>)> {
        self.past.iter().rev().find_map(|step| Some((is(&step.event)?, step)))
    }
}

/// In what capacity those acted whose signature depends on it: as appointed on the day of the act. Whoever has
/// several appointments acted in the highest of them.
fn capacities(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    past: &[Past<Dossier>],
) -> Result<BTreeMap<usize, Capacity>> {
    let is_signed = |event: &DossierEvent| {
        matches!(
            event,
            DossierEvent::Extended { .. } | DossierEvent::Refused { .. } | DossierEvent::Stopped { .. }
        )
    };
    let mut found = BTreeMap::new();
    if !past.iter().any(|step| is_signed(&step.event)) {
        return Ok(found);
    }
    let lines = journal::of_subject(tx, dossier.id)?;
    for (step, line) in past.iter().zip(&lines).filter(|(step, _)| is_signed(&step.event)) {
        let day = Day::of_instant(step.at);
        let held = store::appointed(tx, dossier.agency_id, line.actor, day)?.into_iter();
        let held = held.filter_map(|row| {
            Some(Capacity { role: Role::of_word(&row.role)?, unit_id: row.unit_id.unwrap_or(0) })
        });
        let rank = |capacity: &Capacity| match capacity.role {
            Role::Head => 2,
            Role::UnitHead => 1,
            _ => 0,
        };
        if let Some(highest) = held.max_by_key(rank) {
            found.insert(step.entry, highest);
        }
    }
    Ok(found)
}

/// Whether it was turned away at the counter, so that no process ever began.
pub(super) fn is_turned_away(dossier: &Dossier) -> bool {
    dossier.state == State::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_without_its_kind_unless_it_is_a_number() {
        assert_eq!(without_kind("Phường Bến Nghé"), "Bến Nghé");
        assert_eq!(without_kind("Thành phố Hà Nội"), "Hà Nội");
        assert_eq!(without_kind("Phường 7"), "Phường 7");
        assert_eq!(without_kind("Côn Đảo"), "Côn Đảo");
    }
}
