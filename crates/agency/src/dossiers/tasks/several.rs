//! One step of several dossiers at once: forty certified copies are signed in one go, and each is a step of its own
//! in the journal.
//!
//! The work list is divided by step; whoever ticks some of one step gives them one outcome and one note. Either all
//! of them are done or none, and each that cannot be is told with its reason.

use super::SECTION;
use super::pages::{self, Line, LineAct};
use crate::dossiers::actions::complete_in;
use crate::dossiers::{Command, Complete, WORK, person, store};
use crate::processes::{self, Published};
use axum::response::Response;
use maud::{Markup, html};
use platform::i18n;
use platform::web::{Button, Choice, Field, Fields, Form, Page, Web, empty, head, joined, link, see_done};
use platform::{Error, Refusal, Refusals, Result, Scope};
use registers::calendars::views::moment;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most tasks that are done at once.
const MOST: usize = 80;

/// How many letters of what is no task are told.
const MOST_SHOWN: usize = 40;

/// A dossier, and the token of the task in it.
type Task = (i64, u32);

/// A step of a version of a process.
type StepKey = (i64, u16);

/// The tasks of a person that wait at one step.
struct Together {
    published: Arc<Published>,
    lines: Vec<Line>,
}

/// The person's tasks by step, where they can be done without looking into each: neither those that wait for a
/// citizen nor those that hand a result over.
async fn all(web: &Web) -> Result<BTreeMap<StepKey, Together>> {
    let lines = pages::first(web, MOST).await?;
    let agency_id = web.ctx.own_agency_id();
    let by_step = move |tx: &mut platform::Tx<'_>| {
        let mut all: BTreeMap<StepKey, Together> = BTreeMap::new();
        for line in &lines {
            if !matches!(line.act, LineAct::Take | LineAct::Do) {
                continue;
            }
            let key = (line.version_id, line.node);
            if let Some(together) = all.get_mut(&key) {
                together.lines.push(line.clone());
            } else if let Some(published) = processes::published(tx, agency_id, line.version_id)? {
                all.insert(key, Together { published, lines: vec![line.clone()] });
            }
        }
        Ok(all)
    };
    web.ctx.read(by_step).await
}

fn word((version_id, node): StepKey) -> String {
    format!("{version_id}.{node}")
}

fn of_word(text: &str) -> Option<StepKey> {
    let (version_id, node) = text.split_once('.')?;
    Some((version_id.parse().ok()?, node.parse().ok()?))
}

pub(super) async fn show(web: Web) -> Result<Response> {
    use axum::response::IntoResponse;
    let mut all = all(&web).await?;
    match web.query.choice("of", of_word)? {
        None => Ok(steps(&web, &all).into_response()),
        Some(key) => match all.remove(&key) {
            None => Ok(steps(&web, &all).into_response()),
            Some(together) => form(&web, key, together).page(&web).await,
        },
    }
}

/// The steps at which tasks wait, those with the most first.
fn steps(web: &Web, all: &BTreeMap<StepKey, Together>) -> Markup {
    let mut steps: Vec<(&StepKey, &Together)> = all.iter().collect();
    steps.sort_by_key(|(key, together)| (std::cmp::Reverse(together.lines.len()), **key));
    let back = Button::new("/tasks", web.t("tasks-title"));
    let main = html! {
        (head(&web.t("tasks-several"), &html! { (web.t("tasks-several-sentence")) }, &[back]))
        @if steps.is_empty() {
            (empty(&web.t("tasks-none"), &web.t("tasks-none-what-to-do"), None))
        } @else {
            div.pad {
                table.register.plain-table.figures {
                    caption.hidden-text { (web.t("tasks-several")) }
                    tbody {
                        @for (key, together) in steps {
                            @let first = &together.lines[0];
                            tr {
                                th scope="row" {
                                    a href=(link("/tasks/several", &[("of", &word(*key))])) { (first.step) }
                                    " · " (first.procedure)
                                }
                                td.end { (web.number(together.lines.len() as i64)) }
                            }
                        }
                    }
                }
            }
        }
    };
    web.page(Page { title: web.t("tasks-several"), section: SECTION, main, ..Page::default() })
}

fn form(web: &Web, key: StepKey, together: Together) -> Form {
    let Together { published, lines } = together;
    let outcomes = published.choices(key.1).iter().map(|choice| Choice::new(&choice.word, &choice.label));
    let outcomes: Vec<Choice> = outcomes.collect();
    let first = &lines[0];
    let whole = link("/tasks/several", &[("of", &word(key)), ("ticked", "all")]);
    let every = web.t_with("tasks-several-all", &[("count", &web.number(lines.len() as i64))]);
    let ticks_all = web.query.get("ticked") == "all";
    let mut form = Form::new(&first.step, web.t("tasks-several-button"))
        .section(SECTION)
        .crumb("/tasks", web.t("tasks-title"))
        .crumb("/tasks/several", web.t("tasks-several"))
        .action(link("/tasks/several", &[("of", &word(key))]))
        .intro(html! {
            p { (first.procedure) }
            @if !ticks_all { p { a href=(whole) { (every) } } }
        });
    if !outcomes.is_empty() {
        form = form.field(Field::radio("outcome", "record-outcome", outcomes).required());
    }
    form.field(Field::area("note", "record-note").hint("record-note-hint")).inside(
        move |web, typed, _reasons| {
            let ticked = typed.map(|typed| typed.all("task")).unwrap_or_default();
            boxes(web, &lines, |task| if typed.is_some() { ticked.contains(&task) } else { ticks_all })
        },
    )
}

/// A box for each task, with what tells it apart.
fn boxes(web: &Web, lines: &[Line], is_ticked: impl Fn(&str) -> bool) -> Markup {
    html! {
        fieldset.field {
            legend { (web.t("tasks-several-which")) }
            div.choices {
                @for line in lines {
                    @let task = format!("{}.{}", line.place.dossier_id, line.place.token);
                    @let due = if line.place.due_at == i64::MAX { String::new() } else { moment(web, line.place.due_at) };
                    label.choice {
                        input type="checkbox" name="task" value=(task) checked[is_ticked(&task)];
                        span {
                            span.code { (line.code) } " · "
                            (joined(&[&line.applicant, &due])) " · "
                            a href={ "/dossiers/" (line.place.dossier_id) } { (web.t("tasks-act-see")) }
                        }
                    }
                }
            }
        }
    }
}

fn read_task(text: &str) -> Option<Task> {
    let (dossier_id, token) = text.split_once('.')?;
    Some((dossier_id.parse().ok()?, token.parse().ok()?))
}

/// The tasks that were ticked, each once; what is no task of this form is told line by line.
fn read_ticks(fields: &Fields) -> Result<BTreeSet<Task>> {
    let (mut tasks, mut reasons) = (BTreeSet::new(), Refusals::default());
    for text in fields.all("task") {
        match read_task(text) {
            Some(task) => drop(tasks.insert(task)),
            None => reasons.push(unknown(&text.chars().take(MOST_SHOWN).collect::<String>())),
        }
    }
    if tasks.is_empty() && reasons.is_empty() {
        reasons.push(Refusal::new("tasks-several-none").field("task"));
    }
    if tasks.len() > MOST {
        reasons.push(Refusal::new("tasks-several-too-many").field("task").with("most", MOST));
    }
    Ok(reasons.or(tasks)?)
}

fn unknown(text: &str) -> Refusal {
    Refusal::new("tasks-several-unknown").field("task").with("text", text)
}

pub(super) async fn complete(web: Web, fields: Fields) -> Result<Response> {
    // Once they are done the tasks wait no more: a second sending is told what the first one did.
    if web.is_repeated().await? {
        return Ok(see_done("/tasks", "tasks-done-several"));
    }
    let asked = web.query.choice("of", of_word)?;
    let mut all = all(&web).await?;
    let Some((key, together)) = asked.and_then(|key| all.remove_entry(&key)) else {
        return Ok(see_done("/tasks", "tasks-done-elsewhere"));
    };
    form(&web, key, together)
        .answer(&web, &fields, async {
            let (outcome, note) =
                fields.read(|read| (read.optional_text("outcome"), read.optional_text("note")))?;
            let said = Complete { outcome, note: note.unwrap_or_default(), ..Complete::default() };
            complete_all(&web, (key, read_ticks(&fields)?), said).await?;
            Ok(see_done("/tasks", "tasks-done-several"))
        })
        .await
}

/// Completes all in one transaction; what is refused is told with the code of its dossier.
async fn complete_all(web: &Web, (key, tasks): (StepKey, BTreeSet<Task>), said: Complete) -> Result<()> {
    let agency_id = web.ctx.own_agency_id();
    web.ctx.may(&WORK, &Scope::owned_by(agency_id))?;
    let (ctx, language) = (web.ctx.clone(), web.language());
    web.ctx
        .write(move |tx| {
            let person = person(tx, &ctx)?;
            let mut refused = Refusals::default();
            for (id, token) in tasks.iter().copied() {
                let Some(dossier) = store::load(tx, agency_id, id)? else {
                    refused.push(unknown(&format!("{id}.{token}")));
                    continue;
                };
                let code = &dossier.code;
                // What is chosen here is chosen among the outcomes of one step.
                let waits_at = |task: &crate::dossiers::Task| (dossier.intake.version_id, task.node);
                if dossier.task(token).is_some_and(|task| waits_at(task) != key) {
                    refused.push(Refusal::new("tasks-several-other-step").field("task").with("code", code));
                    continue;
                }
                let what = Complete { token, ..said.clone() };
                match complete_in(tx, agency_id, (&Command { id, revision: None, what }, &person)) {
                    Ok(_) => {}
                    Err(Error::Refused(reasons)) => refused.0.extend(reasons.0.iter().map(|reason| {
                        let why = i18n::refusal(language, reason);
                        let told = Refusal::new("tasks-several-refused").field("task");
                        told.with("code", code).with("why", why)
                    })),
                    Err(other) => return Err(other),
                }
            }
            Ok(refused.or(())?)
        })
        .await
}
