//! Reads the first sheet of a workbook cell by cell, so that a small file cannot ask for a large memory.
//!
//! A workbook of one kilobyte may name a cell in the last row and column, or unpack to gigabytes.

use super::{Cells, Fault};
use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use platform::Refusal;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most bytes that a workbook may unpack to.
const MAX_UNPACKED_BYTES: u64 = 128 * 1024 * 1024;
/// Columns beyond this one hold nothing that a register reads.
const MAX_COLUMNS: u32 = 1_000;
/// Most formulas that are told one by one.
const MAX_FORMULAS_TOLD: usize = 200;

/// The rows of the first sheet with their numbers.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, Vec<Fault>> {
    unpacks_within_limit(bytes)?;
    // The reader of workbooks panics on references that overflow its numbers.
    catch_unwind(AssertUnwindSafe(|| first_sheet(bytes))).unwrap_or_else(|_| Err(unreadable("?")))
}

fn unreadable(words: impl std::fmt::Display) -> Vec<Fault> {
    Fault::whole(Refusal::new("sheets-refusal-xlsx").with("words", words))
}

/// Unpacks every part once without keeping it: what a part says of its own size may be untrue.
fn unpacks_within_limit(bytes: &[u8]) -> Result<(), Vec<Fault>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unreadable)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(unreadable)?;
        left = left.checked_sub(read).ok_or_else(|| {
            let limit = MAX_UNPACKED_BYTES / (1024 * 1024);
            Fault::whole(Refusal::new("sheets-refusal-unpacks-too-large").with("limit", limit))
        })?;
    }
    Ok(())
}

fn first_sheet(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, Vec<Fault>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error: XlsxError| unreadable(error))?;
    let Some(sheet) = book.sheet_names().first().cloned() else {
        return Err(Fault::whole(Refusal::new("sheets-refusal-empty")));
    };
    no_formulas(&mut book, &sheet)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(unreadable)?;
    let mut texts: BTreeMap<(u32, u32), String> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        if column >= MAX_COLUMNS {
            let name = cell_name(row as usize, column as usize);
            let reason =
                Refusal::new("sheets-refusal-too-many-columns").with("cell", name).with("limit", MAX_COLUMNS);
            return Err(vec![Fault { line: row as usize + 1, reason }]);
        }
        texts.insert((row, column), text_of_cell(&cell.get_value().clone().into()));
    }
    rows_of(texts)
}

fn no_formulas(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<(), Vec<Fault>> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let mut faults = Vec::new();
    while let Some(cell) = cells.next_formula().map_err(unreadable)? {
        if cell.get_value().is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let name = cell_name(row as usize, column as usize);
        let reason = Refusal::new("sheets-refusal-formula").with("cell", name);
        faults.push(Fault { line: row as usize + 1, reason });
        if faults.len() == MAX_FORMULAS_TOLD {
            break;
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Joins cells into rows, from the first to the last column that any row uses before it.
fn rows_of(texts: BTreeMap<(u32, u32), String>) -> Result<Vec<(usize, Vec<String>)>, Vec<Fault>> {
    let left = texts.keys().map(|(_, column)| *column).min().unwrap_or_default();
    let mut rows = Cells::default();
    let mut present: Option<(u32, Vec<String>)> = None;
    for ((row, column), text) in texts {
        if let Some((before, cells)) = present.take_if(|(before, _)| *before != row) {
            rows.push(before as usize + 1, cells)?;
        }
        let (_, cells) = present.get_or_insert_with(|| (row, Vec::new()));
        cells.resize((column - left) as usize, String::new());
        cells.push(text);
    }
    if let Some((row, cells)) = present {
        rows.push(row as usize + 1, cells)?;
    }
    Ok(rows.rows)
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
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// A workbook whose one sheet holds this, with one more part of so many zeros.
    fn book(sheet: &str, zeros: usize) -> Vec<u8> {
        let related = |kind: &str, target: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"r1\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/></Relationships>"
            )
        };
        let parts = [
            ("_rels/.rels", related("officeDocument", "xl/workbook.xml")),
            ("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/sheet1.xml")),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{SHEETS}\" xmlns:r=\"{RELATIONS}\">\
                     <sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{SHEETS}\"><sheetData>{sheet}</sheetData></worksheet>"),
            ),
        ];
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.start_file("zeros", SimpleFileOptions::default()).unwrap();
        archive.write_all(&vec![0; zeros]).unwrap();
        archive.finish().unwrap().into_inner()
    }

    fn cell(name: &str, text: &str) -> String {
        format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    }

    fn told(sheet: &str, zeros: usize) -> String {
        match read(&book(sheet, zeros)) {
            Ok(rows) => format!("{rows:?}"),
            Err(faults) => {
                faults.iter().map(|fault| format!("{}:{}", fault.line, fault.reason.key)).collect()
            }
        }
    }

    #[test]
    fn a_small_workbook_cannot_ask_for_a_large_memory() {
        let header = format!("<row r=\"2\">{}{}</row>", cell("B2", "code"), cell("D2", "name"));
        let far = |name: &str| format!("{header}<row>{}</row>", cell(name, "x"));
        assert_eq!(told(&far("C1048576"), 0), "[(2, [\"code\", \"\", \"name\"]), (1048576, [\"\", \"x\"])]");
        assert_eq!(told(&far("XFD1048576"), 0), "1048576:sheets-refusal-too-many-columns");
        assert_eq!(told(&far("ZZZZZZZZZZ99999999999"), 0), "0:sheets-refusal-xlsx");
        assert_eq!(told(&header, MAX_UNPACKED_BYTES as usize), "0:sheets-refusal-unpacks-too-large");
        assert_eq!(
            told(&format!("{header}<row><c r=\"XFD9\"><f>1+1</f><v>2</v></c></row>"), 0),
            "9:sheets-refusal-formula"
        );
        let nothing = format!("{header}<row><c r=\"XFD1048576\"/></row>");
        assert_eq!(
            told(&nothing, 0),
            "[(2, [\"code\", \"\", \"name\"])]",
            "a cell with no more than a style"
        );
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(
            (cell_name(2, 1), cell_name(0, 26), cell_name(9, 701)),
            ("B3".into(), "AA1".into(), "ZZ10".into())
        );
    }
}
