//! What people do with issued copies: issue one, notice a correction.

use super::decide;
use super::difference::{self, differences};
use super::frozen::{Frozen, freeze};
use super::model::{Correction, Event, Heading, Issue};
use super::store;
use crate::yearly::{self, Edition, Question};
use platform::{Actor, Ctx, Day, Error, Record, Result, Scope, Tx, action};

action!(
    /// Issue a copy of the report, and notice corrections of one.
    pub ISSUE = "reports.issue": NationalOfficer Nation, MinistryOfficer Own, ProvinceOfficer Own
);

/// What is to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueCommand {
    /// Period, day and edition.
    pub question: Question,
    /// What stands around it.
    pub heading: Heading,
}

/// What is to be noticed, by somebody who has seen a revision of the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeCommand {
    /// The copy.
    pub id: i64,
    /// Its revision on the page that the command comes from.
    pub seen: i64,
    /// The notice; its differences are found by the action.
    pub correction: Correction,
}

/// What issuing an edition touches: the own part of a province's or ministry's officer, else the nation's.
///
/// # Errors
/// When the database fails.
pub fn scope_of(tx: &mut Tx<'_>, edition: &Edition, actor: &Actor) -> Result<Scope> {
    let own = yearly::own_edition(tx, actor)?;
    Ok(match actor.agency_id() {
        Some(agency_id) if own.as_ref() == Some(edition) => Scope::owned_by(agency_id),
        _ => Scope::nation(),
    })
}

/// Issues a copy with the figures of this moment; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn issue(ctx: &Ctx, command: IssueCommand) -> Result<i64> {
    let (ctx_of_job, owner_agency_id) = (ctx.clone(), ctx.own_agency_id());
    ctx.write(move |tx| {
        let question = &command.question;
        let scope = scope_of(tx, &question.edition, &ctx_of_job.actor)?;
        ctx_of_job.may(&ISSUE, &scope)?;
        yearly::must_exist(tx, (question, "edition"))?;
        let heading = &command.heading;
        let taken = is_taken(tx, owner_agency_id, (heading.number, &heading.symbol, heading.issued_on))?;
        decide::heading(heading, (question.as_of, tx.today()), taken)?;
        let report = yearly::find(tx, question)?;
        let names = yearly::names(tx, &report)?;
        let (figures, definitions, sha256) = freeze(&report, &names)?;
        let event = Event::Issued {
            owner_agency_id,
            edition: question.edition.word(),
            from: question.from,
            to: question.to,
            as_of: question.as_of,
            issued_at: tx.now(),
            heading: heading.clone(),
            figures,
            definitions,
            sha256,
        };
        let issue = Issue::begin(tx.new_id(), &event).ok_or_else(|| Error::failed("nothing was issued"))?;
        store::insert_issue(tx, &issue, &event)?;
        Ok(issue.id)
    })
    .await
}

/// Notices what differs today between a copy and the registers.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn notice(ctx: &Ctx, command: NoticeCommand) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let mut issue = store::load(tx, command.id)?.ok_or(Error::NotFound)?;
        ctx_of_job.may(&ISSUE, &Scope::owned_by(issue.owner_agency_id))?;
        let frozen = Frozen::read(&issue.figures, &issue.definitions)?;
        let now = yearly::find(tx, &frozen.report.question)?;
        let found = differences(&frozen, &now);
        let asked = &command.correction;
        let taken =
            is_taken(tx, issue.owner_agency_id, (asked.number, &asked.symbol, Some(asked.noticed_on)))?;
        let correction = Correction { differences: difference::write(&found)?, ..asked.clone() };
        let events = decide::notice(&issue, correction, &found, (command.seen, tx.today(), taken))?;
        issue.apply_all(&events);
        store::save_notice(tx, &issue, &events)
    })
    .await
}

/// Whether the body has used number and symbol in the year of a day, for a copy or a notice.
fn is_taken(
    tx: &mut Tx<'_>,
    owner_agency_id: i64,
    (number, symbol, on): (i64, &str, Option<Day>),
) -> Result<bool> {
    let Some(on) = on else { return Ok(false) };
    let year = |day: Day| day.year() == on.year();
    let copies = store::numbered(tx, owner_agency_id, symbol, number)?;
    let notices = store::noticed(tx, owner_agency_id, symbol, number)?;
    Ok(copies.iter().any(|row| year(row.issued_on)) || notices.iter().any(|row| year(row.noticed_on)))
}
