//! The markup of the register of dossiers.

use super::filter::{self, GROUPS, Timing};
use super::pages::Found;
use super::store::{Line, ServedProcedure};
use super::{OVERVIEW, SECTION};
use crate::dossiers::{Channel, RECEIVE, Status};
use maud::{Markup, html};
use platform::Day;
use platform::web::{
    Button, Cell, Choice, Column, Filter, Icon, Page, Pager, Register, Tab, Tone, Web, empty, filters, head,
    pager, register, state, tabs,
};
use registers::people::Unit;

const COLUMNS: &[Column] = &[
    Column::new("lists-code"),
    Column::new("lists-applicant"),
    Column::new("lists-procedure"),
    Column::new("lists-received").labelled(),
    Column::new("lists-due").labelled(),
    Column::new("lists-status"),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("lists-code", 28.0),
    ("lists-applicant", 32.0),
    ("lists-procedure", 60.0),
    ("lists-unit", 28.0),
    ("lists-channel", 18.0),
    ("lists-received", 14.0),
    ("lists-due", 14.0),
    ("lists-status", 26.0),
    ("lists-closed", 16.0),
    ("lists-kept", 14.0),
];

/// The longest name of a procedure in a list, in signs: eighty whole ones would make the page heavy.
const LONGEST_NAME: usize = 70;
/// More procedures than this are found by their code, so that the page stays light.
const MOST_CHOICES: usize = 60;

/// A status: icon and words, the same wherever a dossier is shown to those who work on it.
pub fn status_tag(web: &Web, status: Status) -> Markup {
    let (tone, icon) = match status {
        Status::Registered => (Tone::Soon, Icon::Document),
        Status::Accepted | Status::InProgress => (Tone::Live, Icon::Live),
        Status::AwaitingPapers | Status::AwaitingPayment => (Tone::Soon, Icon::Held),
        Status::Settled | Status::Returned => (Tone::Done, Icon::Done),
        Status::NotAccepted => (Tone::Off, Icon::Crossed),
        Status::Withdrawn | Status::Stopped => (Tone::Off, Icon::Over),
    };
    state(tone, icon, &web.t(status.key()))
}

/// The day of a due moment: at midnight it belongs to the day it closes.
pub(super) fn due_day(due_at: i64) -> String {
    Day::of_instant(due_at - 1).vietnamese()
}

/// A due day, with the word where it is past and work goes on; it leads to its explanation below `path`.
pub(super) fn due_cell(web: &Web, (path, due_at): (&str, Option<i64>), is_late: bool) -> Cell {
    let Some(at) = due_at else { return Cell::Code(String::new()) };
    let day = due_day(at);
    let words = if is_late {
        let words = web.t_with("lists-late-since", &[("day", &day)]);
        state(Tone::Late, Icon::Warning, &words)
    } else {
        html! { (day) }
    };
    Cell::Rich(html! { a.due href={ (path) "/due" } { (words) } })
}

/// The name of whoever applied; a word of its own where the law had it erased.
pub(super) fn name_of(web: &Web, name: Option<&str>) -> String {
    name.map_or_else(|| web.t("lists-erased"), str::to_owned)
}

/// `back` is what the address of a dossier says of the list, see [`way_back`].
fn row(web: &Web, line: &Line, (now, back): (i64, &str)) -> Vec<Cell> {
    let status = Status::of_number(line.status).unwrap_or(Status::Registered);
    let is_late = line.open_due_at.is_some_and(|due_at| due_at < now);
    let path = format!("/dossiers/{}", line.id);
    let due = due_cell(web, (&path, line.due_at), is_late);
    vec![
        Cell::name(path + back, &line.code),
        Cell::Text(name_of(web, line.name.as_deref())),
        Cell::Text(shortened(&line.procedure_name)),
        Cell::Code(Day::of_instant(line.received_at).vietnamese()),
        due,
        Cell::Rich(status_tag(web, status)),
    ]
}

/// The filters of this page as the address of a dossier carries them, to lead back here.
fn way_back(web: &Web) -> String {
    let link = web.link_with(&[("lang", ""), ("after", ""), ("from", super::FROM_REGISTER)]);
    link.find('?').map_or(String::new(), |at| link[at..].to_owned())
}

/// One row of the spreadsheet.
pub(super) fn sheet_row(web: &Web, line: &Line, units: &[Unit]) -> Vec<String> {
    let unit = units.iter().find(|unit| unit.id == line.unit_id).map(|unit| unit.name.clone());
    let kept = line.was_late.map(|late| web.t(if late { "lists-kept-no" } else { "lists-kept-yes" }));
    vec![
        line.code.clone(),
        name_of(web, line.name.as_deref()),
        line.procedure_name.clone(),
        unit.unwrap_or_default(),
        Channel::of_word(&line.channel).map(|channel| web.t(channel.key())).unwrap_or_default(),
        Day::of_instant(line.received_at).vietnamese(),
        line.due_at.map(due_day).unwrap_or_default(),
        Status::of_number(line.status).map(|status| web.t(status.key())).unwrap_or_default(),
        line.closed_at.map(|at| Day::of_instant(at).vietnamese()).unwrap_or_default(),
        kept.unwrap_or_default(),
    ]
}

const FILTERS: [(&str, &str); 12] = [
    ("q", "lists-words"),
    ("status", "lists-status"),
    ("procedure", "lists-procedure-code"),
    ("unit", "lists-unit"),
    ("channel", "lists-channel"),
    ("timing", "lists-timing"),
    ("received_from", "lists-received-from"),
    ("received_to", "lists-received-to"),
    ("due_from", "lists-due-from"),
    ("due_to", "lists-due-to"),
    ("closed_from", "lists-closed-from"),
    ("closed_to", "lists-closed-to"),
];

/// The filters in words, for the heads of the list and of its spreadsheet.
pub(super) fn notes(web: &Web, (units, procedures): (&[Unit], &[ServedProcedure])) -> Vec<String> {
    let used = FILTERS.iter().filter_map(|(name, label)| {
        let value = web.query.some(name)?;
        let served = procedures.iter().find(|row| *name == "procedure" && row.procedure_code == value);
        Some(match served {
            Some(served) => format!("{}: {}", web.t("lists-procedure"), shortened(&served.procedure_name)),
            None => format!("{}: {}", web.t(label), in_words(web, (name, value), units)),
        })
    });
    used.collect()
}

/// Whether more than the status is asked for, so that none of the tabs says what is listed.
fn is_filtered(web: &Web) -> bool {
    FILTERS.iter().any(|(name, _)| *name != "status" && web.query.some(name).is_some())
}

/// What is listed: all of the register, or what the filters leave and the way back to all.
fn sentence(web: &Web, found: &Found) -> Markup {
    if !is_filtered(web) {
        return html! { (web.t("lists-sentence")) };
    }
    html! {
        (web.t("lists-only")) " " b { (notes(web, (&found.units, &found.procedures)).join("; ")) } ". "
        a href="/dossiers" { (web.t("lists-clear")) }
    }
}

/// What a filter is set to, as its choice is called on the page.
fn in_words(web: &Web, (name, value): (&str, &str), units: &[Unit]) -> String {
    let key = match name {
        "status" => {
            let one = || value.parse().ok().and_then(Status::of_number).map(Status::key);
            filter::group(value).map(|(key, _)| key).or_else(one)
        }
        "channel" => Channel::of_word(value).map(Channel::key),
        "timing" => Timing::ALL.into_iter().find(|timing| timing.word() == value).map(Timing::key),
        "unit" => {
            let unit = units.iter().find(|unit| unit.id.to_string() == value);
            return unit.map_or_else(|| value.to_owned(), |unit| unit.name.clone());
        }
        _ => None,
    };
    if let Some(key) = key {
        return web.t(key);
    }
    let is_day = name.ends_with("_from") || name.ends_with("_to");
    let day = Day::typed(value).ok().filter(|_| is_day);
    day.map_or_else(|| value.to_owned(), Day::vietnamese)
}

/// A name of a procedure, cut between two words where eighty whole ones would make a page heavy.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_NAME) {
        None => text.to_owned(),
        Some((at, _)) => {
            let cut = &text[..at];
            let is_whole = text[at..].starts_with(char::is_whitespace);
            let end = if is_whole { at } else { cut.rfind(char::is_whitespace).unwrap_or(at) };
            format!("{}…", cut[..end].trim_end_matches([' ', ',', ';', ':', '(', '-']))
        }
    }
}

fn filter_fields(web: &Web, found: &Found) -> Markup {
    let group = |(word, key, _): &(&str, &str, &[Status])| Choice::new(*word, web.t(key));
    let one = |status: &Status| Choice::new(status.number().to_string(), web.t(status.key()));
    let statuses = GROUPS.iter().map(group).chain(Status::ALL.iter().map(one)).collect();
    let channels = Channel::ALL.map(|channel| Choice::new(channel.word(), web.t(channel.key())));
    let timings = Timing::ALL.map(|timing| Choice::new(timing.word(), web.t(timing.key())));
    let units = found.units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.clone())).collect();
    let procedure = if found.procedures.len() > MOST_CHOICES {
        Filter::search("procedure", "lists-procedure-code")
    } else {
        let choice = |row: &ServedProcedure| Choice::new(&row.procedure_code, shortened(&row.procedure_name));
        Filter::select("procedure", "lists-procedure", found.procedures.iter().map(choice).collect())
    };
    filters(
        web,
        &[
            Filter::search("q", "lists-words"),
            Filter::select("status", "lists-status", statuses),
            procedure,
            Filter::select("timing", "lists-timing", timings.to_vec()),
            Filter::day("received_from", "lists-received-from"),
            Filter::day("received_to", "lists-received-to"),
            Filter::select("unit", "lists-unit", units),
            Filter::select("channel", "lists-channel", channels.to_vec()),
            Filter::day("due_from", "lists-due-from"),
            Filter::day("due_to", "lists-due-to"),
            Filter::day("closed_from", "lists-closed-from"),
            Filter::day("closed_to", "lists-closed-to"),
        ],
    )
}

/// Every status stands in one of them beside the first.
const TABS: [&str; 6] = ["", "working", "waiting", "9", "10", "without"];

/// The statuses that are asked for most, with the kept numbers where nothing else is asked.
fn status_tabs(web: &Web, found: &Found) -> Markup {
    let count = |word: &str| {
        let counts = found.counts.as_ref()?;
        let is_in = |status: i64| match filter::group(word) {
            Some((_, statuses)) => statuses.iter().any(|one| one.number() == status),
            None => word.is_empty() || word == status.to_string(),
        };
        Some(web.number(counts.iter().filter(|row| is_in(row.status)).map(|row| row.n).sum()))
    };
    let label = |word: &str| match word {
        "" => web.t("lists-all"),
        "9" => web.t(Status::Settled.key()),
        "10" => web.t(Status::Returned.key()),
        word => filter::group(word).map(|(key, _)| web.t(key)).unwrap_or_default(),
    };
    let is_filtered = is_filtered(web);
    let all = TABS.map(|word| Tab {
        // “All” leads out of every filter; the others stay within them.
        href: match word {
            "" => web.path.clone(),
            word => web.link_with(&[("status", word), ("after", "")]),
        },
        label: label(word),
        count: count(word),
        current: !is_filtered && web.query.get("status") == word,
    });
    tabs(&web.t("lists-tabs"), &all)
}

/// How many rows are shown, of how many.
pub(super) fn shown(web: &Web, shown: usize, (all, has_more): (i64, bool)) -> String {
    if !has_more {
        return web.shown_of(shown, all);
    }
    let shown = web.number(i64::try_from(shown).unwrap_or(i64::MAX));
    web.t_with("lists-shown-of-many", &[("shown", &shown), ("all", &web.number(all))])
}

/// The register.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let back = way_back(web);
    let table = Register {
        caption: web.t("lists-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(|line| row(web, line, (found.now, &back))).collect(),
    };
    let last = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: shown(web, found.lines.len(), (found.all, found.has_more)),
        previous: None,
        next: last.map(|line| web.link_with(&[("after", &line.id.to_string())])),
    };
    let overview =
        web.ctx.could(&OVERVIEW).then(|| Button::new("/dossiers/overview", web.t("lists-overview")));
    let receptions = web.ctx.could(&RECEIVE).then(|| Button::new("/receptions", web.t("lists-receptions")));
    let export = Button::new(web.export_link("/dossiers.xlsx"), web.t("lists-export"));
    let statistics = Button::new("/dossiers/statistics", web.t("slips-ii06a-short"));
    let buttons: Vec<Button> =
        [overview, receptions, Some(statistics), Some(export)].into_iter().flatten().collect();
    let main = html! {
        (head(&web.t("lists-title"), &sentence(web, found), &buttons))
        (status_tabs(web, found))
        (filter_fields(web, found))
        @if found.lines.is_empty() { (empty(&web.t("lists-none"), &web.t("lists-none-what-to-do"), None)) }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page { title: web.t("lists-title"), section: SECTION, main, ..Page::default() })
}
