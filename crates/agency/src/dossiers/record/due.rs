//! Why a dossier is due when it is: the moment, its explanation part by part, and the two measures told apart.

use super::seen::{Seen, calendar_of, seen};
use super::told::wanted_words;
use super::why::{self, Reader, Why, pause_basis};
use crate::dossiers::clock::{Timeliness, extension_days, measure, timeliness};
use crate::dossiers::event::Wanted;
use crate::dossiers::lists::status_tag;
use crate::dossiers::receptions::{self, Reception};
use crate::dossiers::tasks::left::{TimeLeft, no_clock, time_left};
use crate::dossiers::{Dossier, Extension, Pause, Status, lists, regulation, store};
use maud::{Markup, html};
use platform::web::{Icon, Page, RecordPage, Tone, Web, block, crumbs, joined, record_page, state};
use platform::{Day, Error, Language, Result, Tx};
use registers::admin_procedures;
use registers::calendars::views::{explanation, moment};
use std::sync::Arc;
use workdays::{Basis, Calendar};

/// The time left, or how a dossier that was handled stood to its due moment.
pub(super) fn standing(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    if dossier.status.ended_without_result() {
        return state(Tone::Off, Icon::Over, &web.t("record-ended-without"));
    }
    let ended_at = dossier.settled_at.or(dossier.ended_at);
    let TimeLeft { tone, icon, words } = match (dossier.due_at(), ended_at) {
        (Some(_), Some(_)) => {
            let stood = timeliness(dossier.clock.as_ref(), ended_at, seen.horizon.now);
            let (tone, icon, key) = match stood {
                Timeliness::Early => (Tone::Done, Icon::Done, "record-ended-early"),
                Timeliness::OnTime => (Tone::Done, Icon::Done, "record-ended-on-time"),
                Timeliness::Late => (Tone::Late, Icon::Warning, "record-ended-late"),
                Timeliness::NoClock => (Tone::Off, Icon::Over, "tasks-no-limit"),
            };
            TimeLeft { tone, icon, words: web.t(key) }
        }
        (Some(due_at), None) => time_left(web, &seen.calendar, (due_at, seen.horizon)),
        (None, _) => no_clock(web, dossier.clock.is_some()),
    };
    state(tone, icon, &words)
}

/// The due moment, which opens into its explanation day by day, and the two measures beside each other.
pub(super) fn due_block(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    if dossier.clock.is_none() && dossier.status == Status::NotAccepted {
        return html! {};
    }
    let why = html! {
        p.due-line {
            @if let Some(due_at) = dossier.due_at() {
                a.due href={ (seen.path()) "/due" } { b { (moment(web, due_at)) } } " "
            }
            (standing(web, seen))
        }
        (by_766(web, seen))
        @if seen.why.limit.is_some() {
            details {
                summary.small { (web.t(why_key(dossier))) }
                (explained(web, (dossier, &seen.calendar), &seen.why, Reader::Office))
            }
        }
    };
    block(&web.t("record-due"), &why)
}

/// The question that an explanation answers: without a day it is not about a day.
pub(in crate::dossiers) fn why_key(dossier: &Dossier) -> &'static str {
    match (dossier.due_at(), &dossier.clock) {
        (Some(_), _) => "record-why-due",
        (None, Some(_)) => "record-why-stands",
        (None, None) => "record-why-none",
    }
}

fn due_line(web: &Web, (seen, names_it): (&Seen, bool)) -> Markup {
    let due = seen.dossier.due_at().filter(|_| names_it).map(|due_at| moment(web, due_at));
    html! { p.due-line { @if let Some(due) = &due { b { (due) } " " } (standing(web, seen)) } }
}

/// Why the due moment is when it is: what changed it, the days of the limit, the days of the extension.
pub(in crate::dossiers) fn explained(
    web: &Web,
    (dossier, calendar): (&Dossier, &Calendar),
    why: &Why,
    reader: Reader,
) -> Markup {
    let turns = turns(web, (dossier, calendar), why, reader);
    let id = why.tells_first(dossier).then_some("first");
    html! {
        div.why-due {
            @if !turns.is_empty() {
                h3 { (web.t("record-due-turns")) }
                ul.reasons { @for (_, turn) in &turns { (turn) } }
            }
            @match (&why.limit, &why.extension) {
                (Some(limit), Some(extension)) => {
                    h3 id=[id] { (web.t("record-due-part-limit")) }
                    (explanation(web, limit))
                    h3 { (web.t("record-due-part-extension")) }
                    (explanation(web, extension))
                }
                (Some(limit), None) => {
                    @if !turns.is_empty() { h3 id=[id] { (web.t("record-due-limit")) } }
                    (explanation(web, limit))
                }
                (None, _) if dossier.clock.is_some() => { p { (web.t("record-due-untold")) } }
                (None, _) if dossier.status == Status::NotAccepted => {
                    p { (web.t("record-due-not-accepted")) }
                }
                (None, _) => { p { (web.t("record-due-no-limit")) } }
            }
        }
    }
}

/// What changed the due moment, in the order in which it happened: pauses, a count anew, an extension.
fn turns(
    web: &Web,
    (dossier, calendar): (&Dossier, &Calendar),
    why: &Why,
    reader: Reader,
) -> Vec<(i64, Markup)> {
    let Some(clock) = &dossier.clock else { return Vec::new() };
    let mut turns: Vec<(i64, Markup)> =
        dossier.pauses.iter().map(|pause| (pause.from_at, pause_line(web, pause, reader))).collect();
    if clock.base_at > dossier.received_at {
        let words = web.t_with("record-due-anew-why", &[("moment", &moment(web, clock.base_at))]);
        let basis = regulation::supplement_basis(Day::of_instant(clock.base_at));
        turns.push((clock.base_at, line(&web.t("record-due-anew"), &words, basis_text(web, Some(&basis)))));
    }
    if let Some(extension) = &dossier.extension {
        let days = extension_days(calendar, extension);
        let is_gone = clock.due_at.is_some() && why.extension.is_none();
        turns.push((extension.at, extension_line(web, (extension, days, is_gone), reader)));
    }
    if clock.due_at != Some(clock.first_due_at) {
        turns.push((dossier.received_at, first_line(web, dossier, (clock.first_due_at, reader))));
    }
    turns.sort_by_key(|(at, _)| *at);
    turns
}

fn line(label: &str, words: &str, basis: &str) -> Markup {
    html! {
        li { span { (label) } span { (words) @if !basis.is_empty() { " " span.quiet { (basis) } } } }
    }
}

fn basis_text<'b>(web: &Web, basis: Option<&'b Basis>) -> &'b str {
    let words = |basis: &'b Basis| match web.language() {
        Language::Vi => basis.vi.as_ref(),
        Language::En => basis.en.as_ref(),
    };
    basis.map(words).unwrap_or_default()
}

/// What was first promised; it leads to its own explanation where that stands on a page.
fn first_line(web: &Web, dossier: &Dossier, (due_at, reader): (i64, Reader)) -> Markup {
    let words = moment(web, due_at);
    let href = match reader {
        Reader::Office => Some(format!("/dossiers/{}/due#first", dossier.id)),
        Reader::Desk => Some("#first".to_owned()),
        Reader::Public => None,
    };
    html! {
        li {
            span { (web.t("record-first-due")) }
            span { @match href { Some(href) => { a.due href=(href) { (words) } } None => { (words) } } }
        }
    }
}

fn pause_line(web: &Web, pause: &Pause, reader: Reader) -> Markup {
    let label = web.t(if pause.stops_clock { "record-due-paused" } else { "record-due-ran-on" });
    let what = match (reader, &pause.wanted) {
        (Reader::Public, Wanted::Papers { .. }) => web.t("record-due-papers"),
        (Reader::Public, Wanted::Payment { .. }) => web.t("record-due-payment"),
        (_, wanted) => joined(&[&wanted_words(web, wanted), &pause.reason]),
    };
    let from = moment(web, pause.from_at);
    let when = match pause.until_at.map(|until_at| moment(web, until_at)) {
        Some(until) => web.t_with("record-due-from-until", &[("from", &from), ("until", &until)]),
        None => web.t_with("record-due-since", &[("from", &from)]),
    };
    line(&label, &format!("{what}. {when}"), basis_text(web, pause_basis(pause, reader).as_ref()))
}

fn extension_line(web: &Web, (extension, days, is_gone): (&Extension, i64, bool), reader: Reader) -> Markup {
    let values = [
        ("at", moment(web, extension.at)),
        ("days", web.number(days)),
        ("from", moment(web, extension.from_due_at)),
        ("to", moment(web, extension.due_at)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut words = web.t_with("record-due-extended-why", &values);
    if reader == Reader::Office {
        words = format!("{words} {}", web.t_with("record-due-reason", &[("reason", &extension.reason)]));
    }
    if is_gone {
        words = format!("{words} {}", web.t("record-due-extension-gone"));
    }
    let basis = regulation::extension_basis(Day::of_instant(extension.at));
    line(&web.t("record-extended"), &words, basis_text(web, Some(&basis)))
}

/// How Decision 766 judges the dossier, where that is not what the limit of the law says.
fn by_766(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    let by_law =
        match timeliness(dossier.clock.as_ref(), dossier.settled_at.or(dossier.ended_at), seen.horizon.now) {
            _ if dossier.status.ended_without_result() => None,
            Timeliness::NoClock => None,
            stood => Some(stood != Timeliness::Late),
        };
    let measured = measure(dossier, seen.horizon.now);
    let (tone, icon, key) = match measured.on_time {
        on_time if on_time == by_law => return html! {},
        // What is still handled is judged only when it is late.
        Some(true) if measured.ended_at.is_none() => return html! {},
        None => (Tone::Off, Icon::Over, "record-766-not-counted"),
        Some(true) => (Tone::Done, Icon::Done, "record-766-on-time"),
        Some(false) => (Tone::Late, Icon::Warning, "record-766-late"),
    };
    let supplements = dossier.supplements();
    html! {
        p.small {
            (web.t("record-measure-766")) ": " (state(tone, icon, &web.t(key)))
            @if supplements > 1 {
                " " span.quiet { (web.t_with("record-766-supplements", &[("count", &supplements.to_string())])) }
            }
        }
    }
}

/// A page of its own for the due moment of a dossier.
pub(super) async fn page(web: Web) -> Result<Markup> {
    let seen = seen(&web).await?;
    let dossier = &seen.dossier;
    let first = why::first_promise(dossier, &seen.calendar, &seen.procedure);
    let first = first.filter(|_| !seen.why.tells_first(dossier));
    // An explanation of one part begins with the moment itself.
    let names_it = seen.why.limit.is_none() || seen.why.extension.is_some();
    let page = RecordPage {
        crumbs: crumbs(
            &web,
            &[("/dossiers".to_owned(), web.t("lists-title")), (seen.path(), dossier.code.clone())],
        ),
        title: web.t(why_key(dossier)),
        line: html! { span.code { (dossier.code) } (status_tag(&web, dossier.status)) },
        left: html! {
            (block(&web.t("record-due"), &html! {
                (due_line(&web, (&seen, names_it)))
                (explained(&web, (dossier, &seen.calendar), &seen.why, Reader::Office))
            }))
            (first_block(&web, first.as_ref()))
            (steps_block(&web, &seen))
        },
        ..RecordPage::default()
    };
    Ok(whole(&web, (&dossier.code, &page)))
}

fn whole(web: &Web, (code, page): (&str, &RecordPage)) -> Markup {
    let title = joined(&[&page.title, &code]);
    web.page(Page { title, section: lists::SECTION, main: record_page(page), ..Page::default() })
}

fn first_block(web: &Web, first: Option<&workdays::Explanation>) -> Markup {
    html! {
        @if let Some(first) = first {
            section.block id="first" {
                h2 { (web.t("record-first-due")) }
                p.quiet { (web.t("record-due-first-why")) }
                (explanation(web, first))
            }
        }
    }
}

/// The budgets of the steps that wait; none binds while the clock stands still, or when the result is there.
fn steps_block(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    let stands = dossier.open_pause().is_some_and(|pause| pause.stops_clock);
    let steps = dossier.tasks.iter().filter(|_| !stands && dossier.status != Status::Settled);
    let steps: Vec<_> = steps
        .filter_map(|task| Some((seen.step_name(task.node), why::of_step(task, &seen.calendar)?)))
        .collect();
    html! {
        @if !steps.is_empty() {
            section.block id="steps" {
                h2 { (web.t("record-due-steps")) }
                p.quiet { (web.t("record-due-steps-why")) }
                @for (step, told) in &steps {
                    h3 { (step) }
                    (explanation(web, told))
                }
            }
        }
    }
}

/// What a desk is told of a dossier that another agency handles.
struct AtDesk {
    reception: Reception,
    dossier: Dossier,
    calendar: Arc<Calendar>,
    why: Why,
    first: Option<workdays::Explanation>,
}

/// A page of its own for the due moment of a dossier, at the desk that received it for another agency.
pub(super) async fn desk_page(web: Web) -> Result<Markup> {
    let (agency_id, id) = (web.ctx.own_agency_id(), web.param::<i64>("id")?);
    let told = web
        .ctx
        .read(move |tx| {
            let reception = receptions::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
            let dossier = store::require(tx, reception.handling_agency_id, reception.dossier_id)?;
            let intake = &dossier.intake;
            let procedure =
                admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
            let calendar = calendar_of(tx, &dossier)?;
            let why = Why::of(&dossier, &calendar, (&procedure, Reader::Desk));
            let first = why::first_promise(&dossier, &calendar, &procedure);
            let first = first.filter(|_| !why.tells_first(&dossier));
            Ok(AtDesk { reception, dossier, calendar, why, first })
        })
        .await?;
    let code = &told.reception.code;
    let path = format!("/receptions/{}", told.reception.id);
    // One part alone begins with the same moment.
    let due = told.dossier.due_at().filter(|_| told.why.extension.is_some());
    let due = due.map(|due_at| moment(&web, due_at));
    let page = RecordPage {
        crumbs: crumbs(&web, &[("/receptions".to_owned(), web.t("lists-receptions")), (path, code.clone())]),
        title: web.t(why_key(&told.dossier)),
        line: html! { span.code { (code) } (status_tag(&web, told.dossier.status)) },
        left: html! {
            (block(&web.t("record-due"), &html! {
                @if let Some(due) = &due { p.due-line { b { (due) } } }
                (explained(&web, (&told.dossier, &told.calendar), &told.why, Reader::Desk))
            }))
            (first_block(&web, told.first.as_ref()))
        },
        ..RecordPage::default()
    };
    Ok(whole(&web, (code, &page)))
}

/// What whoever holds the code of a dossier is told of its due moment.
pub(in crate::dossiers) struct ForPublic {
    dossier: Dossier,
    calendar: Arc<Calendar>,
    why: Why,
}

impl ForPublic {
    /// Why a dossier is due when it is; none without a limit.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of(tx: &mut Tx<'_>, dossier: Dossier) -> Result<Option<ForPublic>> {
        if dossier.clock.is_none() {
            return Ok(None);
        }
        let intake = &dossier.intake;
        let procedure = admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
        let calendar = calendar_of(tx, &dossier)?;
        let why = Why::of(&dossier, &calendar, (&procedure, Reader::Public));
        Ok(Some(ForPublic { dossier, calendar, why }))
    }

    /// The explanation, without a word that somebody wrote.
    pub fn explanation(&self, web: &Web) -> Markup {
        explained(web, (&self.dossier, &self.calendar), &self.why, Reader::Public)
    }

    /// The question that it answers.
    pub fn question(&self, web: &Web) -> String {
        web.t(why_key(&self.dossier))
    }
}
