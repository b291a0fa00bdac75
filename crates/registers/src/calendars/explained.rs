//! A due moment that explains itself: the days with their running count, then each reason with its legal basis.

use maud::{Markup, html};
use platform::web::{Icon, Tone, Web, notice, state};
use workdays::explain::{ExplainedDay, Note, Reason};
use workdays::{Amount, Day, Due, Explanation, Limit, TimeOfDay};

/// At most so many weeks are drawn; of a longer limit the first and the last ones.
const WEEKS: usize = 14;
/// Of a longer limit, so many of the first weeks.
const FIRST_WEEKS: usize = 8;
/// Of a longer limit, so many of the last weeks.
const LAST_WEEKS: usize = 4;
/// At most so many days are told in words.
const LINES: usize = 400;
/// At most so many reasons stand out.
const REASONS: usize = 40;

fn words(web: &Web) -> workdays::Language {
    match web.language() {
        platform::Language::Vi => workdays::Language::Vi,
        platform::Language::En => workdays::Language::En,
    }
}

/// `17:00 Thứ Ba, 01/12/2026`: an instant as people read an appointment.
pub fn moment(web: &Web, at: i64) -> String {
    // Appointments are told to the minute, as clocks on walls do.
    let minute = at - at.rem_euclid(60_000_000);
    let clock = workdays::time::clock_text(TimeOfDay::micros_of_instant(minute));
    let day = Day::of_instant(at);
    format!("{clock} {}, {}", weekday(web, day), day.vietnamese())
}

fn weekday(web: &Web, day: Day) -> String {
    web.t(&format!("calendars-weekday-{}", day.weekday()))
}

/// Why this is the due moment: the weeks with their running count, the reasons with their legal basis, and
/// on demand every day in words.
pub fn explanation(web: &Web, told: &Explanation) -> Markup {
    let lines = told.lines(words(web));
    html! {
        p.due-line { (result(web, told.due)) }
        @if told.due.provisional() { (notice(Tone::Soon, &html! { p { (web.t("calendars-provisional")) } })) }
        (weeks(web, told))
        (reasons(web, told, lines.first().map_or("", String::as_str)))
        details.all-days {
            summary.small { (web.t("calendars-day-by-day")) }
            ol.all-days {
                @for line in lines.iter().take(LINES) { li { (line) } }
            }
            @if lines.len() > LINES {
                p.quiet { (web.t_with("calendars-more-days", &[("count", &web.number((lines.len() - LINES) as i64))])) }
            }
        }
    }
}

fn result(web: &Web, due: Due) -> Markup {
    match due {
        Due::At(promise) => html! { b { (moment(web, promise.due_at)) } },
        Due::Paused(waiting) => {
            let since = moment(web, waiting.since_at);
            html! { (state(Tone::Soon, Icon::Held, &web.t_with("calendars-paused", &[("since", &since)]))) }
        }
    }
}

/// The weeks from Monday to Sunday, those in the middle of a long limit left out.
fn weeks(web: &Web, told: &Explanation) -> Markup {
    let (Some(first), Some(last)) = (told.days.first(), told.days.last()) else {
        return html! {};
    };
    let monday = first.day.plus_days(1 - i64::from(first.day.weekday()));
    let count = usize::try_from(last.day.days_since(monday) / 7 + 1).unwrap_or(1);
    let left_out = if count > WEEKS { FIRST_WEEKS..count - LAST_WEEKS } else { 0..0 };
    let (from, to) = (first.day.vietnamese(), last.day.vietnamese());
    let caption = [("from", from.as_str()), ("to", &to)];
    html! {
        table.days {
            caption.hidden-text { (web.t_with("calendars-weeks", &caption)) }
            thead { tr { @for number in 1..=7_i64 { (weekday_head(web, number)) } } }
            tbody {
                @for week in (0..count).filter(|week| !left_out.contains(week)) {
                    @if week == left_out.end && !left_out.is_empty() {
                        tr { td.gap colspan="7" {
                            (web.t_with("calendars-weeks-left-out", &[("count", &left_out.len().to_string())]))
                        } }
                    }
                    tr {
                        @for offset in 0..7 { (cell(web, told, monday.plus_days(week as i64 * 7 + offset))) }
                    }
                }
            }
        }
    }
}

/// The head of a column of weekdays, 1 for Monday.
pub(super) fn weekday_head(web: &Web, number: i64) -> Markup {
    let (short, full) = (format!("calendars-weekday-short-{number}"), format!("calendars-weekday-{number}"));
    html! { th scope="col" { abbr title=(web.t(&full)) { (web.t(&short)) } } }
}

fn cell(web: &Web, told: &Explanation, day: Day) -> Markup {
    let Ok(at) = told.days.binary_search_by_key(&day, |explained| explained.day) else {
        return html! { td.none {} };
    };
    let explained = &told.days[at];
    let (_, month, number) = day.parts();
    let counts = explained.counted != explained.counted.nothing();
    let ends = explained.notes.iter().any(|note| matches!(note.reason, Reason::DueAt { .. }));
    let holds = !counts && explained.notes.iter().any(|note| matches!(note.reason, Reason::Paused { .. }));
    let class = if ends {
        "ends"
    } else if holds {
        "holds"
    } else if counts {
        "runs"
    } else {
        ""
    };
    html! {
        td class=[Some(class).filter(|class| !class.is_empty())] {
            (format!("{number:02}/{month:02}"))
            @if counts { b { (running(web, explained, told.limit)) } }
            @if let Some(word) = word(web, explained, told.limit) { span { (word) } }
        }
    }
}

/// The count at the end of a day: a number of days, or hours and minutes.
fn running(web: &Web, explained: &ExplainedDay, limit: Limit) -> Markup {
    match explained.total {
        Amount::Days(days) if !matches!(limit, Limit::SameDay { .. }) => {
            html! { span.hidden-text { (web.t("calendars-day-number")) " " } (days) }
        }
        Amount::Days(_) => html! {},
        Amount::Time(time) => {
            let minutes = time.micros() / 60_000_000;
            let (hours, rest) = ((minutes / 60).to_string(), format!("{:02}", minutes % 60));
            let key = if minutes % 60 == 0 { "calendars-whole-hours" } else { "calendars-hours-so-far" };
            html! { (web.t_with(key, &[("hours", &hours), ("minutes", &rest)])) }
        }
    }
}

/// The one word that says most of a day.
fn word(web: &Web, explained: &ExplainedDay, limit: Limit) -> Option<String> {
    let is_counted = explained.counts_though_off(limit);
    let key = |reason: &Reason| match reason {
        Reason::DueAt { .. } => Some((0, "calendars-word-due")),
        Reason::Received { .. } | Reason::Anew { .. } => Some((1, "calendars-word-received")),
        Reason::DueBefore { .. } => Some((1, "calendars-word-due-before")),
        Reason::DayZero { .. } | Reason::RunsFrom { .. } => Some((2, "calendars-word-starts")),
        Reason::Holiday { .. } => Some((3, "calendars-word-holiday")),
        Reason::Compensatory { .. } => Some((3, "calendars-word-compensatory")),
        Reason::SwapOff { .. } => Some((3, "calendars-word-swap-off")),
        Reason::WeeklyRest => Some((4, "calendars-word-rest")),
        Reason::Paused { .. } => Some((5, "calendars-word-paused")),
        Reason::SwapWorked { .. } => Some((6, "calendars-word-swap-work")),
        _ => None,
    };
    let best = explained.notes.iter().filter_map(|note| key(&note.reason)).min_by_key(|(rank, _)| *rank);
    best.map(|(rank, key)| {
        let word = web.t(key);
        // Closed days, as ranked above, that count among calendar days.
        if is_counted && (3..=4).contains(&rank) {
            web.t_with("calendars-word-counted", &[("word", &word)])
        } else {
            word
        }
    })
}

/// The limit as a sentence, each day that says more than "it counts", then the weekly rest in one line.
fn reasons(web: &Web, told: &Explanation, limit: &str) -> Markup {
    let says_more = |note: &&Note| {
        !matches!(
            note.reason,
            Reason::WeeklyRest
                | Reason::WorkingDay { .. }
                | Reason::CalendarDay { .. }
                | Reason::Hours { .. }
                | Reason::Break { .. }
        )
    };
    let mut notable: Vec<(Day, Day, Notable<'_>)> = Vec::new();
    for day in &told.days {
        let notes: Vec<&Note> = day.notes.iter().filter(says_more).collect();
        let is_empty = notes.is_empty();
        let found = Notable { notes, counts_though_off: day.counts_though_off(told.limit) };
        match notable.last_mut() {
            _ if is_empty => {}
            // A pause says the same of each of its days.
            Some((_, last, same)) if *same == found => *last = day.day,
            _ => notable.push((day.day, day.day, found)),
        }
    }
    let (counts, idle): (Vec<&ExplainedDay>, Vec<&ExplainedDay>) =
        told.days.iter().partition(|day| day.counts_though_off(told.limit));
    let rest = [("calendars-rest-counts", rests(&counts)), ("calendars-rest-sentence", rests(&idle))];
    let version = web.number(i64::from(told.calendar_version));
    html! {
        ul.reasons {
            li { b { (web.t("calendars-limit")) } span { (limit) } }
            @for (first, last, found) in notable.iter().take(REASONS) { (reason(web, (*first, *last), found)) }
            @if notable.len() > REASONS {
                li { span {} span.quiet { (web.t_with("calendars-more-days", &[("count", &web.number((notable.len() - REASONS) as i64))])) } }
            }
            @for (sentence, rest) in &rest {
                @if let Some(note) = rest.first() {
                    li {
                        span { (web.t_with("calendars-rest-days", &[("count", &web.number(rest.len() as i64))])) }
                        span { (web.t(sentence)) (basis(web, note)) }
                    }
                }
            }
            li { span { (web.t("calendars-title")) } span { (web.t_with("calendars-by-version", &[("number", &version)])) } }
        }
    }
}

/// What stands out of a day.
#[derive(PartialEq)]
struct Notable<'n> {
    notes: Vec<&'n Note>,
    /// Whether the office is closed and the day counts all the same.
    counts_though_off: bool,
}

/// The notes of weekly rest among days.
fn rests<'n>(days: &[&'n ExplainedDay]) -> Vec<&'n Note> {
    let notes = days.iter().flat_map(|day| &day.notes);
    notes.filter(|note| note.reason == Reason::WeeklyRest).collect()
}

/// The words of a note: the first of a line begins it.
fn note_words(web: &Web, note: &Note, (is_first, found): (bool, &Notable<'_>)) -> String {
    let mut words = note.reason.text(words(web));
    if found.counts_though_off && note.reason.is_day_off() {
        words = web.t_with("calendars-counted-all-the-same", &[("words", &words)]);
    }
    let mut letters = words.chars();
    match letters.next().filter(|_| is_first) {
        Some(letter) => letter.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

fn reason(web: &Web, (first, last): (Day, Day), found: &Notable<'_>) -> Markup {
    let short = |day: Day| {
        let (_, month, number) = day.parts();
        format!("{number:02}/{month:02}")
    };
    let when = if first == last {
        format!("{} {}", weekday(web, first), short(first))
    } else {
        web.t_with("calendars-days-range", &[("from", &short(first)), ("to", &short(last))])
    };
    html! {
        li {
            span { (when) }
            span {
                @for (at, note) in found.notes.iter().enumerate() {
                    @if at > 0 { "; " }
                    (note_words(web, note, (at == 0, found))) (basis(web, note))
                }
            }
        }
    }
}

fn basis(web: &Web, note: &Note) -> Markup {
    html! {
        @if let Some(basis) = &note.basis {
            " " span.quiet {
                (match web.language() { platform::Language::Vi => &basis.vi, platform::Language::En => &basis.en })
            }
        }
    }
}
