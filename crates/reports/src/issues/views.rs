//! The page of an issued copy.

use super::changes::{Change, Effect};
use super::difference::Difference;
use super::frozen::Frozen;
use super::model::{Correction, Issue};
use crate::yearly::Telling;
use crate::yearly::indicators::{INDICATORS, question_link};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::web::{
    Icon, Moment, RecordPage, Tone, Web, block, crumbs, facts, journal_line, next_action, next_link, notice,
    papers, record_page, sentence, state, timeline,
};
use std::collections::BTreeMap;

/// What the page of a copy shows.
pub struct IssuePage<'i> {
    /// Number and day.
    pub title: String,
    /// The copy.
    pub issue: &'i Issue,
    /// Its content.
    pub frozen: &'i Frozen,
    /// Its content in words.
    pub telling: Telling<'i>,
    /// Whether content and hash agree.
    pub is_intact: bool,
    /// What differs today; none for those who are not shown it.
    pub differences: Option<&'i [Difference]>,
    /// What was recorded since and moved figures.
    pub changes: &'i [Change],
    /// Whether there was more than could be told.
    pub more_changes: bool,
    /// Names of those who recorded it.
    pub people: Option<&'i BTreeMap<i64, String>>,
    /// What each notice told.
    pub noticed: Vec<Vec<Difference>>,
    /// Whether this person may notice a correction.
    pub may_correct: bool,
}

/// What the registers of today say of a copy and of its notices.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    /// Nothing differs, and no notice says that something does.
    Same,
    /// Something differs, and no notice tells of any difference.
    Differs,
    /// The last notice tells just what differs.
    Noticed,
    /// Something else differs than the last notice tells.
    DiffersAgain,
    /// The last notice tells of differences that there are no longer.
    Returned,
}

impl Compared {
    /// What is asked for, and why, as keys of sentences.
    fn asks(self) -> Option<(&'static str, &'static str)> {
        match self {
            Compared::Differs => Some(("issues-differs", "issues-differs-text")),
            Compared::DiffersAgain => Some(("issues-differs-again", "issues-differs-again-text")),
            Compared::Same | Compared::Noticed | Compared::Returned => None,
        }
    }
}

impl IssuePage<'_> {
    fn standing(&self) -> Compared {
        let differences = self.differences.unwrap_or_default();
        match self.noticed.last() {
            None if differences.is_empty() => Compared::Same,
            None => Compared::Differs,
            Some(told) if told == differences => Compared::Noticed,
            Some(_) if differences.is_empty() => Compared::Returned,
            Some(_) => Compared::DiffersAgain,
        }
    }
}

/// The whole page.
pub fn record(web: &Web, page: &IssuePage<'_>) -> Markup {
    let issue = page.issue;
    let path = format!("/reports/yearly/issues/{}", issue.id);
    let next = page.standing().asks().filter(|_| page.may_correct).map(|(title, why)| {
        let act = next_link(&format!("{path}/correct"), &web.t("issues-notice-button"));
        next_action(web, &web.t(title), &web.t(why), &act)
    });
    let steps = [("/reports/yearly/issues".to_owned(), web.t("issues-title"))];
    record_page(&RecordPage {
        crumbs: crumbs(web, &steps),
        title: page.title.clone(),
        line: html! { (page.telling.line()) " " (standing(web, page)) },
        next,
        left: html! {
            (sentence(&page.telling.sentence().markup_without_links()))
            (corrections(web, page, &path))
            (comparison(web, page))
            (figures(web, page))
        },
        beside: html! {
            (block(&web.t("issues-papers"), &papers(&files(web, &path))))
            (block(&web.t("issues-facts"), &about(web, page)))
            (tasks(web, issue))
        },
        ..RecordPage::default()
    })
}

fn standing(web: &Web, page: &IssuePage<'_>) -> Markup {
    match page.issue.corrections.len() {
        0 => state(Tone::Done, Icon::Done, &web.t("issues-standing")),
        _ => state(Tone::Soon, Icon::Warning, &web.t("issues-standing-corrected")),
    }
}

fn files(web: &Web, path: &str) -> Vec<(String, String, String)> {
    let file = |form: &str| (format!("{path}/report.{form}"), web.t("issues-file"), form.to_uppercase());
    ["pdf", "docx", "xlsx", "json"].map(file).to_vec()
}

fn about(web: &Web, page: &IssuePage<'_>) -> Markup {
    let issue = page.issue;
    let (day, time) = local_parts(issue.issued_at);
    let taken = web.t_with("issues-taken-at", &[("time", &time), ("day", &day.vietnamese())]);
    let intact = match page.is_intact {
        true => state(Tone::Done, Icon::Done, &web.t("issues-intact")),
        false => state(Tone::Late, Icon::Warning, &web.t("issues-not-intact")),
    };
    let signer = [&issue.heading.signer_authority, &issue.heading.signer_title, &issue.heading.signer_name];
    let signer: Vec<&str> =
        signer.into_iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    let live = question_link("/reports/yearly", &page.frozen.report.question);
    html! {
        (facts(&[
            (web.t("issues-issuer"), html! { (issue.heading.issuer) }),
            (web.t("issues-issued-on"), html! { (issue.issued_on().vietnamese()) }),
            (web.t("issues-signer"), html! { (signer.join(", ")) }),
            (web.t("issues-taken"), html! { (taken) }),
            ("SHA-256".to_owned(), html! { span { (issue.sha256) } " " (intact) }),
        ]))
        @if page.differences.is_some() { p { a href=(live) { (web.t("issues-live")) } } }
    }
}

fn tasks(web: &Web, issue: &Issue) -> Markup {
    let lines = super::model::lines(&issue.heading.tasks);
    if lines.is_empty() {
        return html! {};
    }
    block(&web.t("yearly-section-tasks"), &html! { ol { @for line in &lines { li { (line) } } } })
}

fn label(page: &IssuePage<'_>, key: &str) -> String {
    page.frozen.definition(key, page.telling.language.code()).to_owned()
}

/// Every frozen figure with its frozen definition.
fn figures(web: &Web, page: &IssuePage<'_>) -> Markup {
    let language = page.telling.language.code();
    let known = INDICATORS.iter().map(|indicator| indicator.key);
    let others = page.frozen.figures.keys().map(String::as_str);
    let mut keys: Vec<&str> = known.filter(|key| page.frozen.figures.contains_key(*key)).collect();
    let unknown: Vec<&str> = others.filter(|key| !keys.contains(key)).collect();
    keys.extend(unknown);
    let table = html! {
        table.register.plain-table.figures {
            thead { tr {
                th scope="col" { (web.t("yearly-head-what")) }
                th.end scope="col" { (web.t("issues-was")) }
            } }
            tbody {
                @for key in keys {
                    tr {
                        th scope="row" {
                            (label(page, key))
                            details.small {
                                summary { (web.t("issues-definition")) }
                                p { (page.frozen.definition(key, &format!("definition_{language}"))) }
                                p.quiet { (web.t("yearly-head-basis")) ": " (page.frozen.definition(key, "basis")) }
                            }
                        }
                        td.end { b { (web.number(page.frozen.figure(key).unwrap_or(0))) } }
                    }
                }
            }
        }
    };
    block(&web.t("issues-figures"), &table)
}

/// Figures as they were and as they are.
pub fn difference_table(web: &Web, differences: &[Difference]) -> Markup {
    html! {
        table.register.plain-table.figures {
            thead { tr {
                th scope="col" { (web.t("yearly-head-what")) }
                th.end scope="col" { (web.t("issues-was")) }
                th.end scope="col" { (web.t("issues-now")) }
                th.end scope="col" { (web.t("issues-change")) }
            } }
            tbody {
                @for difference in differences {
                    tr {
                        th scope="row" { (difference.label(web.language())) }
                        td.end { (web.number(difference.was)) }
                        td.end { b { (web.number(difference.now)) } }
                        td.end { (signed(web, difference.now - difference.was)) }
                    }
                }
            }
        }
    }
}

fn signed(web: &Web, change: i64) -> String {
    let sign = if change < 0 { "−" } else { "+" };
    format!("{sign} {}", web.number(change.abs()))
}

fn comparison(web: &Web, page: &IssuePage<'_>) -> Markup {
    let Some(differences) = page.differences else { return html! {} };
    let content = html! {
        (compared(web, page))
        @if !matches!(page.standing(), Compared::Same | Compared::Noticed | Compared::Returned) {
            (difference_table(web, differences))
        }
        @if !page.changes.is_empty() {
            h3 { (web.t("issues-why")) }
            p.hint { (web.t("issues-why-text")) }
            (timeline(&page.changes.iter().map(|change| moment(web, page, change)).collect::<Vec<_>>()))
            @if page.more_changes { p.hint { (web.t("issues-why-more")) } }
        }
    };
    block(&web.t("issues-today"), &content)
}

/// The outcome of the comparison in a sentence, with the notice that was given.
fn compared(web: &Web, page: &IssuePage<'_>) -> Markup {
    let last = page.issue.corrections.last();
    let number = last.map_or(String::new(), Correction::number_text);
    let day = last.map_or(String::new(), |last| last.noticed_on.vietnamese());
    let told = |key: &str| web.t_with(key, &[("number", &number), ("day", &day)]);
    let file = format!(
        "/reports/yearly/issues/{}/corrections/{}/notice.pdf",
        page.issue.id,
        page.issue.corrections.len()
    );
    let given = html! { " " a href=(file) { (web.t("issues-notice-file")) " (PDF)" } };
    match page.standing() {
        Compared::Same => notice(Tone::Done, &html! { (web.t("issues-same")) }),
        Compared::Noticed => notice(Tone::Done, &html! { (told("issues-noticed")) (given) }),
        Compared::Returned => notice(Tone::Soon, &html! { (told("issues-returned")) (given) }),
        Compared::DiffersAgain => notice(Tone::Soon, &html! { (told("issues-noticed-before")) (given) }),
        Compared::Differs => html! {},
    }
}

fn moment(web: &Web, page: &IssuePage<'_>, change: &Change) -> Moment {
    let (day, _) = local_parts(change.at);
    let name = page.people.and_then(|people| people.get(&change.actor)).map_or("", String::as_str);
    let subject = match change.number.as_str() {
        "" => web.t(&format!("issues-subject-{}", change.subject_kind.replace('_', "-"))),
        number => number.to_owned(),
    };
    let what = html! {
        (happened(web, &change.what)) ": "
        @if change.href.is_empty() { (subject) } @else { a href=(change.href) { (subject) } }
        @if let Some((before, after)) = change.effect { span.quiet { " · " (effect_words(web, before, after)) } }
    };
    Moment {
        day: day.vietnamese(),
        iso: day.to_string(),
        what,
        by: journal_line(web, change.at, (name, change.seq)),
        now: false,
    }
}

/// What happened in words; events of other registers are told by the record alone.
fn happened(web: &Web, what: &str) -> String {
    let key = format!("issues-what-{}", what.replace('_', "-"));
    if platform::i18n::has(web.language(), &key) { web.t(&key) } else { web.t("issues-what-other") }
}

/// What a certificate counted for and counts for now.
fn effect_words(web: &Web, before: Effect, after: Effect) -> String {
    let parts = [
        ("issues-effect-in-period", before.in_period, after.in_period),
        ("issues-effect-to-date", before.to_date, after.to_date),
        ("issues-effect-valid", before.valid, after.valid),
    ];
    let told = parts.into_iter().filter(|(_, before, after)| before != after).map(|(key, _, after)| {
        let sign = if after { "+" } else { "−" };
        format!("{sign} {}", web.t(key))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { web.t("issues-effect-agency") } else { told.join(", ") }
}

fn corrections(web: &Web, page: &IssuePage<'_>, path: &str) -> Markup {
    if page.issue.corrections.is_empty() {
        return html! {};
    }
    let told = page.issue.corrections.iter().zip(&page.noticed).enumerate();
    let content = html! {
        @for (at, (correction, differences)) in told { (correction_of(web, (path, at + 1), (correction, differences))) }
    };
    block(&web.t("issues-corrections"), &content)
}

fn correction_of(
    web: &Web,
    (path, position): (&str, usize),
    (correction, differences): (&Correction, &[Difference]),
) -> Markup {
    let (number, day) = (correction.number_text(), correction.noticed_on.vietnamese());
    let file = |form: &str| {
        let href = format!("{path}/corrections/{position}/notice.{form}");
        (href, web.t("issues-notice-file"), form.to_uppercase())
    };
    html! {
        h3 { (web.t_with("issues-notice-line", &[("number", &number), ("day", &day)])) }
        p { (correction.reason) }
        (difference_table(web, differences))
        (papers(&[file("pdf"), file("docx")]))
    }
}
