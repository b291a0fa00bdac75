//! What people do with calendars: prepare and publish releases, set the office hours of an agency.

use super::decide::{self, Act, Refusal};
use super::model::{CalendarRelease, Hours, HoursEvent, Notice, OfficeHours, State};
use super::store;
use platform::{Ctx, Error, Record, Result, Scope, Tx, action};

action!(pub RELEASE = "calendars.release": NationalOfficer Nation);
action!(pub SET_HOURS = "calendars.set_hours": OfficeAdministrator Own, QualitySecretary Own, Head Own);

/// Begins a new release; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn prepare(ctx: &Ctx, notice: Notice) -> Result<i64> {
    ctx.may(&RELEASE, &Scope::nation())?;
    ctx.write(move |tx| {
        let latest = store::latest(tx)?;
        let known = store::known(tx, latest)?;
        let draft = store::open_draft(tx)?.pop().map(|row| row.id);
        let events = [decide::prepare((&known, store::OWNER), draft, &notice, tx.today())?];
        let release = store::begin_release(tx.new_id(), &events)?;
        store::save_release(tx, &release, &events)?;
        Ok(release.id)
    })
    .await
}

/// Does something to the draft of an id that was seen at a revision.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn act(ctx: &Ctx, (id, seen): (i64, i64), act: Act) -> Result<()> {
    ctx.may(&RELEASE, &Scope::nation())?;
    ctx.write(move |tx| {
        let mut release = store::load_release(tx, id)?.ok_or(Error::NotFound)?;
        if release.revision != seen && release.state == State::Draft {
            return Err(platform::Refusal::from(Refusal::Stale).into());
        }
        let latest = store::latest(tx)?;
        let known = store::known(tx, latest)?;
        let events = decide::decide(&release, &known, &act, tx.today())?;
        release.apply_all(&events);
        store::save_release(tx, &release, &events)
    })
    .await
}

/// Sets the office hours of the actor's own agency; returns their id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn set_own_hours(ctx: &Ctx, hours: Hours) -> Result<i64> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&SET_HOURS, &Scope::owned_by(agency_id))?;
    ctx.write(move |tx| set_hours(tx, agency_id, &hours)).await
}

/// Sets the office hours of an agency from a day on; returns the id of this version.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn set_hours(tx: &mut Tx<'_>, agency_id: i64, hours: &Hours) -> Result<i64> {
    let before = store::hours_of_agency(tx, agency_id)?;
    let latest = store::latest(tx)?;
    let known = store::known(tx, latest)?;
    decide::set_hours(&known, &before, hours, tx.today())?;
    let event = HoursEvent::Set {
        agency_id,
        number: before.last().map_or(1, |last| last.number + 1),
        from_on: hours.from_on,
        profile: hours.profile.clone(),
        swaps: hours.swaps,
        reason: hours.reason.trim().to_owned(),
    };
    let version = OfficeHours::begin(tx.new_id(), &event)
        .ok_or_else(|| Error::failed("office hours begin by being set"))?;
    store::save_hours(tx, &version, event)?;
    Ok(version.id)
}

/// A release as this person may see it: drafts only those who prepare them.
///
/// # Errors
/// [`Error::NotFound`] when there is none to be seen.
pub async fn seen_release(ctx: &Ctx, id: i64) -> Result<CalendarRelease> {
    let release = ctx.read(move |tx| store::load_release(tx, id)).await?;
    let may = ctx.can(&RELEASE, &Scope::nation());
    release.filter(|release| release.state == State::Published || may).ok_or(Error::NotFound)
}
