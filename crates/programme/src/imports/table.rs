//! Reads a file of rows, CSV or XLSX, into text cells that know their line.

use platform::Refusal;
use std::collections::HashMap;

/// Largest file that is read, in bytes. A register of the whole country has a few hundred kilobytes.
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;
/// Most rows of one file.
pub const MAX_ROWS: usize = 200_000;
/// Longest text of one cell, in bytes.
const MAX_CELL_BYTES: usize = 4_000;

/// A file's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
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
    fn whole(reason: Refusal) -> Vec<Fault> {
        vec![Fault { line: 0, reason }]
    }
}

impl Table {
    /// The text of `column` in `row`; empty where the file has no such column.
    pub fn cell<'a>(&self, row: &'a TableRow, column: &str) -> &'a str {
        self.columns.get(column).and_then(|index| row.cells.get(*index)).map_or("", |text| text.trim())
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
        if lower.ends_with(".csv") {
            read_csv(bytes)
        } else if lower.ends_with(".xlsx") {
            read_xlsx(bytes)
        } else {
            Err(Fault::whole(Refusal::new("imports-refusal-file-kind").with("name", name)))
        }
    }

    /// What is wrong with the columns: required ones that lack, ones that nobody reads.
    pub fn column_faults(&self, required: &[&str], optional: &[&str]) -> (Vec<Fault>, Vec<Fault>) {
        let fault = |key, name: &str| Fault { line: 1, reason: Refusal::new(key).with("column", name) };
        let missing = required.iter().filter(|name| !self.columns.contains_key(**name));
        let missing = missing.map(|name| fault("imports-refusal-column-missing", name)).collect();
        let mut unread: Vec<&String> = self
            .columns
            .keys()
            .filter(|name| !required.contains(&name.as_str()) && !optional.contains(&name.as_str()))
            .collect();
        unread.sort();
        (missing, unread.into_iter().map(|name| fault("imports-warning-column-unread", name)).collect())
    }

    fn from_cells(rows: Vec<(usize, Vec<String>)>) -> Result<Table, Vec<Fault>> {
        let mut rows = rows.into_iter();
        let Some((_, header)) = rows.next() else {
            return Err(Fault::whole(Refusal::new("imports-refusal-empty")));
        };
        let mut faults = Vec::new();
        let mut columns = HashMap::new();
        for (index, name) in header.iter().enumerate() {
            let name = name.trim().to_lowercase();
            if !name.is_empty() && columns.insert(name.clone(), index).is_some() {
                let reason = Refusal::new("imports-refusal-column-twice").with("column", name);
                faults.push(Fault { line: 1, reason });
            }
        }
        let mut table = Table { columns, rows: Vec::new() };
        for (line, cells) in rows {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            faults.extend(row_faults(line, &cells, header.len()));
            table.rows.push(TableRow { line, cells });
            if table.rows.len() > MAX_ROWS {
                return Err(Fault::whole(Refusal::new("imports-refusal-too-many-rows").with("limit", MAX_ROWS)));
            }
        }
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }
}

/// The refusal of a file of this size.
pub fn too_large(bytes: u64) -> Refusal {
    Refusal::new("imports-refusal-too-large")
        .with("megabytes", bytes / (1024 * 1024))
        .with("limit", MAX_FILE_BYTES / (1024 * 1024))
}

fn row_faults(line: usize, cells: &[String], columns: usize) -> Vec<Fault> {
    let mut faults = Vec::new();
    if cells.len() > columns && cells[columns..].iter().any(|cell| !cell.trim().is_empty()) {
        let reason = Refusal::new("imports-refusal-cells").with("has", cells.len()).with("columns", columns);
        faults.push(Fault { line, reason });
    }
    if cells.iter().any(|cell| cell.len() > MAX_CELL_BYTES) {
        faults.push(Fault { line, reason: Refusal::new("imports-refusal-cell-long").with("limit", MAX_CELL_BYTES) });
    }
    if cells.iter().any(|cell| cell.chars().any(|letter| letter.is_control() && !letter.is_whitespace())) {
        faults.push(Fault { line, reason: Refusal::new("imports-refusal-control-letters") });
    }
    faults
}

fn read_csv(bytes: &[u8]) -> Result<Table, Vec<Fault>> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Fault::whole(Refusal::new("imports-refusal-encoding").with("line", 1)));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![Fault { line, reason: Refusal::new("imports-refusal-encoding").with("line", line) }]
    })?;
    let separator = separator_of(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, |position| position.line() as usize);
            vec![Fault { line, reason: Refusal::new("imports-refusal-csv").with("words", error) }]
        })?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        rows.push((line, record.iter().map(platform::search::compose).collect()));
    }
    Table::from_cells(rows)
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

fn read_xlsx(bytes: &[u8]) -> Result<Table, Vec<Fault>> {
    use calamine::{Reader, Xlsx};
    let unreadable = |words: String| Fault::whole(Refusal::new("imports-refusal-xlsx").with("words", words));
    let mut book: Xlsx<_> =
        Xlsx::new(std::io::Cursor::new(bytes)).map_err(|error: calamine::XlsxError| unreadable(error.to_string()))?;
    let Some(sheet) = book.sheet_names().first().cloned() else {
        return Err(Fault::whole(Refusal::new("imports-refusal-empty")));
    };
    let formulas = book.worksheet_formula(&sheet).map_err(|error| unreadable(error.to_string()))?;
    let (top, left) = formulas.start().unwrap_or_default();
    let faults: Vec<Fault> = formulas
        .used_cells()
        .filter(|(_, _, formula)| !formula.is_empty())
        .map(|(row, column, _)| Fault {
            line: row + top as usize + 1,
            reason: Refusal::new("imports-refusal-formula").with("cell", cell_name(row + top as usize, column + left as usize)),
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let range = book.worksheet_range(&sheet).map_err(|error| unreadable(error.to_string()))?;
    let (first, _) = range.start().unwrap_or_default();
    let rows = range
        .rows()
        .enumerate()
        .map(|(index, cells)| (index + first as usize + 1, cells.iter().map(text_of_cell).collect()))
        .collect();
    Table::from_cells(rows)
}

/// `B3` for the cell at these indices, from 0.
fn cell_name(row: usize, mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (column % 26) as u8));
        column /= 26;
        if column == 0 {
            return format!("{letters}{}", row + 1);
        }
        column -= 1;
    }
}

fn text_of_cell(cell: &calamine::Data) -> String {
    use calamine::Data;
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => platform::search::compose(text),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str, bytes: &[u8]) -> String {
        match Table::read(name, bytes) {
            Ok(table) => format!("{} rows", table.rows.len()),
            Err(faults) => {
                let told: Vec<String> = faults.iter().map(|f| format!("{}:{}", f.line, f.reason.key)).collect();
                told.join(" ")
            }
        }
    }

    #[test]
    fn files_that_are_not_what_they_say_are_told_with_their_line() {
        assert_eq!(keys("a.csv", "code,name\n1,Hà Nội\n\n2,b\n".as_bytes()), "2 rows");
        assert_eq!(keys("a.csv", b"\xef\xbb\xbfcode;name\r\n1;b\r\n"), "1 rows");
        assert_eq!(keys("a.csv", b"code,name\n1,H\xe0 N\xf4i\n"), "2:imports-refusal-encoding");
        assert_eq!(keys("a.csv", b"\xff\xfec\0"), "0:imports-refusal-encoding");
        assert_eq!(keys("a.csv", b""), "0:imports-refusal-empty");
        assert_eq!(keys("a.csv", b"code,code\n1,2\n"), "1:imports-refusal-column-twice");
        assert_eq!(keys("a.csv", b"code,name\n1,2,3\n"), "2:imports-refusal-cells");
        assert_eq!(keys("a.xlsx", b"not a zip"), "0:imports-refusal-xlsx");
        assert_eq!(keys("a.docx", b""), "0:imports-refusal-file-kind");
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!((cell_name(2, 1), cell_name(0, 26), cell_name(9, 701)), ("B3".into(), "AA1".into(), "ZZ10".into()));
    }
}
