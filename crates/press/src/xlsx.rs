//! Tables as XLSX.

use std::borrow::Cow;
use std::collections::HashSet;

use papers::{ColumnKind, PaperDate, Sheet, SheetCell, SheetColumn, Workbook};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook as File, Worksheet,
    XlsxError,
};

use crate::PressError;

/// Whole numbers beyond this lose digits in a spreadsheet, so they are written as text.
const EXACT_WHOLE: u64 = 1 << 53;
/// What a spreadsheet might take for a formula when the cell is edited or exported again.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Longest name of a sheet, in UTF-16 units.
const NAME_UNITS: usize = 31;
/// Longest text of a cell, in UTF-16 units.
const CELL_UNITS: usize = 32_767;
/// Longest address the format holds.
const LONGEST_URL: usize = 2000;

/// Renders tables as XLSX. Text is always text: nothing a user wrote becomes a formula.
///
/// # Errors
/// [`PressError::Xlsx`] names the sheet and what the format cannot hold: too many rows. A text that is too long for
/// a cell ends in `…` there.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, PressError> {
    let mut file = File::new();
    let fault = |error: XlsxError| PressError::Xlsx { sheet: String::new(), reason: error.to_string() };
    let mut properties = DocProperties::new().set_title(&workbook.title);
    if let Some(day) = workbook.date.and_then(serial) {
        properties = properties.set_creation_datetime(&day);
    }
    file.set_properties(&properties);
    let looks = Looks::new();
    let mut names = HashSet::new();
    for sheet in &workbook.sheets {
        let refused =
            |error: XlsxError| PressError::Xlsx { sheet: sheet.name.clone(), reason: error.to_string() };
        // Rows go to an unnamed temporary file as they come: a register of 60,000 would fill memory.
        let worksheet = file.add_worksheet_with_constant_memory().map_err(refused)?;
        let name = tab_name(&sheet.name, &mut names);
        worksheet.set_name(name).map_err(refused)?;
        write_sheet(worksheet, sheet, &looks).map_err(refused)?;
    }
    if workbook.sheets.is_empty() {
        // A file without any sheet does not open.
        file.add_worksheet();
    }
    file.save_to_buffer().map_err(fault)
}

/// The formats, made once.
struct Looks {
    title: Format,
    note: Format,
    header: Format,
    text: Format,
    guarded: Format,
    whole: Format,
    decimal: Format,
    date: Format,
    link: Format,
}

impl Looks {
    fn new() -> Looks {
        let base =
            Format::new().set_font_name("Times New Roman").set_font_size(11).set_align(FormatAlign::Top);
        let text = base.clone().set_text_wrap();
        Looks {
            title: base.clone().set_bold().set_font_size(13),
            note: base.clone().set_italic(),
            header: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E8_EDF2))
                .set_border(FormatBorder::Thin),
            guarded: text.clone().set_quote_prefix(),
            whole: base.clone().set_num_format("#,##0"),
            decimal: base.clone().set_num_format("#,##0.00"),
            date: base.clone().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
            link: text
                .clone()
                .set_font_color(Color::RGB(0x0000_5A9C))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            text,
        }
    }
}

fn write_sheet(worksheet: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    let mut row = 0_u32;
    for (index, note) in sheet.notes.iter().enumerate() {
        let look = if index == 0 { &looks.title } else { &looks.note };
        worksheet.write_string_with_format(row, 0, fitting(note), look)?;
        row += 1;
    }
    if !sheet.notes.is_empty() {
        row += 1;
    }
    worksheet.set_print_fit_to_pages(1, 0).set_landscape().set_paper_size(9);
    if sheet.columns.is_empty() {
        return Ok(());
    }
    let header = row;
    write_header(worksheet, &sheet.columns, header, looks)?;
    let mut links = sheet.links.iter().peekable();
    for (at, cells) in sheet.rows.iter().enumerate() {
        row += 1;
        // A link writes words of its own, which the figure then takes the place of.
        while let Some(link) = links.next_if(|link| link.row <= at) {
            if link.row == at && is_web(&link.url) {
                worksheet.write_url(row, index(link.column)?, link.url.as_str())?;
            }
        }
        for (column, cell) in cells.iter().enumerate() {
            write_cell(worksheet, (row, index(column)?), cell, looks)?;
        }
    }
    worksheet.autofilter(header, 0, row, index(sheet.columns.len() - 1)?)?;
    worksheet.set_freeze_panes(header + 1, 0)?;
    worksheet.set_repeat_rows(header, header)?;
    Ok(())
}

fn write_header(
    worksheet: &mut Worksheet,
    columns: &[SheetColumn],
    row: u32,
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (position, column) in columns.iter().enumerate() {
        let position = index(position)?;
        let width = if column.width.is_finite() { column.width.clamp(2.0, 120.0) } else { 12.0 };
        let look = match column.kind {
            ColumnKind::Text => &looks.text,
            ColumnKind::Whole => &looks.whole,
            ColumnKind::Decimal => &looks.decimal,
            ColumnKind::Date => &looks.date,
        };
        worksheet.set_column_width(position, width)?;
        // The column's own format serves those who go on typing below the table.
        worksheet.set_column_format(position, look)?;
        worksheet.write_string_with_format(row, position, fitting(&column.title), &looks.header)?;
    }
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &SheetCell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        SheetCell::Empty => {}
        SheetCell::Text(text) => write_text(worksheet, (row, column), text, looks)?,
        SheetCell::Whole(number) if number.unsigned_abs() <= EXACT_WHOLE => {
            worksheet.write_number_with_format(row, column, *number as f64, &looks.whole)?;
        }
        SheetCell::Whole(number) => write_text(worksheet, (row, column), &number.to_string(), looks)?,
        SheetCell::Decimal(number) if number.is_finite() => {
            worksheet.write_number_with_format(row, column, *number, &looks.decimal)?;
        }
        // There is no number to write, and a spreadsheet shows an error in its place.
        SheetCell::Decimal(_) => {}
        SheetCell::Date(day) => match serial(*day) {
            Some(at) => {
                worksheet.write_datetime_with_format(row, column, &at, &looks.date)?;
            }
            None => write_text(worksheet, (row, column), &day.short(), looks)?,
        },
        SheetCell::Link { text, url } => {
            if is_web(url) {
                let link = Url::new(url).set_text(fitting(text));
                worksheet.write_url_with_format(row, column, link, &looks.link)?;
            } else {
                write_text(worksheet, (row, column), text, looks)?;
            }
        }
    }
    Ok(())
}

/// Whether an address leads to the web or to a mailbox, and fits the format.
fn is_web(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
    // Signs that have no place in an address are written as three.
    let units = |letter: char| match letter {
        '"' | '<' | '>' | '[' | ']' | '`' | '^' | '{' | '}' => 3,
        blank if blank.is_whitespace() => 3,
        other => other.len_utf16(),
    };
    web && url.chars().map(units).sum::<usize>() <= LONGEST_URL
}

/// Writes text as a string cell; what looks like a formula also carries the mark that keeps it text when edited.
fn write_text(worksheet: &mut Worksheet, at: (u32, u16), text: &str, looks: &Looks) -> Result<(), XlsxError> {
    let look = if text.starts_with(FORMULA_STARTS) { &looks.guarded } else { &looks.text };
    worksheet.write_string_with_format(at.0, at.1, fitting(text), look)?;
    Ok(())
}

fn index(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

/// The day as the format holds it, which knows no day before 1900.
fn serial(day: PaperDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, day.month(), day.day()).ok()
}

/// A name the format accepts and no other sheet has, whatever the case of its letters.
fn tab_name(wanted: &str, taken: &mut HashSet<String>) -> String {
    let allowed = |c: char| match c {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
        other if other.is_control() => ' ',
        other => other,
    };
    let clean = wanted.chars().map(allowed).collect::<String>();
    let clean = clean.trim().trim_matches('\'');
    let clean = if clean.is_empty() { "Sheet" } else { clean };
    let mut name = shortened(clean, NAME_UNITS);
    let mut copy = 2;
    while !taken.insert(name.to_lowercase()) {
        let suffix = format!(" ({copy})");
        name = format!("{}{suffix}", shortened(clean, NAME_UNITS - suffix.len()));
        copy += 1;
    }
    name
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> Cow<'_, str> {
    // No text has more units than bytes.
    if text.len() <= CELL_UNITS || text.encode_utf16().count() <= CELL_UNITS {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}…", shortened(text, CELL_UNITS - 1)))
}

fn shortened(text: &str, units: usize) -> String {
    let mut left = units;
    let fits = |c: &char| {
        let enough = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        enough
    };
    text.chars().take_while(fits).collect::<String>().trim_end_matches(['\'', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_cleaned_shortened_and_never_repeated() {
        let mut taken = HashSet::new();
        assert_eq!(tab_name("Chứng nhận 2006/2012", &mut taken), "Chứng nhận 2006-2012");
        assert_eq!(tab_name("CHỨNG NHẬN 2006:2012", &mut taken), "CHỨNG NHẬN 2006-2012 (2)");
        assert_eq!(tab_name("'a'", &mut taken), "a");
        assert_eq!(tab_name(" ", &mut taken), "Sheet");
        let long = "Cơ quan hành chính nhà nước được chứng nhận";
        let (first, second) = (tab_name(long, &mut taken), tab_name(long, &mut taken));
        assert!(first != second && first.chars().count() <= 31 && second.chars().count() <= 31);
    }
}
