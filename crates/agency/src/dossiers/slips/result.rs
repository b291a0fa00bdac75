//! The paper that a procedure ends with, filled from the dossier: a draft until the head has signed.

use super::super::applicants::Person;
use super::super::event::DossierEvent;
use super::super::model::Dossier;
use super::folder::{Folder, is_turned_away};
use super::words::Words;
use papers::Paper;
use platform::web::Past;
use platform::{Day, Refusal, Role};
use registers::admin_procedures::fields::Schema;
use registers::admin_procedures::result::{Frame, ResultTemplate, fill};
use std::collections::BTreeMap;

/// When the head did the last step that is the head's, and who it was; none while work below goes on.
///
/// A process without a step of the head counts as signed when handling has ended.
pub(super) fn signed(folder: &Folder) -> Option<(i64, String)> {
    signed_in(&folder.past, folder.dossier().settled_at)
}

/// Whether the paper that a dossier ends with is signed, or still a draft.
pub fn is_signed(past: &[Past<Dossier>], settled_at: Option<i64>) -> bool {
    signed_in(past, settled_at).is_some()
}

fn signed_in(past: &[Past<Dossier>], settled_at: Option<i64>) -> Option<(i64, String)> {
    let mut signed = None;
    for past in past {
        let Some(before) = &past.before else { continue };
        if let DossierEvent::Completed { token, .. } = &past.event
            && before.task(*token).is_some_and(|task| task.role == Role::Head)
        {
            signed = Some((past.at, past.by.clone()));
        }
        // Work given back to those who prepare it makes the paper a draft again.
        let prepares = |role: Role| matches!(role, Role::Officer | Role::UnitHead | Role::Head);
        if past.after.tasks.iter().any(|task| prepares(task.role)) {
            signed = None;
        }
    }
    signed.or_else(|| settled_at.map(|at| (at, String::new())))
}

/// The result paper of a dossier, as it stands today.
///
/// # Errors
/// When the dossier ends without a result, or its procedure has no template.
pub(super) fn paper(folder: &Folder, words: Words, today: Day) -> Result<Paper, Refusal> {
    let dossier = folder.dossier();
    if dossier.status.ended_without_result() || is_turned_away(dossier) {
        return Err(Refusal::new("slips-refusal-no-result").with("code", &dossier.code));
    }
    let procedure = &folder.procedure;
    let Some(template) = &procedure.result else {
        return Err(Refusal::new("slips-refusal-no-template").with("procedure", &procedure.name));
    };
    let signed = signed(folder);
    let frame = Frame {
        superior: folder.office.superior.clone(),
        issuer: folder.office.name.clone(),
        place: folder.office.place.clone(),
        issued_on: signed.as_ref().map_or(today, |(at, _)| Day::of_instant(*at)),
        number: dossier.intake.book_no.filter(|_| signed.is_some()).and_then(|number| number.try_into().ok()),
        signer_authority: String::new(),
        signer_title: String::new(),
        signer_name: signed.as_ref().map_or_else(String::new, |(_, by)| by.clone()),
        dossier: places(folder),
    };
    let none = Schema::default();
    let schema = procedure.fields.as_ref().unwrap_or(&none);
    let paper = fill(template, (schema, &folder.values), &frame);
    Ok(if signed.is_some() { paper } else { paper.banner(words.t("slips-draft")) })
}

fn places(folder: &Folder) -> BTreeMap<String, String> {
    let dossier = folder.dossier();
    let number = dossier.intake.book_no.map(|number| number.to_string()).unwrap_or_default();
    let of_dossier = [("dossier_code", dossier.code.as_str()), ("book_number", number.as_str())];
    let all = of_dossier.into_iter().chain(places_of(&folder.applicant));
    all.map(|(place, text)| (place.to_owned(), text.to_owned())).collect()
}

/// What a paper may say of the applicant.
fn places_of(person: &Person) -> [(&'static str, &str); 3] {
    [
        ("applicant_name", &person.name),
        ("applicant_identity", &person.id_number),
        ("applicant_address", &person.address),
    ]
}

/// Whether the paper of a template says something else of one applicant than of the other.
pub fn tells_apart(template: &ResultTemplate, (one, other): (&Person, &Person)) -> bool {
    let mut pairs = places_of(one).into_iter().zip(places_of(other));
    pairs.any(|((place, text), (_, another))| text != another && template.has_place(place))
}
