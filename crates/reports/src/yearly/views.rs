//! The report's page: sentence, figures, why they are what they are, breakdowns, drawings.

use super::breakdown::{Group, sum};
use super::indicators::{self, Indicator, Nature, Term, rows_link};
use super::model::{DocumentLine, Edition, Measure};
use super::names::short;
use super::telling::{GrantRow, GroupRow, Telling};
use crate::drawing::{Map, Style, key_list, trend_key};
use maud::{Markup, PreEscaped, html};
use platform::web::{
    Button, Cell, Choice, Column, Depth, Figure, FigureRow, Icon, Register, Step, Tab, Tone, Web, ask,
    bridge, drawing, facts, figure, figures, head, others, readings, register, sentence, state, tabs, why,
};

/// What the page shows.
pub struct YearlyPage<'r> {
    /// The report.
    pub telling: Telling<'r>,
    /// The figure that is explained; none when the explanation was closed.
    pub explained: Option<&'static Indicator>,
    /// The years that are offered.
    pub years: Vec<i16>,
    /// Whether the asker may issue this edition.
    pub may_issue: bool,
    /// Issues of this edition: address, words, remark.
    pub issues: Vec<(String, String, String)>,
}

/// The whole page.
pub fn page(web: &Web, page: &YearlyPage<'_>) -> Markup {
    let telling = &page.telling;
    html! {
        (head(&title(telling), &html! { (telling.line()) " · " (telling.t("yearly-draft")) }, &buttons(page)))
        (question_form(web, page))
        (years(web, page))
        div.report {
            div.top {
                (sentence(&telling.sentence().markup()))
                (grants(web, page))
            }
            @match page.explained {
                Some(indicator) => { (explanation(web, telling, indicator)) }
                None => { (closed(web)) }
            }
            div.rest {
                (kinds(telling))
                div.two {
                    (map(web, telling))
                    div { (trend(web, telling)) (plans(telling)) }
                }
                (provinces(web, telling))
                (ministries(telling))
                (guidance(telling))
                (issues(page))
            }
        }
    }
}

fn title(telling: &Telling<'_>) -> String {
    telling.t_with("yearly-page-title", &[("period", &telling.period())])
}

fn buttons(page: &YearlyPage<'_>) -> Vec<Button> {
    let question = page.telling.question();
    let to = |path: &str| indicators::question_link(path, question);
    let mut buttons: Vec<Button> = ["pdf", "docx", "xlsx", "json"]
        .into_iter()
        .map(|form| Button::new(to(&format!("/reports/yearly.{form}")), form.to_uppercase()))
        .collect();
    if page.may_issue {
        buttons.push(Button::new(to("/reports/yearly/issues/new"), page.telling.t("yearly-issue")).first());
    }
    buttons
}

fn question_form(web: &Web, page: &YearlyPage<'_>) -> Markup {
    let question = page.telling.question();
    let day = |name: &str, key: &str, value: platform::Day| {
        html! {
            p.field {
                label for=(name) { (web.t(key)) }
                input.date id=(name) name=(name) inputmode="numeric" value=(value.vietnamese());
            }
        }
    };
    let word = question.edition.word();
    html! {
        form.filters.asof action="/reports/yearly" aria-label=(web.t("yearly-form")) {
            (day("from", "yearly-from", question.from))
            (day("to", "yearly-to", question.to))
            (day("as_of", "yearly-as-of", question.as_of))
            p.field {
                label for="edition" { (web.t("yearly-edition")) }
                select id="edition" name="edition" {
                    @for (group, choices) in editions(&page.telling) {
                        optgroup label=(group) {
                            @for choice in choices {
                                option value=(choice.value) selected[choice.value == word] { (choice.label) }
                            }
                        }
                    }
                }
            }
            p.buttons { button.button { (web.t("yearly-show")) } }
        }
    }
}

/// The editions that can be asked for: the nation, provinces of the map of the day, ministries.
fn editions(telling: &Telling<'_>) -> Vec<(String, Vec<Choice>)> {
    let names = telling.names;
    let nation = vec![Choice::new(Edition::Nation.word(), telling.t("yearly-nation"))];
    let mut provinces: Vec<Choice> = names
        .provinces_of_map()
        .map(|(code, name)| Choice::new(Edition::Province(code.to_owned()).word(), short(name)))
        .collect();
    provinces.sort_by_key(|choice| platform::search::fold(&choice.label));
    let mut codes: Vec<String> = telling.findings().by_ministry(Measure::ToDate).into_keys().collect();
    codes.extend(
        telling
            .findings()
            .plans
            .iter()
            .filter(|plan| plan.level == "central")
            .map(|plan| plan.owner_code.clone()),
    );
    if let Edition::Ministry(code) = &telling.question().edition {
        codes.push(code.clone());
    }
    codes.sort();
    codes.dedup();
    let ministries = codes
        .iter()
        .map(|code| Choice::new(Edition::Ministry(code.clone()).word(), names.ministry(code)))
        .collect();
    vec![
        (telling.t("yearly-nation"), nation),
        (telling.t("yearly-one-province"), provinces),
        (telling.t("yearly-one-ministry"), ministries),
    ]
}

fn years(web: &Web, page: &YearlyPage<'_>) -> Markup {
    let edition = page.telling.question().edition.word();
    let current = page.telling.question().whole_year();
    let offered: Vec<Tab> = page
        .years
        .iter()
        .map(|year| Tab {
            href: platform::web::link(
                "/reports/yearly",
                &[("year", &year.to_string()), ("edition", &edition)],
            ),
            label: year.to_string(),
            count: None,
            current: current == Some(*year),
        })
        .collect();
    tabs(&web.t("yearly-years"), &offered)
}

fn grants(web: &Web, page: &YearlyPage<'_>) -> Markup {
    let telling = &page.telling;
    let explained = page.explained.map(|indicator| indicator.key);
    let row = |row: GrantRow| {
        let stock = indicators::of_key(row.key).is_some_and(|indicator| indicator.nature != Nature::Flow);
        let current = explained == Some(row.key);
        let shown = |(value, rows): &(i64, String), is_current: bool| Figure {
            href: rows_link(rows, telling.question()),
            text: telling.number(*value),
            current: is_current,
        };
        FigureRow {
            in_period: shown(&row.in_period, current && !stock),
            to_date: shown(&row.to_date, current && stock),
            last: ask(web, &ask_link(web, row.key), &row.label),
            depth: depth_of(&row),
            label: row.label,
            ..FigureRow::default()
        }
    };
    let rows: Vec<FigureRow> = telling.grants().into_iter().map(row).collect();
    html! {
        section {
            h2 { (telling.t("yearly-section-grants")) }
            (figures(heads(telling, "yearly-head-what", "yearly-head-explained").each_ref().map(String::as_str), &rows))
        }
    }
}

fn depth_of(row: &GrantRow) -> Depth {
    match (row.is_total, row.is_part) {
        (true, _) => Depth::Total,
        (_, true) => Depth::Part,
        _ => Depth::Plain,
    }
}

fn ask_link(web: &Web, key: &str) -> String {
    format!("{}#why", web.link_with(&[("why", key), ("open", "")]))
}

fn heads(telling: &Telling<'_>, first: &str, last: &str) -> [String; 4] {
    // Short enough for a phone: the sentence above names the day.
    [
        telling.t(first),
        telling.t("yearly-head-in-period"),
        telling.t("yearly-head-cumulative"),
        telling.t(last),
    ]
}

fn explanation(web: &Web, telling: &Telling<'_>, indicator: &'static Indicator) -> Markup {
    let language = telling.language;
    let value = (indicator.value)(telling.findings());
    let number = telling.number(value);
    let mut rows: Vec<(String, Markup)> = vec![
        (telling.t("yearly-head-unit"), html! { (telling.t(indicator.unit.key())) }),
        (telling.t("yearly-head-nature"), html! { (telling.t(indicator.nature.key())) }),
    ];
    let rules = indicator.why.rules.iter();
    rows.extend(rules.map(|(about, rule)| (about.of(language).to_owned(), html! { (rule.of(language)) })));
    let acts = indicator.basis.on(telling.question().as_of);
    rows.push((
        telling.t("yearly-head-basis"),
        html! {
            @for (at, act) in acts.iter().enumerate() { @if at > 0 { ", " } span.nowrap { (act) } }
        },
    ));
    let other: Vec<(Figure, Markup)> = indicator
        .why
        .readings
        .iter()
        .filter(|reading| reading.rows != indicator.rows)
        .map(|reading| {
            let text = telling.number((reading.value)(telling.findings()));
            (
                Figure::new(rows_link(reading.rows, telling.question()), text),
                html! { (reading.words.of(language)) },
            )
        })
        .collect();
    let steps = steps(telling, indicator);
    let content = html! {
        p { b { (indicator.label.of(language)) } ". " (indicator.definition.of(language)) }
        (facts(&rows))
        @if !indicator.rows.is_empty() {
            p { a href=(rows_link(indicator.rows, telling.question())) { (telling.t_with("yearly-see-rows", &[("count", &number)])) } }
        }
        @if !other.is_empty() { section { h3 { (telling.t("yearly-readings")) } (readings(&other)) } }
        @if !steps.is_empty() {
            section { h3 { (telling.t("yearly-bridge")) } (bridge(&telling.t("yearly-bridge-caption"), &steps)) }
        }
    };
    let title = telling.t_with("yearly-why", &[("count", &number)]);
    why(web, (&title, &web.link_with(&[("why", "none")])), &content)
}

fn steps(telling: &Telling<'_>, indicator: &Indicator) -> Vec<Step> {
    let shown = |stepped: indicators::Stepped| {
        let number = telling.number(stepped.value.abs());
        let text = match stepped.step.term {
            Term::Minus if stepped.value < 0 => format!("+ {number}"),
            Term::Minus => format!("− {number}"),
            _ => number,
        };
        Step {
            label: stepped.step.words.of(telling.language).to_owned(),
            figure: Figure {
                href: rows_link(stepped.step.rows, telling.question()),
                text,
                current: stepped.step.rows == indicator.rows && stepped.step.term == Term::Sum,
            },
            sum: stepped.step.term == Term::Sum,
        }
    };
    indicator.why.bridge_of(telling.findings()).into_iter().map(shown).collect()
}

/// What stands beside the figures when no explanation is open.
fn closed(web: &Web) -> Markup {
    html! {
        aside.side aria-labelledby="why" {
            div.pad.why { h2 id="why" { (web.t("yearly-why-closed")) } p { (web.t("yearly-why-closed-text")) } }
        }
    }
}

fn group_row(telling: &Telling<'_>, row: &GroupRow, most: i64) -> FigureRow {
    let figure = |set: &str, value: i64| {
        let rows = format!("set={set}{}", row.filter);
        Figure::new(rows_link(&rows, telling.question()), telling.number(value))
    };
    let gauge = crate::drawing::gauge(row.group.in_period, row.group.to_date, most);
    FigureRow {
        label: row.label.clone(),
        remark: row.remark.clone(),
        depth: Depth::Plain,
        in_period: figure("agencies_in_period", row.group.in_period),
        to_date: figure("agencies_to_date", row.group.to_date),
        last: PreEscaped(gauge),
    }
}

fn group_table(telling: &Telling<'_>, (first, level): (&str, &str), rows: &[GroupRow]) -> Markup {
    let most = rows.iter().map(|row| row.group.to_date).max().unwrap_or(0);
    let mut shown: Vec<FigureRow> = rows.iter().map(|row| group_row(telling, row, most)).collect();
    let total = sum(rows.iter().map(|row| &row.group));
    let all = GroupRow {
        label: telling.t("yearly-total"),
        remark: String::new(),
        filter: level.to_owned(),
        group: total,
    };
    shown.push(FigureRow { depth: Depth::Total, last: html! {}, ..group_row(telling, &all, most) });
    figures(heads(telling, first, "yearly-head-compared").each_ref().map(String::as_str), &shown)
}

fn kinds(telling: &Telling<'_>) -> Markup {
    let local = telling.findings().level_group(true);
    let link = |word: &str| {
        rows_link(&format!("set=agencies_to_date&level=local&obligation={word}"), telling.question())
    };
    let duties = super::phrase::Phrase::of(
        telling.language,
        "yearly-duties",
        &[
            ("obliged", super::phrase::Value::Figure(telling.number(local.obliged), link("bat_buoc"))),
            (
                "encouraged",
                super::phrase::Value::Figure(telling.number(local.encouraged), link("khuyen_khich")),
            ),
        ],
    );
    html! {
        section {
            h2 id="kinds" { (telling.t("yearly-by-kind")) }
            (group_table(telling, ("yearly-head-kind", ""), &telling.kinds()))
            p.hint { (telling.t("yearly-gauge-hint")) @if local.to_date > 0 { " " (duties.markup()) } }
        }
    }
}

fn map(web: &Web, telling: &Telling<'_>) -> Markup {
    let question = telling.question();
    let link = |code: &str| {
        let is_today = telling.names.map == "2025";
        if is_today {
            let edition = Edition::Province(code.to_owned());
            let part = super::model::Question { edition, ..question.clone() };
            return rows_link("set=agencies_to_date", &part);
        }
        let filter = match Map::on(question.as_of).island(code) {
            Some((_, province)) => format!("province={province}&district={code}"),
            None => format!("province={code}"),
        };
        rows_link(&format!("set=agencies_to_date&{filter}"), question)
    };
    let Some((svg, items)) = telling.map(Style::Page, &link) else { return html! {} };
    let earlier = telling.granted_on_earlier_map();
    html! {
        div {
            (drawing(web, ("map", &telling.t("yearly-map-title")), (&PreEscaped(key_list(&items, telling.language)), &PreEscaped(svg))))
            @if telling.names.map != "2025" { p.hint { (telling.t("yearly-map-islands")) } }
            @if earlier > 0 { p.hint { (telling.t_with("yearly-map-earlier", &[("count", &telling.number(earlier))])) } }
        }
    }
}

fn trend(web: &Web, telling: &Telling<'_>) -> Markup {
    if telling.findings().years.is_empty() {
        return html! {};
    }
    let years = telling.findings().year_groups();
    let link = |label: &str| {
        let year = years.iter().find(|year| telling.year_label(&year.year) == label);
        let word = year.map_or("", |year| if year.year.is_empty() { "none" } else { year.year.as_str() });
        rows_link(&format!("set=certificates_to_date&year={word}"), telling.question())
    };
    let svg = telling.trend(Style::Page, &link);
    let key = PreEscaped(key_list(&trend_key(telling.language), telling.language));
    drawing(web, ("years", &telling.t("yearly-trend-title")), (&key, &PreEscaped(svg)))
}

fn plans(telling: &Telling<'_>) -> Markup {
    let levels: Vec<(&str, i64)> = [
        ("central", telling.findings().owing_plan("central")),
        ("local", telling.findings().owing_plan("local")),
    ]
    .into_iter()
    .filter(|(_, owing)| *owing > 0)
    .collect();
    if levels.is_empty() {
        return html! {};
    }
    let owing_none: Vec<_> = telling.findings().plans.iter().filter(|plan| !plan.owes_plan).collect();
    html! {
        section {
            h2 id="plans" { (telling.t("yearly-without-plan")) }
            @for (level, owing) in levels { (plans_of(telling, level, owing)) }
            @if !owing_none.is_empty() {
                details {
                    summary { (telling.t_with("yearly-plans-others", &[("count", &telling.number(owing_none.len() as i64))])) }
                    ul.owners { @for plan in owing_none { li { a href={ "/plans/" (plan.id) } { (plan.owner) } } } }
                }
            }
        }
    }
}

fn plans_of(telling: &Telling<'_>, level: &str, owing: i64) -> Markup {
    let without = telling.without_plan(level);
    let approved = telling.number(telling.findings().plans_in(level, "approved"));
    let (count, owing) = (telling.number(without.len() as i64), telling.number(owing));
    html! {
        h3 id={ "plans-" (level) } {
            (telling.t_with(&format!("yearly-plans-count-{level}"), &[("count", &count)])) " "
            span.quiet { "(" (telling.t_with("yearly-plans-approved", &[("approved", &approved), ("owing", &owing)])) ")" }
        }
        ul.owners {
            @for plan in without {
                li { a href={ "/plans/" (plan.id) } { (plan.owner) } (plan_state(telling, &plan.status)) }
            }
        }
    }
}

fn plan_state(telling: &Telling<'_>, status: &str) -> Markup {
    let words = telling.t(&format!("yearly-plan-{status}"));
    match status {
        "drafted" => state(Tone::Soon, Icon::Clock, &words),
        "approved" => state(Tone::Done, Icon::Done, &words),
        _ => state(Tone::Off, Icon::Crossed, &words),
    }
}

const PROVINCE_COLUMNS: &[Column] = &[
    Column::new("yearly-head-province"),
    Column::new("yearly-head-in-period").number(),
    Column::new("yearly-head-sum").number(),
    Column::new("yearly-head-obliged").number().wide_only(),
    Column::new("yearly-head-encouraged").number().wide_only(),
    Column::new("yearly-head-valid").number(),
];

/// The table by province; of the nation only when asked for, since it is long.
fn provinces(web: &Web, telling: &Telling<'_>) -> Markup {
    let rows = telling.provinces();
    if rows.is_empty() || matches!(telling.question().edition, Edition::Ministry(_)) {
        return html! {};
    }
    let is_open = web.query.get("open") == "provinces" || !telling.question().edition.is_nation();
    let count = telling.number(rows.len() as i64);
    let some = rows.iter().filter(|row| row.group.to_date > 0).count();
    let open = format!("{}#provinces", web.link_with(&[("open", "provinces")]));
    html! {
        section {
            h2 id="provinces" { (telling.t("yearly-by-province")) }
            @if some < rows.len() && some > 0 { p.hint { (telling.t_with("yearly-provinces-some", &[("some", &telling.number(some as i64)), ("all", &count)])) } }
            @if is_open { (province_table(web, telling, &rows)) }
            @else { p { a href=(open) { (telling.t_with("yearly-provinces-open", &[("count", &count)])) } } }
        }
    }
}

fn province_table(web: &Web, telling: &Telling<'_>, rows: &[GroupRow]) -> Markup {
    let link = |rows: &str, value: i64| {
        Cell::Rich(figure(&Figure::new(rows_link(rows, telling.question()), telling.number(value))))
    };
    let cells = |name: Cell, filter: &str, group: &Group| {
        let of = |set: &str| format!("set={set}&level=local{filter}");
        vec![
            name,
            link(&of("agencies_in_period"), group.in_period),
            link(&of("agencies_to_date"), group.to_date),
            link(&format!("{}&obligation=bat_buoc", of("agencies_to_date")), group.obliged),
            link(&format!("{}&obligation=khuyen_khich", of("agencies_to_date")), group.encouraged),
            link(&of("agencies_valid"), group.valid),
        ]
    };
    let name = |row: &GroupRow| {
        Cell::Rich(
            html! { b { (row.label) } @if !row.remark.is_empty() { span.quiet { " · " (row.remark) } } },
        )
    };
    let mut shown: Vec<Vec<Cell>> =
        rows.iter().map(|row| cells(name(row), &row.filter, &row.group)).collect();
    let total = sum(rows.iter().map(|row| &row.group));
    shown.push(cells(Cell::Rich(html! { b { (telling.t("yearly-total")) } }), "", &total));
    let caption = telling.t("yearly-by-province");
    register(web, &Register { caption, columns: PROVINCE_COLUMNS, sort: String::new(), rows: shown })
}

fn ministries(telling: &Telling<'_>) -> Markup {
    let rows = telling.ministries();
    if rows.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 id="ministries" { (telling.t("yearly-by-ministry")) }
            (group_table(telling, ("yearly-head-ministry", "&level=central"), &rows))
        }
    }
}

fn guidance(telling: &Telling<'_>) -> Markup {
    let findings = telling.findings();
    let frameworks: Vec<_> = findings
        .frameworks
        .iter()
        .map(|line| {
            let published = telling.date(&line.published);
            let remark = platform::web::joined(&[&line.applies_to, &published]);
            (format!("/frameworks/{}", line.id), line.publisher.clone(), remark)
        })
        .collect();
    let activities: Vec<_> = findings
        .activities
        .iter()
        .map(|line| {
            (format!("/activities/{}", line.id), line.subject.clone(), telling.names.targets(&line.targets))
        })
        .collect();
    let list = |(id, title, none): (&str, &str, &str), rows: &[(String, String, String)]| {
        html! {
            section {
                h2 id=(id) { (telling.t(title)) }
                @if rows.is_empty() { p { (telling.t(none)) } } @else { (others(rows)) }
            }
        }
    };
    html! {
        (documents(telling))
        (list(("frameworks", "yearly-frameworks-title", "yearly-no-frameworks"), &frameworks))
        @if !activities.is_empty() { (list(("activities", "yearly-activities-title", ""), &activities)) }
    }
}

/// Documents of the period; circulars stand apart, since they are a figure of their own.
fn documents(telling: &Telling<'_>) -> Markup {
    let of_kind = |is_circular: bool| -> Vec<(String, String, String)> {
        let lines = telling.findings().documents.iter().filter(|line| line.is_circular() == is_circular);
        let shown = |line: &DocumentLine| {
            (format!("/legal-documents/{}", line.id), telling.document(line), line.title.clone())
        };
        lines.map(shown).collect()
    };
    let part = |title: &str, rows: &[(String, String, String)]| {
        html! {
            @if !rows.is_empty() {
                h3 { (telling.t(title)) " (" (telling.number(rows.len() as i64)) ")" }
                (others(rows))
            }
        }
    };
    html! {
        section {
            h2 id="documents" { (telling.t("yearly-documents-title")) }
            @if telling.findings().documents.is_empty() { p { (telling.t("yearly-no-documents")) } }
            (part("yearly-circulars-title", &of_kind(true)))
            (part("yearly-other-documents-title", &of_kind(false)))
        }
    }
}

fn issues(page: &YearlyPage<'_>) -> Markup {
    let telling = &page.telling;
    html! {
        section {
            h2 id="issues" { (telling.t("yearly-issues")) }
            @if page.issues.is_empty() { p.hint { (telling.t("yearly-issues-none")) } }
            @else { (platform::web::papers(&page.issues)) }
            p { a href="/reports/yearly/issues" { (telling.t("yearly-issues-all")) } }
        }
    }
}
