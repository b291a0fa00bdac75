//! Tables meant for a spreadsheet.

use serde::{Deserialize, Serialize};

use crate::PaperDate;

/// A spreadsheet file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// Title in the document's properties.
    pub title: String,
    /// The day in the document's properties, so that equal content gives equal bytes.
    pub date: Option<PaperDate>,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
}

/// One sheet: notes on top, then a header row, then rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name on the tab; the renderer shortens and cleans it as the format demands.
    pub name: String,
    /// Lines above the table: what it is, as of when, how it was counted.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// Its rows; a row may be shorter than the columns.
    pub rows: Vec<Vec<SheetCell>>,
    /// Where cells lead that hold a figure: they stay numbers to be reckoned with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<SheetLink>,
}

/// Where a cell leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLink {
    /// Which row, from 0; the header is none.
    pub row: usize,
    /// Which column, from 0.
    pub column: usize,
    /// Where to.
    pub url: String,
}

/// One column of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetColumn {
    /// What the header says.
    pub title: String,
    /// Width in characters.
    pub width: f64,
    /// What it holds, which decides alignment and format.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// Words, codes, anything that is not reckoned with.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers with decimals.
    Decimal,
    /// Days.
    Date,
}

/// One cell of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SheetCell {
    /// Words; never a formula, whatever they begin with.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with decimals.
    Decimal(f64),
    /// A day.
    Date(PaperDate),
    /// Words that lead somewhere.
    Link {
        /// The words.
        text: String,
        /// Where they lead.
        url: String,
    },
    /// Nothing.
    Empty,
}

impl Workbook {
    /// A file without sheets.
    pub fn new(title: impl Into<String>) -> Workbook {
        Workbook { title: title.into(), date: None, sheets: Vec::new() }
    }

    /// Sets the day of the document's properties.
    pub fn dated(self, date: PaperDate) -> Workbook {
        Workbook { date: Some(date), ..self }
    }

    /// Adds a sheet.
    pub fn with(mut self, sheet: Sheet) -> Workbook {
        self.sheets.push(sheet);
        self
    }
}

impl Sheet {
    /// A sheet with these columns and nothing in it.
    pub fn new(name: impl Into<String>, columns: Vec<SheetColumn>) -> Sheet {
        Sheet { name: name.into(), notes: Vec::new(), columns, rows: Vec::new(), links: Vec::new() }
    }

    /// Adds a line above the table.
    pub fn note(mut self, text: impl Into<String>) -> Sheet {
        self.notes.push(text.into());
        self
    }

    /// Lets a cell of the row added last lead somewhere.
    pub fn link(mut self, column: usize, url: impl Into<String>) -> Sheet {
        if let Some(row) = self.rows.len().checked_sub(1) {
            self.links.push(SheetLink { row, column, url: url.into() });
        }
        self
    }

    /// Adds a row.
    pub fn row(mut self, cells: impl IntoIterator<Item = impl Into<SheetCell>>) -> Sheet {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }
}

impl SheetColumn {
    /// A column of words.
    pub fn text(title: impl Into<String>, width: f64) -> SheetColumn {
        SheetColumn { title: title.into(), width, kind: ColumnKind::Text }
    }

    /// A column of whole numbers.
    pub fn whole(title: impl Into<String>, width: f64) -> SheetColumn {
        SheetColumn { title: title.into(), width, kind: ColumnKind::Whole }
    }

    /// A column of numbers with decimals.
    pub fn decimal(title: impl Into<String>, width: f64) -> SheetColumn {
        SheetColumn { title: title.into(), width, kind: ColumnKind::Decimal }
    }

    /// A column of days.
    pub fn date(title: impl Into<String>) -> SheetColumn {
        SheetColumn { title: title.into(), width: 12.0, kind: ColumnKind::Date }
    }
}

impl From<&str> for SheetCell {
    fn from(text: &str) -> SheetCell {
        SheetCell::Text(text.to_owned())
    }
}

impl From<String> for SheetCell {
    fn from(text: String) -> SheetCell {
        SheetCell::Text(text)
    }
}

impl From<i64> for SheetCell {
    fn from(number: i64) -> SheetCell {
        SheetCell::Whole(number)
    }
}

impl From<f64> for SheetCell {
    fn from(number: f64) -> SheetCell {
        SheetCell::Decimal(number)
    }
}

impl From<PaperDate> for SheetCell {
    fn from(day: PaperDate) -> SheetCell {
        SheetCell::Date(day)
    }
}

/// Nothing becomes an empty cell.
impl<T: Into<SheetCell>> From<Option<T>> for SheetCell {
    fn from(value: Option<T>) -> SheetCell {
        value.map_or(SheetCell::Empty, Into::into)
    }
}
