//! What people do with activities: one function per verb.

use super::decide::{self, Facts};
use super::entry::{self, Row};
use super::model::{Activity, ActivityEvent, Content};
use super::store;
use crate::certificates::{Command, Judged};
use platform::{Ctx, Error, Record, Refusal, Result, Scope, Tx, action};
use registers::{Entered, NATION_AGENCY_ID};

action!(pub READ = "activities.read":
    NationalOfficer Nation, MinistryOfficer Nation, ProvinceOfficer Nation, Reader Nation);
action!(pub RECORD = "activities.record": NationalOfficer Nation);
action!(pub CORRECT = "activities.correct": NationalOfficer Nation);

/// Records an activity; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn record(ctx: &Ctx, content: Content) -> Result<i64> {
    ctx.may(&RECORD, &Scope::nation())?;
    let owner_agency_id = ctx.own_agency_id();
    ctx.write(move |tx| {
        let facts = Facts { recorded_already: store::same_as(tx, &content)?.is_some(), today: tx.today() };
        let event = decide::record(&content, facts, owner_agency_id)?;
        create(tx, event)
    })
    .await
}

/// Corrects the record of an activity; the old wording stays in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, command: Command<Judged<Content>>) -> Result<()> {
    ctx.may(&CORRECT, &Scope::nation())?;
    ctx.write(move |tx| {
        let activity = store::load(tx, command.id)?.ok_or(Error::NotFound)?;
        decide::unless_stale(&activity, command.seen)?;
        let content = &command.what.right;
        let same = store::same_as(tx, content)?;
        let recorded_already = same.is_some_and(|other| other.id != activity.id);
        let facts = Facts { recorded_already, today: tx.today() };
        let event = decide::correct(&activity, (content, &command.what.reason), facts)?;
        keep(tx, activity, event)
    })
    .await
}

/// Enters a line of a register: a new activity, a correction of one, or nothing new; warnings second.
///
/// # Errors
/// [`Error::Refused`] with every reason at once.
pub fn enter(tx: &mut Tx<'_>, row: &Row) -> Result<(Entered, Vec<Refusal>)> {
    let content = entry::read(row)?;
    let Some(activity) = store::same_as(tx, &content)? else {
        create(tx, ActivityEvent::Recorded { content, owner_agency_id: NATION_AGENCY_ID })?;
        return Ok((Entered::Created, Vec::new()));
    };
    let (entered, event) = entry::amend(&activity, content);
    if let Some(event) = event {
        keep(tx, activity, event)?;
    }
    Ok((entered, Vec::new()))
}

fn create(tx: &mut Tx<'_>, event: ActivityEvent) -> Result<i64> {
    let activity = store::begin(tx.new_id(), &event)?;
    store::save(tx, &activity, &[event])?;
    Ok(activity.id)
}

fn keep(tx: &mut Tx<'_>, mut activity: Activity, event: ActivityEvent) -> Result<()> {
    activity.apply(&event);
    store::save(tx, &activity, &[event])
}
