//! The report as a spreadsheet: figures to reckon with, and what each of them means.

use super::breakdown::{Group, sum};
use super::indicators::INDICATORS;
use super::model::Report;
use super::names::Names;
use super::telling::{GroupRow, Telling};
use papers::{Sheet, SheetCell, SheetColumn, Workbook};
use platform::Language;

/// The spreadsheet of a report, in Vietnamese.
pub fn workbook(report: &Report, names: &Names) -> Workbook {
    workbook_in(Telling { report, names, language: Language::Vi })
}

/// The spreadsheet of a report in a language.
pub fn workbook_in(telling: Telling<'_>) -> Workbook {
    let binder = Binder { telling };
    Workbook::new(telling.subject())
        .dated(telling.question().as_of.into())
        .with(binder.figures())
        .with(binder.kinds())
        .with(binder.provinces())
        .with(binder.ministries())
        .with(binder.years())
        .with(binder.plans())
        .with(binder.definitions())
}

struct Binder<'r> {
    telling: Telling<'r>,
}

fn text(words: impl Into<String>) -> SheetCell {
    SheetCell::Text(words.into())
}

fn whole(count: i64) -> SheetCell {
    SheetCell::Whole(count)
}

impl Binder<'_> {
    fn t(&self, key: &str) -> String {
        self.telling.t(key)
    }

    fn sheet(&self, name: &str, columns: Vec<SheetColumn>) -> Sheet {
        Sheet::new(self.t(name), columns).note(self.telling.subject()).note(self.telling.line())
    }

    fn wide(&self, key: &str, width: f64) -> SheetColumn {
        SheetColumn::text(self.t(key), width)
    }

    fn count(&self, key: &str) -> SheetColumn {
        SheetColumn::whole(self.t(key), 14.0)
    }

    fn figures(&self) -> Sheet {
        let columns = vec![
            self.wide("yearly-head-key", 36.0),
            self.wide("yearly-head-what", 64.0),
            self.count("yearly-head-figure"),
            self.wide("yearly-head-unit", 16.0),
            self.wide("yearly-head-nature", 24.0),
            self.wide("yearly-head-basis", 40.0),
        ];
        let question = self.telling.question();
        let applying = INDICATORS.iter().filter(|indicator| (indicator.applies)(&question.edition));
        applying.fold(self.sheet("yearly-sheet-figures", columns), |sheet, indicator| {
            sheet.row([
                text(indicator.key),
                text(indicator.label.of(self.telling.language)),
                whole((indicator.value)(self.telling.findings())),
                text(self.t(indicator.unit.key())),
                text(self.t(indicator.nature.key())),
                text(indicator.basis.on(question.as_of).join("; ")),
            ])
        })
    }

    fn kinds(&self) -> Sheet {
        self.groups(("yearly-sheet-kinds", "yearly-head-kind"), &self.telling.kinds())
    }

    fn ministries(&self) -> Sheet {
        self.groups(("yearly-sheet-ministries", "yearly-head-ministry"), &self.telling.ministries())
    }

    fn groups(&self, (name, head): (&str, &str), rows: &[GroupRow]) -> Sheet {
        let columns = vec![
            self.wide("yearly-head-key", 16.0),
            self.wide(head, 44.0),
            self.count("yearly-head-in-period"),
            self.count("yearly-head-sum"),
            self.count("yearly-head-obliged"),
            self.count("yearly-head-encouraged"),
            self.count("yearly-head-valid"),
        ];
        let cells = |key: &str, label: &str, group: &Group| {
            vec![
                text(key),
                text(label),
                whole(group.in_period),
                whole(group.to_date),
                whole(group.obliged),
                whole(group.encouraged),
                whole(group.valid),
            ]
        };
        let mut sheet = self.sheet(name, columns);
        for row in rows {
            let key = row.filter.rsplit('=').next().unwrap_or("");
            sheet = sheet.row(cells(key, &row.label, &row.group));
        }
        sheet.row(cells("", &self.t("yearly-total"), &sum(rows.iter().map(|row| &row.group))))
    }

    fn provinces(&self) -> Sheet {
        let kinds = self.telling.findings().local_kinds();
        let mut columns = vec![self.wide("yearly-head-key", 10.0), self.wide("yearly-head-province", 32.0)];
        for kind in &kinds {
            columns.push(SheetColumn::whole(self.telling.names.kind(kind, self.telling.language), 18.0));
        }
        columns.extend(
            [
                "yearly-head-sum",
                "yearly-head-in-period",
                "yearly-head-obliged",
                "yearly-head-encouraged",
                "yearly-head-valid",
            ]
            .map(|key| self.count(key)),
        );
        let cells = |key: &str, label: &str, group: &Group| {
            let mut cells = vec![text(key), text(label)];
            cells.extend(kinds.iter().map(|kind| whole(group.of_kind(kind))));
            cells.extend(
                [group.to_date, group.in_period, group.obliged, group.encouraged, group.valid].map(whole),
            );
            cells
        };
        let rows = self.telling.provinces();
        let mut sheet = self.sheet("yearly-sheet-provinces", columns);
        for row in &rows {
            let key = row.filter.rsplit('=').next().unwrap_or("");
            sheet = sheet.row(cells(key, &row.label, &row.group));
        }
        sheet.row(cells("", &self.t("yearly-total"), &sum(rows.iter().map(|row| &row.group))))
    }

    fn years(&self) -> Sheet {
        let columns = vec![
            self.wide("yearly-head-year", 14.0),
            self.count("yearly-head-initial"),
            self.count("yearly-head-renewal"),
            self.count("yearly-head-sum"),
            self.count("yearly-head-in-period"),
        ];
        let years = self.telling.findings().year_groups();
        let mut sheet = self.sheet("yearly-sheet-years", columns);
        for year in &years {
            let label = if year.year.is_empty() { self.t("yearly-year-unknown") } else { year.year.clone() };
            let sum = year.initial + year.renewal;
            sheet = sheet.row([
                text(label),
                whole(year.initial),
                whole(year.renewal),
                whole(sum),
                whole(year.in_period),
            ]);
        }
        let total = |of: fn(&super::breakdown::Year) -> i64| whole(years.iter().map(of).sum());
        sheet.row([
            text(self.t("yearly-total")),
            total(|year| year.initial),
            total(|year| year.renewal),
            total(|year| year.initial + year.renewal),
            total(|year| year.in_period),
        ])
    }

    fn plans(&self) -> Sheet {
        let columns = vec![
            self.wide("yearly-head-key", 14.0),
            self.wide("yearly-head-owner", 48.0),
            self.wide("yearly-head-level", 16.0),
            self.wide("yearly-head-owes", 16.0),
            self.wide("yearly-head-status", 20.0),
        ];
        let level =
            |level: &str| self.t(if level == "local" { "yearly-local-word" } else { "yearly-central" });
        self.telling.findings().plans.iter().fold(self.sheet("yearly-sheet-plans", columns), |sheet, plan| {
            sheet.row([
                text(&plan.owner_code),
                text(&plan.owner),
                text(level(&plan.level)),
                text(self.t(if plan.owes_plan { "yearly-owes" } else { "yearly-owes-not" })),
                text(self.t(&format!("yearly-plan-{}", plan.status))),
            ])
        })
    }

    fn definitions(&self) -> Sheet {
        let columns = vec![
            self.wide("yearly-head-key", 36.0),
            self.wide("yearly-head-what", 56.0),
            self.wide("yearly-head-definition", 90.0),
            self.wide("yearly-head-rules", 110.0),
        ];
        let language = self.telling.language;
        let question = self.telling.question();
        let applying = INDICATORS.iter().filter(|indicator| (indicator.applies)(&question.edition));
        applying.fold(self.sheet("yearly-sheet-definitions", columns), |sheet, indicator| {
            let rules = indicator.why.rules.iter();
            let rules = rules.map(|(about, rule)| format!("{}: {}", about.of(language), rule.of(language)));
            sheet.row([
                text(indicator.key),
                text(indicator.label.of(language)),
                text(indicator.definition.of(language)),
                text(rules.collect::<Vec<_>>().join("; ")),
            ])
        })
    }
}
