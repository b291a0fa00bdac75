//! What lists have in common: filters with fixed words, the cursor of a page, the spreadsheet of what the filters leave.

use super::request::{Query, Web};
use crate::dates::{Day, KnownDate};
use crate::error::{Error, Refusal, Result};
use axum::response::Response;
use papers::{ColumnKind, Sheet, SheetCell, SheetColumn, Workbook};

/// Rows of a list on one page.
pub const PAGE_SIZE: usize = 80;

impl Query {
    /// The choice that the word of `name` stands for; none when it is empty.
    ///
    /// # Errors
    /// A refusal when it is a word of nothing.
    pub fn choice<T>(&self, name: &'static str, of_word: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
        let unknown = |text: &str| Refusal::new("form-not-a-choice").field(name).with("text", text);
        self.some(name).map(|text| of_word(text).ok_or_else(|| unknown(text).into())).transpose()
    }

    /// The last row of the page before, as [`cursor`] wrote it into `after`: what the list is sorted by, and its id.
    ///
    /// # Errors
    /// A refusal when it is none.
    pub fn cursor(&self) -> Result<Option<(String, i64)>> {
        let wrong = || Error::from(Refusal::new("list-not-a-cursor").field("after"));
        let Some(text) = self.some("after") else {
            return Ok(None);
        };
        let (id, key) = text.split_once('~').ok_or_else(wrong)?;
        Ok(Some((key.to_owned(), id.parse().map_err(|_| wrong())?)))
    }

    /// As [`Query::cursor`], for a list sorted by a day.
    ///
    /// # Errors
    /// A refusal when it is none.
    pub fn day_cursor(&self) -> Result<Option<(Day, i64)>> {
        let wrong = || Error::from(Refusal::new("list-not-a-cursor").field("after"));
        self.cursor()?.map(|(day, id)| Ok((day.parse().map_err(|_| wrong())?, id))).transpose()
    }
}

/// The cursor that leads past a row: what the list is sorted by, and the row's id.
pub fn cursor(key: impl std::fmt::Display, id: i64) -> String {
    format!("{id}~{key}")
}

/// A partly known date of a row, as people read it; empty when it is not known.
pub fn written_date(text: &str) -> String {
    KnownDate::parse(text, Day::of_instant(0)).map(KnownDate::vietnamese).unwrap_or_default()
}

/// A list as a spreadsheet: every row that the filters leave.
pub struct Export {
    /// What the list is, in the reader's language.
    pub title: String,
    /// The filters in words, below the title.
    pub notes: Vec<String>,
    /// Keys of the columns' heads, with widths in letters.
    pub columns: &'static [(&'static str, f64)],
    /// The rows; texts never become formulas.
    pub rows: Vec<Vec<String>>,
}

impl Web {
    /// `path` with this page's query, some of it changed; an empty value leaves the name out.
    pub fn link_to(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let own = self.link_with(&[&[("done", "")], changes].concat());
        let behind = own.split_once('?').map_or("", |(_, behind)| behind);
        if behind.is_empty() { path.to_owned() } else { format!("{path}?{behind}") }
    }

    /// The address of this list's JSON or spreadsheet: the same filters, all pages.
    pub fn export_link(&self, path: &str) -> String {
        self.link_to(path, &[("after", ""), ("lang", "")])
    }

    /// The address of the page after the row with this key and id.
    pub fn next_page(&self, key: impl std::fmt::Display, id: i64) -> String {
        self.link_with(&[("after", &cursor(key, id))])
    }

    /// A partly known date as people read it, with the day it was known by when that is all there is.
    pub fn known_date(&self, date: KnownDate) -> String {
        match date {
            KnownDate::KnownBy(day) => self.t_with("date-known-by", &[("day", &day.vietnamese())]),
            known => known.vietnamese(),
        }
    }

    /// `12 trong 165`: the rows of this page and of the whole list; `Tất cả 12` where nothing is left out.
    pub fn shown_of(&self, shown: usize, all: i64) -> String {
        let shown = i64::try_from(shown).unwrap_or(i64::MAX);
        if shown == all {
            return self.t_with("list-whole", &[("all", &self.number(all))]);
        }
        let shown = self.number(shown);
        self.t_with("list-shown", &[("shown", &shown), ("all", &self.number(all))])
    }

    /// A list as a spreadsheet to be kept under `name`.
    ///
    /// # Errors
    /// When the press fails.
    pub async fn export(&self, export: Export, name: &str) -> Result<Response> {
        let column = |(label, width): &(&str, f64)| SheetColumn {
            title: self.t(label),
            width: *width,
            kind: ColumnKind::Text,
        };
        let mut sheet = Sheet::new(&export.title, export.columns.iter().map(column).collect());
        sheet.notes = [vec![export.title.clone()], export.notes].concat();
        let cells = |row: Vec<String>| row.into_iter().map(SheetCell::Text).collect();
        sheet.rows = export.rows.into_iter().map(cells).collect();
        let mut workbook = Workbook::new(export.title).with(sheet);
        workbook.date = Some(self.today().into());
        self.xlsx(workbook, name).await
    }
}
