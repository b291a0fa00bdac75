//! The markup of the overview. Every figure leads to exactly its rows.

use super::SECTION;
use super::overview::{Figures, Overview, first_of_month};
use crate::dossiers::incidents;
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Column, Figure, Page, Register, Web, block, empty, figure, gauge, head, link, readings,
    register,
};

const UNIT_COLUMNS: &[Column] = &columns("lists-unit");
const PROCEDURE_COLUMNS: &[Column] = &columns("lists-procedure");

const fn columns(first: &'static str) -> [Column; 7] {
    [
        Column::new(first),
        Column::new("lists-group-working").number().labelled(),
        Column::new("lists-timing-today").number().labelled(),
        Column::new("lists-timing-late").number().labelled(),
        Column::new("lists-group-waiting").number().labelled(),
        Column::new("lists-to-return").number().labelled(),
        Column::new("lists-drawn").wide_only(),
    ]
}

/// Which rows a line of figures is about: name and value of a filter.
type Of<'a> = Option<(&'a str, &'a str)>;

fn rows_of(of: Of<'_>, more: &[(&str, &str)]) -> String {
    let pairs: Vec<(&str, &str)> = of.into_iter().chain(more.iter().copied()).collect();
    link("/dossiers", &pairs)
}

/// The figures of a line in their order: the filter that leaves exactly its rows, and the key of what is counted.
const ASKED: [((&str, &str), &str); 5] = [
    (("status", "working"), "lists-group-working"),
    (("timing", "today"), "lists-timing-today"),
    (("timing", "late"), "lists-timing-late"),
    (("status", "waiting"), "lists-group-waiting"),
    (("status", "9"), "lists-to-return"),
];

fn the_figures(web: &Web, of: Of<'_>, figures: &Figures) -> [Figure; 5] {
    let counted =
        [figures.working, figures.today, figures.late, figures.waiting, figures.settled].into_iter();
    let mut all = counted.zip(ASKED).map(|(n, (asked, _))| Figure::new(rows_of(of, &[asked]), web.number(n)));
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

/// A line: who or what, its figures, and a bar of what is worked on whose dark end is late.
fn line(web: &Web, (name, of): (String, Of<'_>), (figures, most): (&Figures, i64)) -> Vec<Cell> {
    let percent = |n: i64| 100.0 * n as f64 / most.max(1) as f64;
    let mut cells = vec![Cell::Name { href: rows_of(of, &[]), text: name }];
    cells.extend(the_figures(web, of, figures).iter().map(|one| Cell::Rich(figure(one))));
    cells.push(Cell::Rich(gauge(percent(figures.working), percent(figures.late))));
    cells
}

fn by_unit(web: &Web, seen: &Overview) -> Vec<Vec<Cell>> {
    let most = seen.by_unit.values().map(|figures| figures.working).max().unwrap_or(0);
    let lines = seen.by_unit.iter().filter(|(_, figures)| !figures.is_empty()).map(|(id, figures)| {
        let unit = seen.units.iter().find(|unit| unit.id == *id);
        let name = unit.map_or_else(|| web.t("lists-no-unit"), |unit| unit.name.clone());
        line(web, (name, Some(("unit", &id.to_string()))), (figures, most))
    });
    lines.collect()
}

fn by_procedure(web: &Web, seen: &Overview) -> Vec<Vec<Cell>> {
    let most = seen.by_procedure.values().map(|figures| figures.working).max().unwrap_or(0);
    let lines = seen.procedures.iter().filter_map(|served| {
        let figures = seen.by_procedure.get(&served.procedure_id).filter(|figures| !figures.is_empty())?;
        let name = served.procedure_name.clone();
        Some(line(web, (name, Some(("procedure", &served.procedure_code))), (figures, most)))
    });
    lines.collect()
}

/// A share as people read it, to the nearest tenth, but never rounded up to the whole.
fn percent(language: platform::Language, (part, whole): (i64, i64)) -> String {
    let whole = whole.max(1);
    let nearest = (part * 2_000 + whole) / (2 * whole);
    let tenths = if part < whole { nearest.min(999) } else { nearest };
    let comma = if language == platform::Language::Vi { ',' } else { '.' };
    if tenths % 10 == 0 {
        format!("{}%", tenths / 10)
    } else {
        format!("{}{comma}{}%", tenths / 10, tenths % 10)
    }
}

fn month(web: &Web, seen: &Overview) -> Markup {
    let (year, month, _) = seen.today.parts();
    let name = web.t_with("lists-month", &[("month", &format!("{month:02}/{year}"))]);
    let (from, to) = (first_of_month(seen.today).vietnamese(), seen.today.vietnamese());
    let rows =
        |timing: &str| link("/dossiers", &[("timing", timing), ("closed_from", &from), ("closed_to", &to)]);
    let all = seen.on_time + seen.was_late;
    let content = html! {
        @if all == 0 { p { (web.t("lists-month-none")) } }
        @else {
            p.sentence { (web.t_with("lists-month-rate", &[("rate", &percent(web.language(), (seen.on_time, all)))])) }
            (gauge(100.0, 100.0 * seen.was_late as f64 / all as f64))
            (readings(&[
                (Figure::new(rows("on_time"), web.number(seen.on_time)), html! { (web.t("lists-month-on-time")) }),
                (Figure::new(rows("was_late"), web.number(seen.was_late)), html! { (web.t("lists-month-late")) }),
            ]))
        }
    };
    block(&name, &content)
}

fn now(web: &Web, seen: &Overview) -> Markup {
    let figures = the_figures(web, None, &seen.all).into_iter().zip(ASKED);
    let rows: Vec<(Figure, Markup)> =
        figures.map(|(figure, (_, key))| (figure, html! { (web.t(key)) })).collect();
    block(&web.t("lists-now"), &readings(&rows))
}

fn table(web: &Web, title: &str, (columns, rows): (&'static [Column], Vec<Vec<Cell>>)) -> Markup {
    let table = Register { caption: web.t(title), columns, sort: String::new(), rows };
    html! { section { h2.pad { (web.t(title)) } (register(web, &table)) } }
}

/// The page.
pub(super) fn page(web: &Web, seen: &Overview) -> Markup {
    let sentence = html! { (web.t("lists-overview-sentence")) };
    let register = Button::new("/dossiers", web.t("lists-title"));
    let main = html! {
        (head(&web.t("lists-overview"), &sentence, &[register]))
        @if seen.all.is_empty() && seen.on_time + seen.was_late == 0 {
            (empty(&web.t("lists-overview-none"), &web.t("lists-overview-none-what"), None))
        } @else {
            div.pad.stack {
                (incidents::line_of_count(web, seen.incidents))
                (now(web, seen))
                (month(web, seen))
            }
            (table(web, "lists-by-unit", (UNIT_COLUMNS, by_unit(web, seen))))
            (table(web, "lists-by-procedure", (PROCEDURE_COLUMNS, by_procedure(web, seen))))
        }
    };
    web.page(Page { title: web.t("lists-overview"), section: SECTION, main, ..Page::default() })
}

#[cfg(test)]
mod tests {
    use super::percent;
    use platform::Language::{En, Vi};

    #[test]
    fn a_share_is_rounded_to_the_nearest_tenth_but_never_up_to_the_whole() {
        for ((part, whole), want) in [
            ((26, 30), "86,7%"),
            ((1, 3), "33,3%"),
            ((1, 2), "50%"),
            ((9_999, 10_000), "99,9%"),
            ((7, 7), "100%"),
            ((0, 7), "0%"),
            ((0, 0), "0%"),
        ] {
            assert_eq!(percent(Vi, (part, whole)), want, "{part} of {whole}");
        }
        assert_eq!(percent(En, (26, 30)), "86.7%");
    }
}
