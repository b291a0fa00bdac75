//! Biểu số II.06a/VPCP/KSTT as a paper and as a spreadsheet.

use super::book::{Days, period};
use super::folder::Letterhead;
use super::ii06a::{COLUMNS, Counts, WithoutResult, total};
use super::words::Words;
use papers::{
    Block, PageKind, Paper, Sheet, SheetCell, SheetColumn, Signature, Table, TableCell, TableColumn,
    TableRow, Workbook,
};
use platform::Day;
use std::collections::BTreeMap;

/// The figures of a period, ready to be shown.
#[derive(Clone, Debug)]
pub(super) struct Statistics {
    /// The period.
    pub days: Days,
    /// Whose figures they are.
    pub office: Letterhead,
    /// Name of the one unit they are of; empty for the whole agency.
    pub unit: String,
    /// By sector.
    pub sectors: BTreeMap<String, Counts>,
    /// Those among the settled that came to no result.
    pub without_result: WithoutResult,
}

/// Keys of the heads of the eleven columns of figures.
pub(super) fn head(column: u8) -> &'static str {
    match column {
        4 => "slips-head-online",
        5 => "slips-head-desk",
        6 => "slips-head-before",
        8 => "slips-early",
        9 => "slips-on-time",
        10 | 13 => "slips-late",
        12 => "slips-head-in-time",
        _ => "slips-head-sum",
    }
}

impl Statistics {
    /// The sum of all sectors.
    pub fn total(&self) -> Counts {
        total(&self.sectors)
    }

    /// Whose figures they are, in one line.
    pub fn whose(&self) -> String {
        let parts = [self.office.name.as_str(), self.unit.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// How those without a result count, with how many they are.
    pub fn told_without_result(&self, words: Words) -> String {
        let WithoutResult { withdrawn, stopped, refused } = self.without_result;
        let values = [("withdrawn", withdrawn), ("stopped", stopped), ("refused", refused)];
        let values = values.map(|(name, number)| (name, number.to_string()));
        let values: Vec<(&str, &str)> = values.iter().map(|(name, text)| (*name, text.as_str())).collect();
        words.t_with("slips-statistics-without-result", &values)
    }
}

/// The statistics as a paper, A4 across.
pub(super) fn paper(statistics: &Statistics, words: Words, made_on: Day) -> Paper {
    let mut columns = vec![TableColumn::center(3), TableColumn::left(14)];
    columns.extend(COLUMNS.map(|_| TableColumn::right(6)));
    let mut table = Table::new("", columns);
    table.header = heads(words);
    let figures = |counts: &Counts| COLUMNS.map(|column| counts.of(column).to_string());
    for (at, (sector, counts)) in statistics.sectors.iter().enumerate() {
        let begin = [(at + 1).to_string(), sector.clone()];
        table = table.row(begin.into_iter().chain(figures(counts)));
    }
    let sum = TableCell::new(words.t("slips-head-sum")).over_columns(2);
    let all = figures(&statistics.total()).into_iter().map(TableCell::new);
    table = table.total(std::iter::once(sum).chain(all));
    let subject = [period(statistics.days, words), statistics.unit.clone()];
    let subject: Vec<String> = subject.into_iter().filter(|line| !line.is_empty()).collect();
    Paper::new(words.language(), words.t("slips-ii06a-title"), subject.join("\n"), made_on.into())
        .issued_by(statistics.office.superior.as_str(), statistics.office.name.as_str())
        .coded(words.t("slips-ii06a-code"))
        .at(statistics.office.place.as_str())
        .on(PageKind::A4Landscape)
        .with(Block::note(words.t("slips-ii06a-unit")))
        .with(Block::Table(table))
        .with(Block::note(statistics.told_without_result(words)))
        .countersigned(Signature::new(words.t("slips-signs-maker"), ""))
        .signed(Signature::new(words.t("slips-signs-head"), ""))
}

fn heads(words: Words) -> Vec<TableRow> {
    let cell = |key: &str| TableCell::new(words.t(key));
    let deep = |column: u8| cell(head(column)).over_rows(2);
    let first = [
        cell("slips-no").over_rows(3),
        cell("slips-head-sector").over_rows(3),
        cell("slips-head-received").over_columns(4),
        cell("slips-head-settled").over_columns(4),
        cell("slips-head-open").over_columns(3),
    ];
    let second = [
        deep(3),
        cell("slips-head-within").over_columns(2),
        deep(6),
        deep(7),
        deep(8),
        deep(9),
        deep(10),
        deep(11),
        deep(12),
        deep(13),
    ];
    let third = [cell(head(4)), cell(head(5))];
    let numbers = (1..=13).map(|column: u8| TableCell::new(format!("({column})")));
    vec![TableRow::new(first), TableRow::new(second), TableRow::new(third), TableRow::new(numbers)]
}

/// The statistics as a spreadsheet. `address` tells where the dossiers of a sector and a column are listed; those of
/// all sectors under the empty name.
pub(super) fn workbook(
    statistics: &Statistics,
    words: Words,
    address: impl Fn(&str, u8) -> String,
) -> Workbook {
    let mut columns = vec![
        SheetColumn::whole(words.t("slips-no"), 6.0),
        SheetColumn::text(words.t("slips-head-sector"), 34.0),
    ];
    columns.extend(COLUMNS.map(|column| {
        let group = match column {
            3..=6 => "slips-head-received",
            7..=10 => "slips-head-settled",
            _ => "slips-head-open",
        };
        SheetColumn::whole(format!("({column}) {}: {}", words.t(group), words.t(head(column))), 14.0)
    }));
    let title = words.t("slips-ii06a-title");
    let mut sheet = Sheet::new("II.06a", columns)
        .note(format!("{}. {title}", words.t("slips-ii06a-code")))
        .note(statistics.whose())
        .note(period(statistics.days, words))
        .note(statistics.told_without_result(words));
    let figures = |counts: &Counts| COLUMNS.map(|column| SheetCell::Whole(counts.of(column)));
    let linked = |mut sheet: Sheet, counts: &Counts, sector: &str| {
        // The figures stand behind the number and the name of the sector.
        for (at, column) in COLUMNS.into_iter().enumerate().filter(|(_, column)| counts.of(*column) > 0) {
            sheet = sheet.link(at + 2, address(sector, column));
        }
        sheet
    };
    for (at, (sector, counts)) in statistics.sectors.iter().enumerate() {
        let begin = [SheetCell::Whole(i64::try_from(at + 1).unwrap_or(i64::MAX)), sector.as_str().into()];
        sheet = linked(sheet.row(begin.into_iter().chain(figures(counts))), counts, sector);
    }
    let begin = [SheetCell::Empty, SheetCell::Text(words.t("slips-head-sum"))];
    let total = statistics.total();
    sheet = linked(sheet.row(begin.into_iter().chain(figures(&total))), &total, "");
    Workbook::new(title).dated(statistics.days.to.into()).with(sheet)
}
