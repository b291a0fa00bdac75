//! The markup of the work list.

use super::SECTION;
use super::left::{Horizon, TimeLeft, no_clock, ready, time_left};
use super::pages::{Found, Line, LineAct, place_key};
use super::queue::Part;
use crate::dossiers::event::Wanted;
use crate::dossiers::lists::OVERVIEW;
use crate::dossiers::{Pause, RECEIVE, Status, incidents};
use maud::{Markup, html};
use platform::Day;
use platform::clock::local_parts;
use platform::web::{Button, Page, Pager, Tab, Web, empty, head, pager, state, tabs};
use registers::calendars::views::moment;
use workdays::Calendar;

/// The work list. It asks for itself again when one comes back to it, and every half minute.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let count = counted(web, found, Part::All);
    let (day, time) = local_parts(found.horizon.now);
    let now =
        [("time", time.as_str()), ("day", &day.vietnamese())].map(|(name, value)| (name, value.to_owned()));
    let now: Vec<(&str, &str)> = now.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let receive = web.ctx.could(&RECEIVE).then(|| Button::new("/counter", web.t("tasks-receive")).first());
    let drafts = web.t_with("tasks-drafts", &[("count", &web.number(found.drafts))]);
    let drafts = (found.drafts > 0).then(|| Button::new("/drafts", drafts));
    let several = found.lines.iter().filter(|line| matches!(line.act, LineAct::Take | LineAct::Do)).count();
    let several = (several > 1).then(|| Button::new("/tasks/several", web.t("tasks-several")));
    let overview =
        web.ctx.could(&OVERVIEW).then(|| Button::new("/dossiers/overview", web.t("lists-overview")));
    let buttons: Vec<Button> = [drafts, several, overview, receive].into_iter().flatten().collect();
    let main = html! {
        div id="work-list" hx-get=(web.link_with(&[])) hx-trigger="every 30s, focus from:window"
            hx-select="#work-list" hx-swap="outerMorph" {
            (head(&web.t("tasks-title"), &html! { (web.t_with("tasks-sentence", &now)) }, &buttons))
            (incidents::line_of_count(web, found.incidents))
            (tabs(&web.t("tasks-parts"), &part_tabs(web, found)))
            @if found.lines.is_empty() { (nothing(web, found.part)) }
            @else {
                (rows(web, found))
                (pager(web, &pages(web, found)))
            }
        }
    };
    let title = web.t_with("tasks-title-count", &[("count", &count)]);
    let keys =
        vec![("↑ ↓".to_owned(), web.t("tasks-key-rows")), ("Enter".to_owned(), web.t("tasks-key-open"))];
    web.page(Page { title, section: SECTION, main, keys, status: web.t("tasks-fresh") })
}

/// How many tasks a part has, with a plus where it may have more.
fn counted(web: &Web, found: &Found, part: Part) -> String {
    let number = web.number(found.counts.of(part));
    if found.counts.has_more(part) { format!("{number}+") } else { number }
}

fn part_tabs(web: &Web, found: &Found) -> Vec<Tab> {
    let tab = |part: Part| Tab {
        href: web.link_with(&[("tab", part.word()), ("after", "")]),
        label: web.t(part.key()),
        count: Some(counted(web, found, part)),
        current: part == found.part,
    };
    Part::ALL.into_iter().map(tab).collect()
}

fn nothing(web: &Web, part: Part) -> Markup {
    match part {
        Part::All => empty(&web.t("tasks-none"), &web.t("tasks-none-what-to-do"), None),
        part => {
            let all = Button::new(web.link_with(&[("tab", ""), ("after", "")]), web.t("tasks-see-all"));
            empty(
                &web.t_with("tasks-none-of", &[("part", &web.t(part.key()))]),
                &web.t("tasks-none-of-what"),
                Some(&all),
            )
        }
    }
}

fn pages(web: &Web, found: &Found) -> Pager {
    let next = found.lines.last().filter(|_| found.more);
    Pager {
        shown: web.shown_of(found.lines.len(), found.counts.of(found.part)),
        previous: None,
        next: next.map(|line| web.next_page(place_key(line.place), line.place.dossier_id)),
    }
}

/// The groups of the list in their order: what is late first, what has no due moment last.
const GROUPS: [&str; 7] = [
    "tasks-group-late",
    "tasks-group-today",
    "tasks-group-soon",
    "tasks-group-later",
    "tasks-group-waiting",
    "tasks-group-no-clock",
    "tasks-ready",
];

/// How many tasks a group has, where that is known: of what follows on other pages only the sums are.
fn group_count(web: &Web, found: &Found, (key, shown): (&str, usize)) -> Option<String> {
    let shown = i64::try_from(shown).ok()?;
    let part = match key {
        "tasks-group-late" => Part::Late,
        "tasks-group-today" => Part::Today,
        "tasks-group-soon" => Part::Soon,
        _ => return (found.lines.len() as i64 == found.counts.of(found.part)).then(|| web.number(shown)),
    };
    Some(if found.part == Part::Waiting { web.number(shown) } else { counted(web, found, part) })
}

/// The group a row stands in.
fn group(found: &Found, line: &Line) -> &'static str {
    let (due_at, horizon) = (line.place.due_at, found.horizon);
    match due_at {
        i64::MAX if line.status == Status::Settled => "tasks-ready",
        i64::MAX if line.status.is_waiting() => "tasks-group-waiting",
        i64::MAX => "tasks-group-no-clock",
        due_at if due_at < horizon.now => "tasks-group-late",
        due_at if due_at <= horizon.today_ends_at => "tasks-group-today",
        due_at if due_at <= horizon.soon_ends_at => "tasks-group-soon",
        _ => "tasks-group-later",
    }
}

/// The rows under the names of their groups, in one form whose buttons say where they send it.
fn rows(web: &Web, found: &Found) -> Markup {
    html! {
        form method="post" {
            input type="hidden" name="csrf" value=(web.form_token().unwrap_or_default());
            @for key in GROUPS {
                @let lines: Vec<&Line> = found.lines.iter().filter(|line| group(found, line) == key).collect();
                @if !lines.is_empty() {
                    h2.group {
                        b { (web.t(key)) } " "
                        @if let Some(count) = group_count(web, found, (key, lines.len())) { span.num { (count) } }
                    }
                    ol { @for line in lines { (row(web, found, line)) } }
                }
            }
        }
    }
}

/// The time that is left of a row.
pub(super) fn left(web: &Web, line: &Line, (calendar, horizon): (&Calendar, Horizon)) -> TimeLeft {
    match line.place.due_at {
        i64::MAX if line.status == Status::Settled => ready(web),
        i64::MAX => no_clock(web, line.status.is_waiting()),
        due_at => time_left(web, calendar, (due_at, horizon)),
    }
}

fn row(web: &Web, found: &Found, line: &Line) -> Markup {
    let path = format!("/dossiers/{}", line.place.dossier_id);
    let TimeLeft { tone, icon, words } = left(web, line, (&found.calendar, found.horizon));
    html! {
        li.task {
            p.left {
                (state(tone, icon, &words))
                @if line.place.due_at != i64::MAX {
                    a href={ (path) "/due" } { (short_moment(web, line.place.due_at)) }
                }
                @if let Some(pause) = &line.waits { small { (waits(web, pause)) } }
            }
            div.what {
                a href=(path) id=(row_id(line)) { (line.procedure) }
                small {
                    (platform::web::joined(&[&line.applicant, &line.step])) " · "
                    span.code { (line.code) }
                    @if line.act == LineAct::HandOver { " · " (web.t("tasks-unit-closed")) }
                    @if let Some(number) = line.book_no {
                        " · " (web.t_with("tasks-book-no", &[("number", &number.to_string())]))
                    }
                    @if let Some(name) = &line.deputy_for {
                        " · " (web.t_with("tasks-deputy-for", &[("name", name)]))
                    }
                }
            }
            (row_act(web, line, &path))
        }
    }
}

/// `Chờ bổ sung từ 18/11`: the year is that of the list.
fn waits(web: &Web, pause: &Pause) -> String {
    let day = Day::of_instant(pause.from_at);
    let (year, month, number) = day.parts();
    let is_this_year = year == web.today().parts().0;
    let day = if is_this_year { format!("{number:02}/{month:02}") } else { day.vietnamese() };
    let key = match pause.wanted {
        Wanted::Papers { .. } => "tasks-waits-papers",
        Wanted::Payment { .. } => "tasks-waits-payment",
    };
    web.t_with(key, &[("day", &day)])
}

/// `17:00 Thứ Hai, 23/11`: the year is that of the list.
fn short_moment(web: &Web, at: i64) -> String {
    let full = moment(web, at);
    let year = full.rfind('/').filter(|_| Day::of_instant(at).parts().0 == web.today().parts().0);
    year.map_or_else(|| full.clone(), |year| full[..year].to_owned())
}

fn row_act(web: &Web, line: &Line, path: &str) -> Markup {
    let label = web.t(match line.act {
        LineAct::Take => "tasks-act-take",
        LineAct::HandOver => "tasks-act-hand-over",
        LineAct::Do => "tasks-act-do",
        LineAct::Return => "tasks-act-return",
        LineAct::TakeIn if is_payment(line) => "tasks-act-take-in-payment",
        LineAct::TakeIn => "tasks-act-take-in",
        LineAct::See => "tasks-act-see",
    });
    let target = match line.act {
        LineAct::TakeIn => format!("{path}/answer"),
        LineAct::HandOver => format!("{path}/hand-over/{}", line.place.token),
        _ => format!("{path}#next-act"),
    };
    // What the button is about is said by its row; said again here it would double the page.
    html! {
        @if line.act == LineAct::Take {
            // Each row has a key of its own: the page may be gone back to after one of them was taken.
            button.button.low formaction={ (path) "/take/" (line.place.token) } name="form_key"
                value=(web.new_form_key()) { (label) }
        } @else {
            a.button.low href=(target) { (label) }
        }
    }
}

fn is_payment(line: &Line) -> bool {
    line.waits.as_ref().is_some_and(|pause| matches!(pause.wanted, Wanted::Payment { .. }))
}

/// The same in the next answer, so that the row keeps the focus when the list is fresh again.
fn row_id(line: &Line) -> String {
    format!("t{:x}-{}", line.place.dossier_id, line.place.token)
}
