//! A release as others hold their promises against it, before it is published and after.

use super::decide::{self, Known};
use super::model::{DayKey, State};
use super::versions::{self, ClockVersion};
use super::{release_views, store};
use platform::web::Web;
use platform::{Day, Error, Result, Tx};
use workdays::Calendar;

/// What another part of the product shows of a release: the address and name of its page, for those who may
/// read it. The id is that of the release; none asks for the one that comes next.
pub type Concern = fn(&Web, Option<i64>) -> Option<(String, String)>;

/// Who is concerned by a release: each is asked for its page wherever a release is shown.
#[platform::linkme::distributed_slice]
#[linkme(crate = platform::linkme)]
pub static CONCERNS: [Concern];

/// The pages of those concerned, as links.
pub(super) fn concerned(web: &Web, id: Option<i64>) -> Vec<(String, String, String)> {
    let found = CONCERNS.iter().filter_map(|concern| concern(web, id));
    found.map(|(href, label)| (href, label, String::new())).collect()
}

/// A release that is published or being prepared, with the calendar it makes.
pub struct Proposed {
    /// Its id.
    pub id: i64,
    /// Its number once it is published.
    pub number: Option<i64>,
    /// The notice that it follows.
    pub notice: String,
    /// Every row with its own on top.
    known: Known,
}

impl Proposed {
    /// Its name: the number, or that it is being prepared.
    pub fn title(&self, web: &Web) -> String {
        release_views::name(web, self.number, &self.notice)
    }

    /// The calendar of an agency as this release makes it, by the office hours of a promise.
    ///
    /// # Errors
    /// [`Error::NotFound`] for hours of another agency; when the database fails.
    pub fn calendar(&self, tx: &mut Tx<'_>, agency_id: i64, counted_by: ClockVersion) -> Result<Calendar> {
        let (profile, swaps) = versions::profile(tx, agency_id, counted_by.hours_id)?;
        versions::compile(self.known.facts(&profile, swaps))
    }

    /// The first day that it makes another than any release before it; what ends before that day is counted
    /// by all of them alike. None where it changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn changes_from(&self, tx: &mut Tx<'_>) -> Result<Option<Day>> {
        let mut first: Option<DayKey> = None;
        for number in 1..self.known.number {
            let before = store::known(tx, number)?;
            let differs = |key: &&DayKey| before.days.contains_key(key) != self.known.days.contains_key(key);
            let earliest = before.days.keys().chain(self.known.days.keys()).filter(differs).min();
            first = earliest.copied().into_iter().chain(first).min();
        }
        Ok(first.and_then(|key| {
            let (year, month, day) = key.day.parts();
            Day::new(year, month, day)
        }))
    }
}

/// The release of an id; without one that which is being prepared, else the last one.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it was given up; what stands in the way of a draft, all at once.
pub fn proposed(tx: &mut Tx<'_>, id: Option<i64>) -> Result<Proposed> {
    let open = |line: &&store::ReleaseOfList| line.number.is_some() || line.changes > 0;
    let id = match id {
        Some(id) => id,
        None => store::listed(tx)?.iter().find(open).ok_or(Error::NotFound)?.id,
    };
    let release = store::load_release(tx, id)?.ok_or(Error::NotFound)?;
    let known = match (release.state, release.number) {
        (State::Published, Some(number)) => store::known(tx, number)?,
        (State::Draft, _) => {
            let latest = store::latest(tx)?;
            let known = store::known(tx, latest)?;
            decide::faults_of(&release, &known).or(known.with(&release))?
        }
        _ => return Err(Error::NotFound),
    };
    Ok(Proposed { id, number: release.number, notice: release.notice.number, known })
}
