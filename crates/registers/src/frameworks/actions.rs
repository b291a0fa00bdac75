//! What people do with model frameworks: publish and correct them.

use super::model::{Content, Event};
use super::store;
use crate::Entered;
use platform::Tx;
use platform::{Ctx, Day, Error, KnownDate, Record, Refusal, Refusals, Result, Scope, action};

action!(pub PUBLISH = "frameworks.publish": NationalOfficer Nation, MinistryOfficer Own);

/// Everything that is wrong with what is recorded of a framework.
fn faults(content: &Content) -> Refusals {
    let mut refusals = Refusals::default();
    for (field, text) in
        [("code", &content.code), ("publisher", &content.publisher), ("applies_to", &content.applies_to)]
    {
        if text.trim().is_empty() {
            refusals.push(Refusal::new("frameworks-refusal-missing").field(field));
        }
    }
    refusals
}

fn new_faults(content: &Content, (taken, today): (bool, Day)) -> Refusals {
    let mut refusals = faults(content);
    if taken {
        refusals
            .push(Refusal::new("frameworks-refusal-code-taken").field("code").with("code", &content.code));
    }
    if content.published.earliest().is_some_and(|day| day > today) {
        let reason = Refusal::new("frameworks-refusal-future").field("published_on");
        refusals.push(reason.with("today", today.vietnamese()));
    }
    refusals
}

/// Records a published framework; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn publish(ctx: &Ctx, content: Content) -> Result<i64> {
    let owner_agency_id = ctx.own_agency_id();
    ctx.may(&PUBLISH, &Scope::owned_by(owner_agency_id))?;
    ctx.write(move |tx| {
        let taken = store::by_code(tx, &content.code)?.is_some();
        new_faults(&content, (taken, tx.today())).or(())?;
        let events = [Event::Published { owner_agency_id, content: content.clone() }];
        let framework = store::begin(tx.new_id(), &events)?;
        store::save(tx, &framework, &events)?;
        Ok(framework.id)
    })
    .await
}

/// Corrects a framework; the old wording stays in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, (id, seen): (i64, i64), content: Content, reason: String) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let mut framework = store::load(tx, id)?.ok_or(Error::NotFound)?;
        ctx_of_job.may(&PUBLISH, &Scope::owned_by(framework.owner_agency_id))?;
        let taken = store::by_code(tx, &content.code)?.is_some_and(|other| other.id != id);
        let mut refusals = new_faults(&content, (taken, tx.today()));
        if reason.trim().is_empty() {
            refusals.push(Refusal::new("frameworks-refusal-reason-missing").field("reason"));
        }
        if framework.revision != seen {
            refusals.push(Refusal::new("frameworks-refusal-stale"));
        } else if framework.content == content {
            refusals.push(Refusal::new("frameworks-refusal-nothing-to-correct"));
        }
        refusals.or(())?;
        let events = [Event::Corrected { content: content.clone(), reason: reason.clone() }];
        framework.apply_all(&events);
        store::save(tx, &framework, &events)
    })
    .await
}

/// One line of `model-frameworks.csv`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkRow {
    /// Code in the register.
    pub code: String,
    /// Code of the publishing ministry.
    pub publisher_code: String,
    /// Its name.
    pub publisher: String,
    /// For which agencies.
    pub applies_to: String,
    /// Year, when only that is known.
    pub published_year: String,
    /// Day, month, year or nothing.
    pub published_on: String,
    /// Number of the decision.
    pub decision_no: String,
    /// How certain the line is.
    pub certainty: String,
    /// By when an undated framework was known.
    pub known_by: Day,
}

/// Enters a line.
///
/// # Errors
/// [`Error::Refused`] with every reason at once.
pub fn enter(tx: &mut Tx<'_>, row: &FrameworkRow) -> Result<(Entered, Vec<Refusal>)> {
    let content = content_of(row)?;
    let Some(mut framework) = store::by_code(tx, &content.code)? else {
        let events = [Event::Published { owner_agency_id: crate::NATION_AGENCY_ID, content }];
        store::save(tx, &store::begin(tx.new_id(), &events)?, &events)?;
        return Ok((Entered::Created, Vec::new()));
    };
    let held = framework.content.clone();
    if held == content {
        return Ok((Entered::Unchanged, Vec::new()));
    }
    let events = [Event::Corrected { content, reason: crate::IMPORT_REASON.to_owned() }];
    framework.apply_all(&events);
    store::save(tx, &framework, &events)?;
    let right = &framework.content;
    let date = |date: KnownDate| format!("{} (≤ {})", date.text(), date.counts_from());
    let compared = Entered::compare([
        ("publisher_code", held.publisher_code, right.publisher_code.clone()),
        ("publisher", held.publisher, right.publisher.clone()),
        ("applies_to", held.applies_to, right.applies_to.clone()),
        ("published_on", date(held.published), date(right.published)),
        ("decision_no", held.decision_no, right.decision_no.clone()),
        ("certainty", held.certainty, right.certainty.clone()),
    ]);
    Ok((compared, Vec::new()))
}

fn content_of(row: &FrameworkRow) -> Result<Content> {
    let text = |text: &str| text.trim().to_owned();
    // The day is the better knowledge; the year stands in where only that is known.
    let (field, written) = match row.published_on.trim() {
        "" => ("published_year", row.published_year.trim()),
        day => ("published_on", day),
    };
    let published = KnownDate::parse(written, row.known_by);
    let content = Content {
        code: text(&row.code),
        publisher_code: text(&row.publisher_code),
        publisher: text(&row.publisher),
        applies_to: text(&row.applies_to),
        published: published.clone().unwrap_or(KnownDate::KnownBy(row.known_by)),
        decision_no: text(&row.decision_no),
        certainty: text(&row.certainty),
    };
    let mut refusals = faults(&content);
    if published.is_err() {
        refusals.push(Refusal::new("frameworks-refusal-date").field(field).with("text", written));
    }
    refusals.or(content).map_err(Into::into)
}
