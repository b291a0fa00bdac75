//! Reads a file of rows, CSV or XLSX, into text cells that know their line.

mod workbook;

use platform::Refusal;
use platform::web::is_hidden;
use std::collections::HashMap;

/// Largest file that is read, in bytes. A register of the whole country has a few hundred kilobytes.
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;
/// Most rows of one file.
pub const MAX_ROWS: usize = 200_000;
/// Most cells of one file: so many fill the rows above with two dozen columns.
const MAX_CELLS: usize = 5_000_000;
/// Longest text of one cell, in bytes.
const MAX_CELL_BYTES: usize = 4_000;

/// A file's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The name of the file, for what is told of its rows.
    pub file: String,
    columns: HashMap<String, usize>,
    /// The rows in the order of the file.
    pub rows: Vec<TableRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Its line in the file (row of the sheet), the header being 1.
    pub line: usize,
    cells: Vec<String>,
}

/// Something wrong in a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub reason: Refusal,
}

impl Fault {
    pub(crate) fn whole(reason: Refusal) -> Vec<Fault> {
        vec![Fault { line: 0, reason }]
    }
}

impl Table {
    /// The text of `column` in `row`; empty where the file has no such column.
    pub fn cell<'a>(&self, row: &'a TableRow, column: &str) -> &'a str {
        self.columns.get(column).and_then(|index| row.cells.get(*index)).map_or("", |text| text.trim())
    }

    /// Whether the file has a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Reads `bytes` as the kind of file that `name` ends in.
    ///
    /// # Errors
    /// Everything that is wrong with the file, with its lines.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Table, Vec<Fault>> {
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(Fault::whole(too_large(bytes.len() as u64)));
        }
        let lower = name.to_lowercase();
        let read = if lower.ends_with(".csv") {
            read_csv(bytes)
        } else if lower.ends_with(".xlsx") {
            workbook::read(bytes).and_then(Table::from_cells)
        } else {
            Err(Fault::whole(Refusal::new("sheets-refusal-file-kind").with("name", name)))
        };
        read.map(|table| Table { file: name.to_owned(), ..table })
    }

    /// What is wrong with the columns: required ones that lack, ones that nobody reads.
    pub fn column_faults(&self, required: &[&str], optional: &[&str]) -> (Vec<Fault>, Vec<Fault>) {
        let fault = |key, name: &str| Fault { line: 1, reason: Refusal::new(key).with("column", name) };
        let missing = required.iter().filter(|name| !self.columns.contains_key(**name));
        let missing = missing.map(|name| fault("sheets-refusal-column-missing", name)).collect();
        let mut unread: Vec<&String> = self
            .columns
            .keys()
            .filter(|name| !required.contains(&name.as_str()) && !optional.contains(&name.as_str()))
            .collect();
        unread.sort();
        (missing, unread.into_iter().map(|name| fault("sheets-warning-column-unread", name)).collect())
    }

    /// The cells of several lines, for files whose cells have one each: such a cell mostly holds the rows below a
    /// quotation mark that was left open, up to the next one.
    pub fn line_end_faults(&self) -> Vec<Fault> {
        let is_of_lines = |cell: &String| cell.trim().contains(['\n', '\r']);
        let column = |at: usize| self.columns.iter().find(|(_, index)| **index == at).map(|(name, _)| name);
        let fault = |row: &TableRow| {
            let at = row.cells.iter().position(is_of_lines)?;
            let name = column(at).map_or("", String::as_str);
            let reason = Refusal::new("sheets-refusal-line-end").with("column", name);
            Some(Fault { line: row.line, reason })
        };
        self.rows.iter().filter_map(fault).collect()
    }

    fn from_cells(rows: Vec<(usize, Vec<String>)>) -> Result<Table, Vec<Fault>> {
        let mut rows = rows.into_iter();
        let Some((_, header)) = rows.next() else {
            return Err(Fault::whole(Refusal::new("sheets-refusal-empty")));
        };
        let mut faults = Vec::new();
        let mut columns = HashMap::new();
        for (index, name) in header.iter().enumerate() {
            let name = name.trim().to_lowercase();
            if let Some(letter) = hidden_in(&name) {
                faults.push(hidden(1, &shown(&name), letter));
            } else if !name.is_empty() && columns.insert(name.clone(), index).is_some() {
                let reason = Refusal::new("sheets-refusal-column-twice").with("column", name);
                faults.push(Fault { line: 1, reason });
            }
        }
        let mut table = Table { columns, ..Table::default() };
        for (line, cells) in rows {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            faults.extend(row_faults(line, &cells, &header));
            table.rows.push(TableRow { line, cells });
        }
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }
}

/// Rows as they are read, refused as soon as they are too many for the machine's memory.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// The rows so far, with their lines.
    pub(crate) rows: Vec<(usize, Vec<String>)>,
    cells: usize,
}

impl Cells {
    /// Adds a row; an empty one below the header is left out.
    pub(crate) fn push(&mut self, line: usize, cells: Vec<String>) -> Result<(), Vec<Fault>> {
        if !self.rows.is_empty() && cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.cells += cells.len();
        if self.rows.len() > MAX_ROWS {
            return Err(Fault::whole(Refusal::new("sheets-refusal-too-many-rows").with("limit", MAX_ROWS)));
        }
        if self.cells > MAX_CELLS {
            return Err(Fault::whole(Refusal::new("sheets-refusal-too-many-cells").with("limit", MAX_CELLS)));
        }
        self.rows.push((line, cells));
        Ok(())
    }
}

/// The refusal of a file of this size.
pub fn too_large(bytes: u64) -> Refusal {
    Refusal::new("sheets-refusal-too-large")
        .with("megabytes", bytes / (1024 * 1024))
        .with("limit", MAX_FILE_BYTES / (1024 * 1024))
}

/// A letter of a cell that nobody sees, other than the ends of its lines.
fn hidden_in(cell: &str) -> Option<char> {
    cell.chars().find(|letter| is_hidden(*letter) && *letter != '\r')
}

/// A text as it is told: what nobody sees is left out.
fn shown(text: &str) -> String {
    text.trim().chars().filter(|letter| !is_hidden(*letter)).collect()
}

fn hidden(line: usize, column: &str, letter: char) -> Fault {
    let letter = format!("U+{:04X}", u32::from(letter));
    let reason = Refusal::new("sheets-refusal-hidden-letters").with("column", column).with("letter", letter);
    Fault { line, reason }
}

fn row_faults(line: usize, cells: &[String], header: &[String]) -> Vec<Fault> {
    let (mut faults, columns) = (Vec::new(), header.len());
    if cells.len() > columns && cells[columns..].iter().any(|cell| !cell.trim().is_empty()) {
        let reason = Refusal::new("sheets-refusal-cells").with("has", cells.len()).with("columns", columns);
        faults.push(Fault { line, reason });
    }
    if cells.iter().any(|cell| cell.len() > MAX_CELL_BYTES) {
        faults.push(Fault {
            line,
            reason: Refusal::new("sheets-refusal-cell-long").with("limit", MAX_CELL_BYTES),
        });
    }
    for (at, cell) in cells.iter().enumerate() {
        let column = header.get(at).map_or_else(String::new, |name| shown(name));
        faults.extend(hidden_in(cell).map(|letter| hidden(line, &column, letter)));
    }
    faults
}

fn read_csv(bytes: &[u8]) -> Result<Table, Vec<Fault>> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Fault::whole(Refusal::new("sheets-refusal-encoding").with("line", 1)));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![Fault { line, reason: Refusal::new("sheets-refusal-encoding").with("line", line) }]
    })?;
    let separator = separator_of(text);
    if let Some(line) = unclosed_quote(text, separator) {
        let reason = Refusal::new("sheets-refusal-open-quote").with("line", line);
        return Err(vec![Fault { line, reason }]);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Cells::default();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, |position| position.line() as usize);
            vec![Fault { line, reason: Refusal::new("sheets-refusal-csv").with("line", line) }]
        })?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        rows.push(line, record.iter().map(platform::search::compose).collect())?;
    }
    Table::from_cells(rows.rows)
}

/// The line on which a quotation begins that never ends: all that follows would be read as one cell.
fn unclosed_quote(text: &str, separator: u8) -> Option<usize> {
    let (mut line, mut opened_on) = (1, 1);
    let (mut is_at_start, mut is_quoted) = (true, false);
    let mut letters = text.bytes().peekable();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == b'\n');
        if is_quoted {
            // A doubled quote stands for one quote.
            is_quoted = letter != b'"' || letters.next_if_eq(&b'"').is_some();
        } else if letter == b'"' && is_at_start {
            (is_quoted, opened_on) = (true, line);
        }
        is_at_start = (letter == separator || matches!(letter, b'\n' | b'\r')) && !is_quoted;
    }
    is_quoted.then_some(opened_on)
}

/// Spreadsheets in Việt Nam export with semicolons; the header tells which separator is used.
fn separator_of(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |letter| header.matches(letter).count();
    if count(';') > count(',') {
        b';'
    } else if count('\t') > count(',') {
        b'\t'
    } else {
        b','
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str, bytes: &[u8]) -> String {
        match Table::read(name, bytes) {
            Ok(table) => format!("{} rows", table.rows.len()),
            Err(faults) => {
                let told: Vec<String> =
                    faults.iter().map(|f| format!("{}:{}", f.line, f.reason.key)).collect();
                told.join(" ")
            }
        }
    }

    #[test]
    fn files_that_are_not_what_they_say_are_told_with_their_line() {
        assert_eq!(keys("a.csv", "code,name\n1,Hà Nội\n\n2,b\n".as_bytes()), "2 rows");
        assert_eq!(keys("a.csv", b"\xef\xbb\xbfcode;name\r\n1;b\r\n"), "1 rows");
        assert_eq!(keys("a.csv", b"code,name\n1,H\xe0 N\xf4i\n"), "2:sheets-refusal-encoding");
        assert_eq!(keys("a.csv", b"\xff\xfec\0"), "0:sheets-refusal-encoding");
        assert_eq!(keys("a.csv", b""), "0:sheets-refusal-empty");
        assert_eq!(keys("a.csv", b"code,code\n1,2\n"), "1:sheets-refusal-column-twice");
        assert_eq!(keys("a.csv", b"code,name\n1,2,3\n"), "2:sheets-refusal-cells");
        assert_eq!(keys("a.xlsx", b"not a zip"), "0:sheets-refusal-xlsx");
        assert_eq!(keys("a.docx", b""), "0:sheets-refusal-file-kind");
    }

    #[test]
    fn a_quotation_that_never_ends_is_told_with_its_line_and_swallows_nothing() {
        let head = "don_vi,ho_ten\n";
        for (rows, want) in [
            ("A,\"An\nB,Bình\nC,Chi\n", "2:sheets-refusal-open-quote"),
            ("A,An\n\"Tổ khác,,,B,thu\nC,Chi\n", "3:sheets-refusal-open-quote"),
            ("A,\"An \"\"Ba\"\"\n", "2:sheets-refusal-open-quote"),
            ("A,\"An\n\nBa\"\nB,\"Bình", "5:sheets-refusal-open-quote"),
            ("A,5\" ống\nB,Bình\n", "2 rows"),
            ("A,\"An \"\"Ba\"\"\"\n", "1 rows"),
        ] {
            assert_eq!(keys("a.csv", format!("{head}{rows}").as_bytes()), want, "{rows}");
        }
        assert_eq!(keys("a.csv", "a;b\n1,\"x;2\n3;\"4\n".as_bytes()), "3:sheets-refusal-open-quote");
        let table = Table::read("a.csv", "don_vi,ho_ten\nA,\"An\nB\",x\nC,Chi\n".as_bytes());
        assert!(table.is_err(), "a third cell has no column");
        let table = Table::read("a.csv", "don_vi,ho_ten\nA,\"An\r\nB\"\nC,Chi\n".as_bytes()).unwrap();
        let told: Vec<_> =
            table.line_end_faults().iter().map(|fault| (fault.line, fault.reason.key)).collect();
        assert_eq!(told, [(2, "sheets-refusal-line-end")]);
    }

    #[test]
    fn a_letter_that_nobody_sees_is_told_with_its_column_and_number() {
        let table = Table::read("a.csv", "don_vi,ho_ten\nTổ\u{202E} ẩn\u{200B},An\nB,Bình\u{7}\n".as_bytes());
        let told: Vec<String> = table
            .unwrap_err()
            .iter()
            .map(|fault| {
                format!("{} {}", fault.line, platform::i18n::refusal(platform::Language::Vi, &fault.reason))
            })
            .collect();
        assert_eq!(
            told,
            [
                "2 Cột \"don_vi\" có ký tự ẩn (U+202E). Xóa ký tự này, hoặc gõ lại ô.",
                "3 Cột \"ho_ten\" có ký tự ẩn (U+0007). Xóa ký tự này, hoặc gõ lại ô."
            ]
        );
        assert_eq!(keys("a.csv", "don\u{200B}_vi\nA\n".as_bytes()), "1:sheets-refusal-hidden-letters");
        assert_eq!(keys("a.csv", "a,b\n1,\"hai\r\ndòng\tdài\"\n".as_bytes()), "1 rows");
    }

    #[test]
    fn a_file_with_more_cells_than_memory_should_hold_is_refused_while_it_is_read() {
        let wide = format!("code\n{}", ",".repeat(4_000_000) + "x\n").repeat(2);
        assert_eq!(keys("a.csv", wide.as_bytes()), "0:sheets-refusal-too-many-cells");
        assert_eq!(keys("a.csv", format!("code\n{}", "1\n".repeat(MAX_ROWS)).as_bytes()), "200000 rows");
        assert_eq!(keys("a.csv", "1\n".repeat(MAX_ROWS + 2).as_bytes()), "0:sheets-refusal-too-many-rows");
    }
}
