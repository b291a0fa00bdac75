//! Tables of a paper: columns, header, rows, totals.

use serde::{Deserialize, Serialize};

use crate::Span;

/// A table. The header repeats on every page; totals stand last and bold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What is printed above it; empty for nothing. The number is added by the renderer.
    pub caption: String,
    /// Alignment and width of each column.
    pub columns: Vec<TableColumn>,
    /// Header rows.
    pub header: Vec<TableRow>,
    /// Rows.
    pub rows: Vec<TableRow>,
    /// Rows of sums.
    pub totals: Vec<TableRow>,
}

/// How one column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Where its text stands; header cells are always centred.
    pub align: Align,
    /// Share of the table's width, relative to the other columns; at least 1 counts.
    pub share: u32,
}

/// Where text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// Words.
    Left,
    /// Ordinals, dates, marks.
    Center,
    /// Figures.
    Right,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Its cells from the left. Positions covered by a cell from above are not listed.
    pub cells: Vec<TableCell>,
}

/// One cell, which may cover several columns and rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCell {
    /// The words.
    pub content: Vec<Span>,
    /// Columns covered, at least 1.
    pub columns: usize,
    /// Rows covered, at least 1.
    pub rows: usize,
}

/// Why a table cannot be printed: its rows do not fit its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFault {
    /// The part: `header`, `rows` or `totals`.
    pub part: &'static str,
    /// The row in that part, from 1.
    pub row: usize,
    /// How many columns the table has.
    pub columns: usize,
}

impl Table {
    /// A table with these columns and nothing in it.
    pub fn new(caption: impl Into<String>, columns: Vec<TableColumn>) -> Table {
        Table { caption: caption.into(), columns, header: Vec::new(), rows: Vec::new(), totals: Vec::new() }
    }

    /// Adds a header row.
    pub fn header(mut self, cells: impl IntoIterator<Item = impl Into<TableCell>>) -> Table {
        self.header.push(TableRow::new(cells));
        self
    }

    /// Adds a row.
    pub fn row(mut self, cells: impl IntoIterator<Item = impl Into<TableCell>>) -> Table {
        self.rows.push(TableRow::new(cells));
        self
    }

    /// Adds a row of sums.
    pub fn total(mut self, cells: impl IntoIterator<Item = impl Into<TableCell>>) -> Table {
        self.totals.push(TableRow::new(cells));
        self
    }

    /// The three parts with their names, in the order they are printed.
    pub fn parts(&self) -> [(&'static str, &[TableRow]); 3] {
        [("header", &self.header), ("rows", &self.rows), ("totals", &self.totals)]
    }

    /// The first row that has more cells than the table has columns, or covers rows that its part lacks.
    pub fn fault(&self) -> Option<TableFault> {
        self.parts().into_iter().find_map(|(part, rows)| {
            fault_in(rows, self.columns.len()).map(|index| TableFault {
                part,
                row: index + 1,
                columns: self.columns.len(),
            })
        })
    }
}

impl TableColumn {
    /// A column of words.
    pub fn left(share: u32) -> TableColumn {
        TableColumn { align: Align::Left, share }
    }

    /// A column of ordinals, dates or marks.
    pub fn center(share: u32) -> TableColumn {
        TableColumn { align: Align::Center, share }
    }

    /// A column of figures.
    pub fn right(share: u32) -> TableColumn {
        TableColumn { align: Align::Right, share }
    }
}

impl TableRow {
    /// A row of these cells.
    pub fn new(cells: impl IntoIterator<Item = impl Into<TableCell>>) -> TableRow {
        TableRow { cells: cells.into_iter().map(Into::into).collect() }
    }
}

impl TableCell {
    /// A cell of plain text.
    pub fn new(text: impl Into<String>) -> TableCell {
        TableCell::from(vec![Span::plain(text)])
    }

    /// The same cell over several columns.
    pub fn over_columns(self, columns: usize) -> TableCell {
        TableCell { columns: columns.max(1), ..self }
    }

    /// The same cell over several rows.
    pub fn over_rows(self, rows: usize) -> TableCell {
        TableCell { rows: rows.max(1), ..self }
    }
}

impl From<Vec<Span>> for TableCell {
    fn from(content: Vec<Span>) -> TableCell {
        TableCell { content, columns: 1, rows: 1 }
    }
}

impl From<Span> for TableCell {
    fn from(span: Span) -> TableCell {
        TableCell::from(vec![span])
    }
}

impl From<&str> for TableCell {
    fn from(text: &str) -> TableCell {
        TableCell::new(text)
    }
}

impl From<String> for TableCell {
    fn from(text: String) -> TableCell {
        TableCell::new(text)
    }
}

/// Index of the first row that does not fit. `covered[c]` counts the coming rows that hold column `c` already.
fn fault_in(rows: &[TableRow], columns: usize) -> Option<usize> {
    let mut covered = vec![0_usize; columns];
    for (index, row) in rows.iter().enumerate() {
        let mut next = covered.iter().map(|left| left.saturating_sub(1)).collect::<Vec<_>>();
        let mut column = 0;
        for cell in &row.cells {
            while column < columns && covered[column] > 0 {
                column += 1;
            }
            let end = column + cell.columns.max(1);
            let free = end <= columns && covered[column..end].iter().all(|left| *left == 0);
            if !free || index + cell.rows.max(1) > rows.len() {
                return Some(index);
            }
            next[column..end].fill(cell.rows.max(1) - 1);
            column = end;
        }
        covered = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three_columns() -> Table {
        Table::new("", vec![TableColumn::center(1), TableColumn::left(3), TableColumn::right(1)])
    }

    #[test]
    fn a_table_whose_cells_cover_its_columns_has_no_fault() {
        let table = three_columns()
            .header([TableCell::new("TT").over_rows(2), TableCell::new("Số liệu").over_columns(2)])
            .header(["Tên", "Số"])
            .row(["1", "a", "2"])
            .row(["2"])
            .total([TableCell::new("Cộng").over_columns(2), TableCell::new("2")]);
        assert_eq!(table.fault(), None);
    }

    #[test]
    fn a_row_wider_than_the_table_is_a_fault_with_its_place() {
        let table = three_columns().row(["1", "a", "2"]).row(["1", "2", "3", "4"]);
        assert_eq!(table.fault(), Some(TableFault { part: "rows", row: 2, columns: 3 }));
    }

    #[test]
    fn a_cell_may_not_reach_below_its_part_or_into_another_cell() {
        let below = three_columns().header([TableCell::new("a").over_rows(2)]);
        assert_eq!(below.fault().map(|fault| fault.part), Some("header"));
        let into = three_columns()
            .row([TableCell::new("a"), TableCell::new("b").over_rows(2)])
            .row([TableCell::new("c").over_columns(2)]);
        assert_eq!(into.fault().map(|fault| fault.row), Some(2));
    }
}
