//! The form of each act: what is asked, and what is known already.

use super::seen::{Case, path_of, step_name};
use crate::dossiers::applicants::Person as Applicant;
use crate::dossiers::event::Wanted;
use crate::dossiers::tasks::SECTION;
use crate::dossiers::{
    Ask, Complete, Delivery, Dossier, EndEarly, Extend, NewFile, Typed, clock, regulation, taker,
};
use crate::processes::Published;
use crate::services::Policy;
use maud::{Markup, html};
use platform::web::{Choice, Field, Fields, Form, Reader, Tone, Web, facts, notice};
use platform::{Refusal, Result};
use registers::admin_procedures::{Procedure, fields};
use registers::calendars::views::moment;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a browser offers to choose.
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx";
/// The most working days by which a form extends.
const MOST_DAYS: i64 = 30;

/// A form about a dossier: the way back, what it is about, the revision seen.
fn form(web: &Web, case: &Case, [title, button]: [&'static str; 2]) -> Form {
    about(web, &case.dossier, [title, button]).intro(head(web, case)).cancel(path_of(&case.dossier))
}

/// What a form is about: the procedure, whose dossier it is, when it is due.
fn head(web: &Web, case: &Case) -> Markup {
    facts(&[
        (web.t("record-procedure"), html! { (case.procedure.name) }),
        (web.t("record-applicant"), html! { (case.applicant) }),
        (web.t("record-due"), html! { (due_words(web, &case.dossier)) }),
    ])
}

fn about(web: &Web, dossier: &Dossier, [title, button]: [&'static str; 2]) -> Form {
    Form::new(web.t_with(title, &[("code", &dossier.code)]), web.t(button))
        .section(SECTION)
        .crumb("/tasks", web.t("tasks-title"))
        .crumb(path_of(dossier), &dossier.code)
        .revision(dossier.revision)
}

/// The due moment in words, or why there is none.
pub(super) fn due_words(web: &Web, dossier: &Dossier) -> String {
    match (dossier.due_at(), &dossier.clock) {
        (Some(due_at), _) => moment(web, due_at),
        (None, Some(_)) => web.t("tasks-clock-stands"),
        (None, None) => web.t("tasks-no-limit"),
    }
}

/// The step that a form completes, with what is known for it.
pub(super) struct StepAsked<'a> {
    pub published: &'a Published,
    pub token: u32,
    pub node: u16,
    pub procedure: &'a Arc<Procedure>,
    /// What the inputs of the procedure's fields hold at first; none where there is nothing to ask.
    pub asked: Option<&'a Typed>,
    /// Who may be named for the next step.
    pub receivers: &'a [(i64, String)],
}

/// The form that completes a step.
pub(super) fn complete(web: &Web, dossier: &Dossier, step: &StepAsked<'_>) -> Form {
    let StepAsked { published, token, node, procedure, asked, receivers } = *step;
    let path = path_of(dossier);
    let is_last = published.is_last(node);
    let button = if is_last { "record-return-button" } else { "record-complete-button" };
    let mut form = Form::new(step_name(Some(published), node), web.t(button))
        .section(SECTION)
        .crumb("/tasks", web.t("tasks-title"))
        .crumb(path.clone(), &dossier.code)
        .action(format!("{path}/complete/{token}"))
        .revision(dossier.revision);
    let outcomes = published.choices(node).iter().map(|choice| Choice::new(&choice.word, &choice.label));
    let outcomes: Vec<Choice> = outcomes.collect();
    if !outcomes.is_empty() {
        form = form.field(Field::radio("outcome", "record-outcome", outcomes).required());
    }
    if !receivers.is_empty() {
        let people = receivers.iter().map(|(account_id, name)| Choice::new(account_id.to_string(), name));
        let to = Field::select("to", "record-next-to", people.collect());
        form = form.field(to.hint("record-next-to-hint"));
    }
    if is_last {
        let ways = Delivery::ALL.into_iter().map(|way| Choice::new(way.word(), web.t(way.key()))).collect();
        form = form
            .field(Field::radio("delivery", "record-delivery", ways).required())
            .value("delivery", dossier.intake.wants.word());
        form = taker::asked(form);
    }
    let form = form
        .field(Field::area("note", "record-note").hint("record-note-hint"))
        .field(Field::files("file", "record-files", ACCEPT).hint("record-file-hint"));
    // When the result is given there is nothing left that answers could change.
    match asked.filter(|_| !is_last) {
        Some(asked) => with_answers(form, Arc::clone(procedure), asked.clone()),
        None => form,
    }
}

/// The same on a page of its own: with what it is about, and the way back.
pub(super) fn complete_alone(web: &Web, case: &Case, step: &StepAsked<'_>) -> Form {
    complete(web, &case.dossier, step).intro(head(web, case)).cancel(path_of(&case.dossier))
}

/// What tells a form that asked for the answers from one that did not.
const ANSWERS_ASKED: &str = "answers_asked";

/// Adds the procedure's fields, folded away while nothing in them is wrong.
fn with_answers(form: Form, procedure: Arc<Procedure>, asked: Typed) -> Form {
    form.inside(move |web, typed, reasons| {
        let Some(schema) = &procedure.fields else { return html! {} };
        let typed = typed.map_or_else(|| asked.clone(), fields::views::typed);
        let is_wrong = schema.fields.iter().any(|field| !fields::faults_of(reasons, &field.key).is_empty());
        html! {
            input type="hidden" name=(ANSWERS_ASKED) value="1";
            details.fold open[is_wrong] {
                summary { (web.t("record-mend-answers")) }
                div.stack { (fields::views::inputs(web, schema, &typed, reasons)) }
            }
        }
    })
}

/// What was typed into the procedure's fields; none where the form did not ask.
pub(super) fn read_answers(sent: &Fields) -> Option<Typed> {
    sent.has(ANSWERS_ASKED).then(|| fields::views::typed(sent))
}

/// Reads what the form of a step brought, with who comes for the result and was not entered at receipt.
///
/// # Errors
/// The mistakes.
pub(super) fn read_complete(
    fields: &Fields,
    token: u32,
) -> Result<(Option<i64>, Complete, Option<Applicant>)> {
    fields.read(|read| {
        let delivery = read.optional_text("delivery").and_then(|word| {
            let delivery = Delivery::of_word(&word);
            if delivery.is_none() {
                read.refuse(Refusal::new("form-not-a-choice").field("delivery").with("text", word));
            }
            delivery
        });
        let what = Complete {
            token,
            outcome: read.optional_text("outcome"),
            note: read.optional_text("note").unwrap_or_default(),
            delivery,
            answers: None,
        };
        let taker = delivery.and_then(|delivery| taker::read(read, (fields, delivery)));
        (read.revision(), what, taker)
    })
}

/// Who is named for the next step.
///
/// # Errors
/// When it is no number.
pub(super) fn read_next(fields: &Fields) -> Result<Option<i64>> {
    fields.read(|read| read.optional_number("to"))
}

/// The files that came with a form.
pub(super) fn files(fields: &Fields) -> Vec<NewFile> {
    let sent = fields.files("file").into_iter();
    sent.map(|file| NewFile { name: file.file_name.clone(), bytes: file.bytes.clone() }).collect()
}

/// The form that takes a task.
pub(super) fn take(web: &Web, case: &Case) -> Form {
    form(web, case, ["record-take-title", "record-act-take"])
}

/// The form that hands a task over to one of `receivers`.
pub(super) fn hand_over(web: &Web, case: &Case, receivers: Vec<Choice>) -> Form {
    form(web, case, ["record-hand-over-title", "record-hand-over-button"])
        .field(Field::select("to", "record-hand-over-to", receivers).required())
        .field(Field::area("reason", "record-reason").required())
}

/// The form that asks for papers.
pub(super) fn ask(web: &Web, case: &Case) -> Form {
    let again = case.dossier.supplements() > 0;
    let key = if again { "record-ask-again" } else { "record-ask-once" };
    let tone = if again { Tone::Soon } else { Tone::Off };
    let late = ask_late(web, case);
    let is_late = late.is_some();
    let asked = form(web, case, ["record-ask-title", "record-ask-button"]).intro(html! {
        (head(web, case))
        (notice(tone, &html! { p { (web.t(key)) } }))
        @if case.policy == Policy::End {
            (notice(Tone::Soon, &html! { p { (web.t("record-ask-ends")) } }))
        }
        @if let Some(late) = late { (notice(Tone::Soon, &html! { p { (late) } })) }
    });
    let asked = papers_asked(web, case, asked)
        .field(Field::area("reason", "record-reason").required().hint("record-ask-reason-hint"));
    let basis = Field::text("basis", "record-ask-late-basis").hint("record-ask-late-basis-hint");
    let asked =
        if again { asked.field(Field::area("again", "record-ask-why-again").required()) } else { asked };
    let asked = if is_late { asked.field(basis.required()) } else { asked };
    asked.draft("dossiers.ask")
}

/// Asks which papers are missing: those of the procedure are ticked, any other is written.
fn papers_asked(web: &Web, case: &Case, form: Form) -> Form {
    let components = case.procedure.components.iter().enumerate().map(|(at, component)| {
        let is_held = case.dossier.intake.papers.iter().any(|paper| paper.component == Some(at));
        let label = if is_held {
            web.t_with("record-ask-held", &[("paper", &component.name)])
        } else {
            component.name.clone()
        };
        Choice::new(at.to_string(), label)
    });
    let components: Vec<Choice> = components.collect();
    if components.is_empty() {
        let missing = Field::area("missing", "record-ask-missing").required();
        return form.field(missing.hint("record-ask-missing-hint"));
    }
    form.field(
        Field::ticks("paper", "record-ask-missing", components).required().hint("record-ask-tick-hint"),
    )
    .field(Field::area("missing", "record-ask-others").hint("record-ask-missing-hint"))
}

/// The papers that are asked for, each once: the components ticked, then the lines written; none where a box is of no
/// component.
fn papers_named(read: &mut Reader<'_>, case: &Case) -> Option<Vec<String>> {
    let (mut papers, mut is_read): (Vec<String>, bool) = (Vec::new(), true);
    for place in read.all("paper") {
        match place.parse().ok().and_then(|at: usize| case.procedure.components.get(at)) {
            Some(component) => papers.push(component.name.trim().to_owned()),
            None => {
                is_read = false;
                read.refuse(Refusal::new("form-not-a-choice").field("paper").with("text", place));
            }
        }
    }
    let text = read.optional_text("missing").unwrap_or_default();
    // What begins a point of a list is no part of a name, and a line of such signs names nothing.
    let lines = text.lines().map(|line| line.trim_start_matches([' ', '\t', '-', '–', '•', '+', '*']).trim());
    papers.extend(lines.filter(|line| line.contains(char::is_alphanumeric)).map(str::to_owned));
    let mut named = BTreeSet::new();
    papers.retain(|paper| named.insert(paper.clone()));
    is_read.then_some(papers)
}

/// That the days in which papers are asked for are over; none while they run.
fn ask_late(web: &Web, case: &Case) -> Option<String> {
    let today = web.today();
    let days = regulation::on(today).supplement_days;
    let last_day =
        clock::ask_until(&case.dossier, &case.calendar, days).filter(|last_day| *last_day < today)?;
    let values = [("days", web.number(days)), ("day", last_day.vietnamese())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(web.t_with("record-ask-late", &values))
}

/// Reads what the form for papers brought.
pub(super) fn read_ask(read: &mut Reader<'_>, (web, case): (&Web, &Case)) -> Ask {
    let missing = papers_named(read, case);
    if missing.as_ref().is_some_and(Vec::is_empty) {
        let field = if case.procedure.components.is_empty() { "missing" } else { "paper" };
        read.refuse(Refusal::new("form-missing").field(field));
    }
    let reason = read.text("reason");
    // What only some requests need is missed with the rest, not after it.
    let again = (case.dossier.supplements() > 0).then(|| read.text("again"));
    let basis = ask_late(web, case).map(|_| read.text("basis"));
    Ask { wanted: Wanted::Papers { missing: missing.unwrap_or_default() }, reason, again, basis }
}

/// The form that asks for a payment.
pub(super) fn ask_payment(web: &Web, case: &Case) -> Form {
    form(web, case, ["record-ask-payment-title", "record-ask-button"])
        .field(Field::number("amount", "record-amount").required())
        .field(Field::text("basis", "record-payment-basis").hint("record-payment-basis-hint"))
        .field(Field::area("reason", "record-reason").required())
}

/// Reads what the form for a payment brought.
pub(super) fn read_ask_payment(read: &mut Reader<'_>) -> Ask {
    let wanted = Wanted::Payment { amount_vnd: read.number("amount"), basis: read.optional_text("basis") };
    Ask { wanted, reason: read.text("reason"), again: None, basis: None }
}

/// The form that extends the limit: every choice says the day it leads to.
pub(super) fn extend(web: &Web, case: &Case) -> Form {
    let due_at = case.dossier.due_at();
    let choice = |days: i64| {
        let new = clock::extended(&case.calendar, due_at?, days).ok()?;
        let values = [("days", web.number(days)), ("moment", moment(web, new))];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(Choice::new(days.to_string(), web.t_with("record-extend-choice", &values)))
    };
    let choices: Vec<Choice> = (1..=MOST_DAYS).filter_map(choice).collect();
    form(web, case, ["record-extend-title", "record-extend-button"])
        .field(Field::select("days", "record-extend-days", choices).required().hint("record-extend-hint"))
        .field(Field::area("reason", "record-reason").required().hint("record-extend-reason-hint"))
}

/// Reads what the form of an extension brought.
pub(super) fn read_extend(read: &mut Reader<'_>) -> Extend {
    Extend { days: read.number("days"), reason: read.text("reason") }
}

/// The form that refuses in writing.
pub(super) fn refuse(web: &Web, case: &Case) -> Form {
    form(web, case, ["record-refuse-title", "record-refuse-button"])
        .ends_for_good()
        .field(Field::area("reason", "record-reason").required().hint("record-refuse-hint"))
        .draft("dossiers.refuse")
}

/// Reads what the form of a refusal brought.
pub(super) fn read_refuse(read: &mut Reader<'_>) -> EndEarly {
    EndEarly::Refuse { reason: read.text("reason") }
}

/// The form that takes a dossier back on the citizen's wish.
pub(super) fn withdraw(web: &Web, case: &Case) -> Form {
    form(web, case, ["record-withdraw-title", "record-withdraw-button"])
        .ends_for_good()
        .field(Field::area("reason", "record-reason").hint("record-withdraw-hint"))
}

/// Reads what the form of a withdrawal brought.
pub(super) fn read_withdraw(read: &mut Reader<'_>) -> EndEarly {
    EndEarly::Withdraw { reason: read.optional_text("reason").unwrap_or_default() }
}

/// The form that stops handling.
pub(super) fn stop(web: &Web, case: &Case) -> Form {
    form(web, case, ["record-stop-title", "record-stop-button"])
        .ends_for_good()
        .field(Field::area("reason", "record-reason").required())
        .field(Field::text("basis", "record-basis").required().hint("record-basis-hint"))
        .draft("dossiers.stop")
}

/// Reads what the form of a stop brought.
pub(super) fn read_stop(read: &mut Reader<'_>) -> EndEarly {
    EndEarly::Stop { reason: read.text("reason"), basis: read.text("basis") }
}

/// The form that adds a note.
pub(super) fn note(web: &Web, case: &Case) -> Form {
    form(web, case, ["record-note-title", "record-act-note"])
        .field(Field::area("note", "record-note").required().hint("record-note-hint"))
}

/// The form that adds a file.
pub(super) fn attach(web: &Web, case: &Case) -> Form {
    form(web, case, ["record-attach-title", "record-attach-button"])
        .field(Field::file("file", "record-file", ACCEPT).required().hint("record-file-hint"))
}
