//! A press that writes a spreadsheet's rows as plain lines, so that stories can read them.

use papers::{Paper, SheetCell, Workbook};
use platform::web::Press;
use platform::{Error, Result};

/// Writes rows as lines, cells between bars.
#[derive(Debug, Clone, Copy)]
pub struct ListPress;

impl Press for ListPress {
    fn pdf(&self, _: &Paper) -> Result<Vec<u8>> {
        Err(Error::failed("these stories print no papers"))
    }

    fn docx(&self, _: &Paper) -> Result<Vec<u8>> {
        Err(Error::failed("these stories print no papers"))
    }

    fn xlsx(&self, workbook: &Workbook) -> Result<Vec<u8>> {
        let mut lines = Vec::new();
        for sheet in &workbook.sheets {
            lines.extend(sheet.notes.iter().cloned());
            lines
                .push(sheet.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>().join("|"));
            lines.extend(sheet.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")));
        }
        Ok(lines.join("\n").into_bytes())
    }
}

fn cell(cell: &SheetCell) -> String {
    match cell {
        SheetCell::Text(text) | SheetCell::Link { text, .. } => text.clone(),
        SheetCell::Whole(number) => number.to_string(),
        SheetCell::Decimal(number) => number.to_string(),
        SheetCell::Date(day) => day.to_string(),
        SheetCell::Empty => String::new(),
    }
}
