//! Drafts (bản nháp): forms not sent yet, kept for the agency that began them and seen by no other.
//!
//! Its author goes on with a draft, and whoever leads may read it, on the very form it was saved from; nobody but the
//! author saves it over or uses it up. Colleagues see that there is one.
//!
//! What was typed stands in a technical table and goes when the draft is used or discarded; the
//! journal holds its commitment, because an unsent form may name people.

mod model;
mod pages;
mod store;

pub use model::{Draft, DraftEvent, State};

use crate::accounts::password::commitment;
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::permissions::Role;
use crate::record::Record;
use crate::web::{Fields, Route, SIGNED_IN, Web, get, post};

crate::messages!("drafts", "../../i18n/drafts.vi.ftl", "../../i18n/drafts.en.ftl");
crate::record_kind!(Draft, "/drafts/", store::load, store::ids);

/// Fields that belong to one sending of a form and not to what was typed.
const NOT_TYPED: [&str; 4] = ["csrf", "form_key", "save_draft", "draft"];

/// The pages of this slice.
pub fn routes() -> Vec<Route> {
    vec![
        get("/drafts", SIGNED_IN, pages::list),
        get("/drafts/{id}", SIGNED_IN, pages::go_on),
        post("/drafts/{id}/discard", SIGNED_IN, pages::discard),
    ]
}

/// How many forms of an agency are not yet sent.
///
/// # Errors
/// When the database fails.
pub fn count_open(tx: &mut Tx<'_>, owner_agency_id: i64) -> Result<i64> {
    Ok(store::count_open(tx, owner_agency_id)?.pop().map_or(0, |row| row.drafts))
}

/// Fields by which a form is told from others of its kind, the most telling first.
const TELLING: [&str; 14] = [
    "certificate_no",
    "number",
    "code",
    "name",
    "agency_code",
    "owner_code",
    "card_no",
    "paper_no",
    "body_code",
    "login",
    "subject",
    "title",
    "decision_no",
    "reason",
];
/// Those of [`TELLING`] that may name a person: only the author reads them in the list.
const PERSONAL: [&str; 7] = ["name", "card_no", "paper_no", "login", "subject", "title", "reason"];
/// The longest text that names a draft, and how many such texts do.
const LONGEST_TELLING: usize = 60;
const MOST_TELLING: usize = 2;

/// Who looks at the list of drafts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// Whoever began the draft.
    Author,
    /// A colleague, who need not know whom it is about.
    Colleague,
}

/// What was typed, in the few words by which its author knows the draft again; empty for nothing typed.
fn told(fields: &str, reads: Reads) -> String {
    let typed: Vec<(String, String)> = serde_json::from_str(fields).unwrap_or_default();
    let text = |name: &str| typed.iter().find(|field| field.0 == name).map_or("", |field| field.1.trim());
    let may_read = |name: &&&str| reads == Reads::Author || !PERSONAL.contains(*name);
    let texts = TELLING.iter().filter(may_read).map(|name| text(name)).filter(|text| !text.is_empty());
    let short = |text: &str| match text.char_indices().nth(LONGEST_TELLING) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    };
    texts.take(MOST_TELLING).map(short).collect::<Vec<_>>().join(" · ")
}

/// The draft that a form was drawn from, as the form carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    id: i64,
    /// How often it had been changed then; none when the form does not say.
    revision: Option<i64>,
}

impl Seen {
    /// The draft of a sending; none when the form was drawn from none.
    pub fn of(fields: &Fields) -> Option<Seen> {
        let text = fields.get("draft");
        let (id, revision) = text.split_once('.').map_or((text, None), |(id, seen)| (id, Some(seen)));
        let revision = match revision {
            Some(seen) => Some(seen.parse().ok()?),
            None => None,
        };
        Some(Seen { id: id.parse().ok()?, revision })
    }
}

/// The form that asks for a draft: whose, of which kind, and where it stands.
#[derive(Debug, Clone)]
struct Asks {
    agency_id: i64,
    account_id: i64,
    form: &'static str,
    path: String,
}

impl Asks {
    fn of(web: &Web, form: &'static str) -> Asks {
        let (agency_id, account_id) = (web.ctx.own_agency_id(), web.ctx.actor.account_id);
        Asks { agency_id, account_id, form, path: web.path.clone() }
    }

    /// Whether a draft was saved from this form; another form may hold what its readers must not see.
    fn fits(&self, draft: &Draft) -> bool {
        draft.form == self.form && draft.path == self.path
    }

    /// The open draft that the form was drawn from, while it is the actor's own and as it was seen.
    fn own(&self, tx: &mut Tx<'_>, seen: Seen) -> Result<Option<Draft>> {
        let draft = match open_draft(tx, seen.id, self.agency_id) {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        let is_own = self.fits(&draft) && draft.account_id == self.account_id;
        let is_as_seen = seen.revision.is_none_or(|revision| revision == draft.revision);
        Ok((is_own && is_as_seen).then_some(draft))
    }
}

/// Keeps what was typed as a new draft of `form`, or over the draft it came from; returns its id.
///
/// A draft of somebody else, of another form, or changed meanwhile stays as it is beside the new one.
///
/// # Errors
/// When the database fails.
pub async fn keep(web: &Web, (form, seen): (&'static str, Option<Seen>), fields: &Fields) -> Result<i64> {
    let typed: Vec<_> =
        fields.texts().iter().filter(|field| !NOT_TYPED.contains(&field.0.as_str())).collect();
    let json = serde_json::to_string(&typed).map_err(Error::failed)?;
    let asks = Asks::of(web, form);
    web.ctx
        .write(move |tx| {
            let (at, fields_commitment) = (tx.now(), salted(tx, &json));
            let own = match seen {
                Some(seen) => asks.own(tx, seen)?,
                None => None,
            };
            if let Some(draft) = own {
                let id = draft.id;
                change(tx, draft, DraftEvent::SavedAgain { fields_commitment, at })?;
                store::put_fields(tx, id, &json)?;
                return Ok(id);
            }
            let begun = DraftEvent::Saved {
                owner_agency_id: asks.agency_id,
                account_id: asks.account_id,
                form: asks.form.to_owned(),
                path: asks.path.clone(),
                fields_commitment,
                at,
            };
            let id = tx.new_id();
            let draft =
                Draft::begin(id, &begun).ok_or_else(|| Error::failed("a draft begins by being saved"))?;
            store::save(tx, &draft, &[begun])?;
            store::put_fields(tx, id, &json)?;
            Ok(id)
        })
        .await
}

/// The commitment of what was typed; the new id makes equal texts differ.
fn salted(tx: &mut Tx<'_>, json: &str) -> String {
    let salt = tx.new_id();
    format!("{salt:x}:{}", commitment(format!("{salt:x}{json}").as_bytes()))
}

fn change(tx: &mut Tx<'_>, mut draft: Draft, event: DraftEvent) -> Result<()> {
    draft.apply(&event);
    store::save(tx, &draft, &[event])
}

/// An open draft of this agency; others are as good as absent.
fn open_draft(tx: &mut Tx<'_>, id: i64, agency_id: i64) -> Result<Draft> {
    let draft = store::load(tx, id)?;
    draft
        .filter(|draft| draft.owner_agency_id == agency_id && draft.state == State::Open)
        .ok_or(Error::NotFound)
}

/// What was typed into a draft of this form, with the draft itself among it as [`Seen`] reads it.
///
/// # Errors
/// [`Error::NotFound`] when the draft was not saved from this form in the actor's agency, or is used or discarded;
/// [`Error::Forbidden`] when it is somebody else's.
pub async fn fields_of(web: &Web, form: &'static str, id: i64) -> Result<Fields> {
    let (asks, actor) = (Asks::of(web, form), web.ctx.clone());
    web.ctx
        .read(move |tx| {
            let draft = open_draft(tx, id, asks.agency_id)?;
            if !asks.fits(&draft) {
                return Err(Error::NotFound);
            }
            if !may_handle(&actor, draft.account_id) {
                return Err(Error::Forbidden("drafts.open"));
            }
            let kept = store::fields(tx, id)?.pop().ok_or(Error::NotFound)?;
            let mut typed: Vec<(String, String)> =
                serde_json::from_str(&kept.fields).map_err(Error::failed)?;
            typed.push(("draft".to_owned(), format!("{id}.{}", draft.revision)));
            Ok(Fields::of(typed))
        })
        .await
}

/// Says that the form of this draft was sent by its author; a draft that is gone already, or that changed since the
/// form was drawn, is no mistake and stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn use_up(web: &Web, form: &'static str, seen: Seen) -> Result<()> {
    let asks = Asks::of(web, form);
    let ctx = web.ctx_beside();
    let used = ctx.write(move |tx| {
        let event = DraftEvent::Used { at: tx.now() };
        match asks.own(tx, seen)? {
            Some(draft) => close(tx, draft, event),
            None => Err(Error::NotFound),
        }
    });
    match used.await {
        Err(Error::NotFound) => Ok(()),
        other => other,
    }
}

/// Whether this person may open a draft of an author or throw it away: the author, and whoever leads the agency or a
/// unit of it.
fn may_handle(ctx: &Ctx, author_id: i64) -> bool {
    let Some(role) = ctx.actor.role() else { return false };
    role != Role::Reader && (ctx.actor.account_id == author_id || matches!(role, Role::Head | Role::UnitHead))
}

/// Throws a draft away.
///
/// # Errors
/// [`Error::NotFound`] when it is not one of the actor's agency; [`Error::Forbidden`] when it is somebody else's.
pub async fn discard(ctx: &Ctx, id: i64) -> Result<()> {
    if ctx.actor.role().is_none_or(|role| role == Role::Reader) {
        return Err(Error::Forbidden("drafts.discard"));
    }
    let agency_id = ctx.own_agency_id();
    let actor = ctx.clone();
    ctx.write(move |tx| {
        let draft = open_draft(tx, id, agency_id)?;
        if !may_handle(&actor, draft.account_id) {
            return Err(Error::Forbidden("drafts.discard"));
        }
        let event = DraftEvent::Discarded { at: tx.now() };
        close(tx, draft, event)
    })
    .await
}

fn close(tx: &mut Tx<'_>, draft: Draft, event: DraftEvent) -> Result<()> {
    let id = draft.id;
    change(tx, draft, event)?;
    store::forget_fields(tx, id)?;
    Ok(())
}
#[cfg(test)]
mod tests {
    use super::{Reads, told};

    #[test]
    fn a_draft_is_named_by_what_tells_it_from_others_of_its_kind() {
        let typed = |fields: &[(&str, &str)]| told(&serde_json::to_string(fields).unwrap(), Reads::Author);
        assert_eq!(
            typed(&[("agency_code", "02-STC"), ("certificate_no", " HT-MP-0152/2009 "), ("reason", "x")]),
            "HT-MP-0152/2009 · 02-STC"
        );
        assert_eq!(typed(&[("kind", "initial"), ("certificate_no", " ")]), "");
        assert_eq!(typed(&[("reason", &"ậ".repeat(70))]), format!("{}…", "ậ".repeat(60)));
        assert_eq!(told("no list", Reads::Author), "");
    }

    #[test]
    fn colleagues_are_not_told_whom_a_draft_is_about() {
        let fields = serde_json::to_string(&[("name", "Trần Thị Bưởi"), ("number", "12"), ("reason", "x")]);
        assert_eq!(told(&fields.unwrap(), Reads::Colleague), "12");
    }
}
