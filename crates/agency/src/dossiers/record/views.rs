//! The markup of a dossier's page.

use super::allowed::Act;
use super::chain::chain;
use super::due::{due_block, standing};
use super::forms::{self, StepAsked};
use super::seen::{Case, Seen, is_from_register, path_of};
use super::told::{told, wanted_words};
use crate::dossiers::applicants::Person as Applicant;
use crate::dossiers::counter::received_offer;
use crate::dossiers::event::{DossierEvent, Wanted};
use crate::dossiers::lists::{self, status_tag};
use crate::dossiers::model::with_repeats;
use crate::dossiers::privacy::{has_part, without_identity};
use crate::dossiers::tasks::{self, left::MICROS_PER_MINUTE};
use crate::dossiers::{Attachment, Dossier, Extension, PaperIn, Status, Task, WORK, incidents, slips};
use maud::{Markup, html};
use platform::web::{
    Icon, Page, Past, RecordPage, Tone, Web, block, crumbs, facts, icon, joined, moments, next_action,
    next_link, notice, others, papers, record_page, role_name, timeline,
};
use platform::{Refusals, Role};
use registers::calendars::views::moment;

/// The page of a dossier.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    let applicant = seen.applicant.as_ref().map(|applicant| applicant.name.as_str()).unwrap_or_default();
    let title = if applicant.is_empty() {
        seen.procedure.name.clone()
    } else {
        // The facts below say the longest names whole.
        let applicant = lists::shortened(applicant);
        web.t_with("record-title", &[("procedure", &seen.procedure.name), ("applicant", &applicant)])
    };
    let page = RecordPage {
        near: seen.beside.as_ref().map(|beside| tasks::near(web, beside, dossier)),
        crumbs: crumbs(web, &way_here(web)),
        title: title.clone(),
        line: html! {
            span.code { (dossier.code) }
            (status_tag(web, dossier.status))
            @if !dossier.status.is_over() { (standing(web, seen)) }
        },
        across: chain(web, seen),
        next: next(web, seen),
        left: html! {
            (received_offer(web, (&format!("/dossiers/{}", dossier.id), dossier.id)))
            @if let Some(reason) = dossier.end_reason.as_ref().filter(|reason| !reason.is_empty()) {
                (notice(Tone::Off, &html! { p { b { (web.t(dossier.status.key())) } ": " (reason) } }))
            }
            (incidents::told(web, (&seen.dossier, seen.published.as_deref()), |token| {
                seen.acts.contains(&Act::Retry(token))
            }))
            (due_block(web, seen))
            (block(&web.t("record-facts"), &facts(&rows(web, seen))))
            @if !seen.answers.is_empty() { (block(&web.t("record-answers"), &facts(&answers(seen)))) }
            (block(&web.t("record-timeline"), &timeline(&moments(web, &seen.past, |past| told(web, seen, past)))))
        },
        beside: beside(web, seen),
    };
    let status = web.t_with("record-entries", &[("count", &dossier.revision.to_string())]);
    web.page(Page { title, section: section(web), main: record_page(&page), status, ..Page::default() })
}

/// What is told instead of the form of an extension, where one was given.
pub(super) fn extended_already(web: &Web, case: &Case, extension: &Extension) -> Markup {
    let (path, code) = (path_of(&case.dossier), &case.dossier.code);
    let mut way = way_here(web);
    way.push((path.clone(), code.clone()));
    let title = web.t_with("record-extend-title", &[("code", code)]);
    let words = web.t_with("record-extend-already", &[("moment", &moment(web, extension.due_at))]);
    let main = html! {
        div.pad.stack {
            div { (crumbs(web, &way)) h1 { (title) } }
            (notice(Tone::Soon, &html! { p { (words) } }))
            p { (next_link(&path, &web.t("record-gone-open"))) }
        }
    };
    web.page(Page { title, section: lists::SECTION, main, ..Page::default() })
}

/// The list one came from, to which Escape leads back: the register as it was filtered, else the own work.
fn way_here(web: &Web) -> Vec<(String, String)> {
    let step = if is_from_register(web) {
        let link = web.link_with(&[("from", ""), ("lang", "")]);
        let query = link.find('?').map_or("", |at| &link[at..]);
        (format!("/dossiers{query}"), web.t("lists-title"))
    } else if web.ctx.could(&WORK) {
        ("/tasks".to_owned(), web.t("tasks-title"))
    } else {
        ("/dossiers".to_owned(), web.t("lists-title"))
    };
    vec![step]
}

/// The section of the rail that the list belongs to.
fn section(web: &Web) -> &'static str {
    let is_own_work = web.ctx.could(&WORK) && !is_from_register(web);
    if is_own_work { tasks::SECTION } else { lists::SECTION }
}

/// The one next action of this person, or what the dossier waits for.
fn next(web: &Web, seen: &Seen) -> Option<Markup> {
    let dossier = &seen.dossier;
    if dossier.status.is_over() {
        return None;
    }
    if let Some(pause) = dossier.open_pause().filter(|_| dossier.status.is_waiting()) {
        let since = web.t_with("record-waits-since", &[("moment", &moment(web, pause.from_at))]);
        let why = format!("{}. {since}", wanted_words(web, &pause.wanted));
        if seen.acts.contains(&Act::Answer) {
            let (label, title) = match pause.wanted {
                Wanted::Papers { .. } => ("record-act-answer", "record-take-in"),
                Wanted::Payment { .. } => ("record-act-answer-payment", "record-take-in-payment"),
            };
            let act = next_link(&format!("{}/answer", seen.path()), &web.t(label));
            return Some(next_action(web, &web.t(title), &why, &act));
        }
        return Some(next_action(web, &web.t("record-waits-citizen"), &why, &html! {}));
    }
    match seen.doable().first() {
        Some(task) => own_step(web, seen, task),
        None => dossier.tasks.first().map(|task| step_of_another(web, seen, task)),
    }
}

/// The step that this person does, as its form.
fn own_step(web: &Web, seen: &Seen, task: &Task) -> Option<Markup> {
    let published = seen.published.as_deref()?;
    let asked = StepAsked {
        published,
        token: task.token,
        node: task.node,
        procedure: &seen.procedure,
        asked: seen.asked.as_ref(),
        receivers: &seen.receivers,
    };
    let form = forms::complete(web, &seen.dossier, &asked);
    let is_settled = seen.dossier.status == Status::Settled;
    let act = html! {
        // Budgets of steps end at odd seconds, of which nobody needs to know.
        // A late step is not yet a late dossier; and of a result that is there, no step is late any more.
        @if let Some(due_at) = task.step_due_at.filter(|_| !is_settled).map(|at| at - at % MICROS_PER_MINUTE) {
            @let (tone, key) = if due_at < seen.horizon.now {
                (Tone::Soon, "record-step-was-due")
            } else {
                (Tone::Off, "record-step-due")
            };
            (notice(tone, &html! {
                a.due href={ (seen.path()) "/due#steps" } { (web.t_with(key, &[("moment", &moment(web, due_at))])) }
            }))
        }
        (note_before(web, seen))
        @if task.role != Role::Clerk && has_result(seen) {
            p { (result_links(web, seen)) }
        }
        (form.body(web, None, &Refusals::default()))
    };
    Some(next_action(web, &seen.step_name(task.node), &whose(web, seen, task), &act))
}

/// What whoever did the step before, and anybody since, has noted for those who follow.
fn note_before(web: &Web, seen: &Seen) -> Markup {
    let is_step = |past: &Past<Dossier>| matches!(past.event, DossierEvent::Completed { .. });
    let first = seen.past.iter().rposition(is_step).unwrap_or(0);
    let notes = seen.past[first..].iter().filter_map(|past| match &past.event {
        DossierEvent::Completed { note, .. } | DossierEvent::Noted { note } => Some((past, note)),
        _ => None,
    });
    html! {
        @for (past, note) in notes.filter(|(_, note)| !note.is_empty()) {
            @let at = moment(web, past.at);
            (notice(Tone::Off, &html! {
                p { b { (web.t_with("record-note-before", &[("name", &past.by), ("moment", &at)])) } }
                p { (note) }
            }))
        }
    }
}

/// Who holds a task: the reader, somebody absent, nobody yet.
fn whose(web: &Web, seen: &Seen, task: &Task) -> String {
    match (task.assignee, seen.person.may_do(task)) {
        (None, _) => web.t("record-step-untaken"),
        (Some(_), Some(Some(absent))) => web.t_with("record-step-deputy", &[("name", seen.name(absent))]),
        (Some(_), Some(None)) => String::new(),
        (Some(assignee), None) => {
            let since = moment(web, task.since_at);
            web.t_with("record-step-held", &[("name", seen.name(assignee)), ("moment", &since)])
        }
    }
}

fn step_of_another(web: &Web, seen: &Seen, task: &Task) -> Markup {
    let title = web.t_with("record-waits-step", &[("step", &seen.step_name(task.node))]);
    let why = match task.assignee {
        Some(_) => whose(web, seen, task),
        None => web.t_with("record-step-of-role", &[("role", &role_name(web, task.role))]),
    };
    next_action(web, &title, &why, &html! {})
}

/// Labels and values of what the dossier is.
fn rows(web: &Web, seen: &Seen) -> Vec<(String, Markup)> {
    let intake = &seen.dossier.intake;
    let text = |value: String| html! { (value) };
    let procedure = html! {
        a href={ "/procedures/" (seen.procedure.id) } { (seen.procedure.name) }
        " " span.quiet { (web.t_with("record-version", &[("number", &intake.procedure_revision.to_string())])) }
    };
    let mut rows = vec![(web.t("record-procedure"), procedure)];
    rows.extend(person_rows(web, seen, ("record-applicant", seen.applicant.as_ref())));
    if intake.proxy_id.is_some() {
        rows.extend(person_rows(web, seen, ("record-proxy", seen.proxy.as_ref())));
    }
    let desk = joined(&[&web.t(intake.channel.key()), &seen.desk]);
    let mut more = vec![
        ("record-received", text(moment(web, seen.dossier.received_at))),
        ("record-channel", text(desk)),
        ("record-unit", text(seen.unit.clone())),
        ("record-sets", text(web.number(intake.sets))),
        ("record-fee", text(fee(web, seen))),
        ("record-wants", text(web.t(intake.wants.key()))),
        ("record-book", text(intake.book_no.map(|number| number.to_string()).unwrap_or_default())),
        ("record-delivered", text(seen.dossier.delivery.map(|way| web.t(way.key())).unwrap_or_default())),
    ];
    if let Some(score) = seen.dossier.rating {
        more.push(("record-rating", text(format!("{score}/5"))));
    }
    rows.extend(more.into_iter().map(|(key, value)| (web.t(key), value)));
    rows
}

fn fee(web: &Web, seen: &Seen) -> String {
    let intake = &seen.dossier.intake;
    if intake.fee_vnd == 0 {
        return web.t("record-no-fee");
    }
    let paid = if intake.fee_paid { "record-fee-paid" } else { "record-fee-unpaid" };
    joined(&[&web.t_with("record-fee-amount", &[("amount", &web.number(intake.fee_vnd))]), &web.t(paid)])
}

/// A person's lines. Numbers and how to reach somebody are shown to those who need them for their work.
fn person_rows(
    web: &Web,
    seen: &Seen,
    (label, person): (&'static str, Option<&Applicant>),
) -> Vec<(String, Markup)> {
    let Some(person) = person else { return vec![(web.t(label), html! { (web.t("record-erased")) })] };
    let shows = seen.shows_identity();
    let number = if shows { person.id_number.clone() } else { person.masked_number() };
    let reach = if shows { joined(&[&person.phone, &person.email]) } else { String::new() };
    vec![
        (web.t(label), html! { (person.name) " " span.quiet { (web.t(person.kind.key())) } }),
        (web.t("record-id-number"), html! { span.code { (number) } }),
        (web.t("record-address"), html! { (person.address) }),
        (web.t("record-reach"), html! { (reach) }),
    ]
}

/// The answers; numbers of identity cards are hidden from those who need them not.
fn answers(seen: &Seen) -> Vec<(String, Markup)> {
    let shows = seen.shows_identity();
    let shown = |text: &str| if shows { text.to_owned() } else { without_identity(text) };
    seen.answers.iter().map(|(label, text)| (label.clone(), html! { (shown(text)) })).collect()
}

fn beside(web: &Web, seen: &Seen) -> Markup {
    let acts: Vec<(String, String, String)> =
        seen.acts.iter().filter(|act| !is_next(seen, **act)).map(|act| act_row(web, seen, *act)).collect();
    let more = seen.doable().into_iter().skip(1).map(|task| {
        let path = format!("{}/complete/{}", seen.path(), task.token);
        (path, web.t_with("record-also-step", &[("step", &seen.step_name(task.node))]), String::new())
    });
    let acts: Vec<(String, String, String)> = more.chain(acts).collect();
    html! {
        @if !acts.is_empty() { (block(&web.t("record-acts"), &others(&acts))) }
        @if !seen.procedure.components.is_empty() { (block(&web.t("record-papers"), &components(web, seen))) }
        (block(&web.t("record-files-title"), &files(web, seen)))
        (forms_block(web, seen))
    }
}

/// The forms that can be printed for what has happened, and the paper that it ends with.
fn forms_block(web: &Web, seen: &Seen) -> Markup {
    let path = seen.path();
    let forms = slips::printable(&seen.past);
    html! {
        @if !forms.is_empty() || has_result(seen) {
            (block(&web.t("record-forms"), &html! {
                ul.papers {
                    @for (number, key) in forms {
                        li {
                            (icon(Icon::Document))
                            a href={ (path) "/slips/" (number) ".pdf" } { (web.t(key)) }
                            span.quiet {
                                (web.t_with("record-form-number", &[("number", number)])) " · "
                                a href={ (path) "/slips/" (number) ".docx" } { "DOCX" }
                            }
                        }
                    }
                    @if has_result(seen) { li { (icon(Icon::Document)) (result_links(web, seen)) } }
                }
            }))
        }
    }
}

/// Whether the dossier ends with a paper of ours, drafted or signed.
fn has_result(seen: &Seen) -> bool {
    let ends_without = seen.dossier.status.ended_without_result();
    seen.procedure.result.is_some() && seen.published.is_some() && !ends_without
}

/// The paper that the dossier ends with, as a draft until it is signed: who signs must see what.
fn result_links(web: &Web, seen: &Seen) -> Markup {
    let path = seen.path();
    let is_signed = slips::is_signed(&seen.past, seen.dossier.settled_at);
    let key = if is_signed { "record-result" } else { "record-result-draft" };
    html! {
        a href={ (path) "/result.pdf" } { (web.t(key)) }
        " " span.quiet { "PDF · " a href={ (path) "/result.docx" } { "DOCX" } }
    }
}

/// Whether an act stands as the next action already, or with the notice of its incident.
fn is_next(seen: &Seen, act: Act) -> bool {
    matches!(act, Act::Retry(_)) || act == Act::Answer && seen.dossier.status.is_waiting()
}

fn act_row(web: &Web, seen: &Seen, act: Act) -> (String, String, String) {
    let step = match act {
        Act::Take(token) | Act::HandOver(token) if seen.dossier.tasks.len() > 1 => {
            seen.dossier.task(token).map(|task| seen.step_name(task.node)).unwrap_or_default()
        }
        _ => String::new(),
    };
    (format!("{}/{}", seen.path(), act.path()), web.t(act.key()), step)
}

/// The papers of the procedure: which came, in which form, how many; then the others that came.
fn components(web: &Web, seen: &Seen) -> Markup {
    html! {
        ul.checks {
            @for (at, component) in seen.procedure.components.iter().enumerate() {
                @let came = seen.dossier.intake.papers.iter().filter(|paper| paper.component == Some(at));
                @let came: Vec<&PaperIn> = came.collect();
                li {
                    @if came.is_empty() { span {} } @else { (icon(Icon::Done)) }
                    span { (component.name) }
                    span.quiet {
                        @if came.is_empty() { (web.t("record-paper-not-in")) } @else { (forms_in(web, &came)) }
                    }
                }
            }
            @for (paper, came_before) in with_repeats(&seen.dossier.intake.papers) {
                @if paper.component.is_none() && !came_before {
                    @let came = seen.dossier.intake.papers.iter().filter(|other| other.is_same(paper));
                    li { (icon(Icon::Done)) span { (paper.name) } span.quiet { (forms_in(web, &came.collect::<Vec<_>>())) } }
                }
            }
        }
    }
}

/// In which form it came and how many, the last time apart where it came again: `Bản sao × 1 · nộp lại: Bản chính × 1`.
fn forms_in(web: &Web, came: &[&PaperIn]) -> String {
    let told =
        |paper: &PaperIn| format!("{}\u{a0}×\u{a0}{}", web.t(paper.form.key()), web.number(paper.count));
    let told = came.iter().enumerate().map(|(at, paper)| match at {
        0 => told(paper),
        _ => web.t_with("record-paper-again", &[("paper", &told(paper))]),
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// The files; their content is for those who have a part in the dossier.
fn files(web: &Web, seen: &Seen) -> Markup {
    let size = |bytes: i64| web.t_with("record-file-size", &[("size", &web.number((bytes + 1023) / 1024))]);
    let files = &seen.dossier.attachments;
    if !has_part(&seen.person, &seen.dossier) && !files.is_empty() {
        return html! {
            ul { @for file in files { li { (file.name) " " span.quiet { (size(file.size)) } } } }
        };
    }
    let row = |file: &Attachment| {
        (format!("{}/files/{}", seen.path(), file.id), file.name.clone(), size(file.size))
    };
    let rows: Vec<(String, String, String)> = files.iter().map(row).collect();
    html! {
        @if rows.is_empty() { p.quiet { (web.t("record-no-files")) } } @else { (papers(&rows)) }
    }
}
