//! Measures of the page: one place for the PDF and the DOCX, so that both look alike.

use papers::PageKind;

/// Measures of one kind of page; lengths in millimetres, type sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    pub width: f64,
    pub height: f64,
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
    pub body: f64,
    pub state: f64,
    pub motto: f64,
    pub frame: f64,
    pub title: f64,
    pub note: f64,
    pub copies: f64,
    pub indent: f64,
    /// Room for a signature and the seal.
    pub signature: f64,
    /// Edge of the code image.
    pub code: f64,
    /// Space between paragraphs, as a part of the type size.
    pub gap: f64,
    /// The same below a paragraph of a DOCX and its line spacing, in its own units.
    pub docx_gap: (u32, i32),
    /// So many rows of a table are not parted by the end of a page.
    pub short_table: usize,
    /// So many blocks before the signature go to the next page with it: a slip is filled in line by line, and one line
    /// with the signatures would tell a reader of that page nothing.
    pub kept_lines: usize,
}

/// Part of the text width that the left column of the frame takes, in hundredths.
pub(crate) const FRAME_LEFT: u32 = 42;

/// From here on a table across the page is a book, whose type is small.
const MANY_COLUMNS: usize = 10;

const A4: Measure = Measure {
    width: 210.0,
    height: 297.0,
    top: 20.0,
    bottom: 20.0,
    left: 30.0,
    right: 20.0,
    body: 13.0,
    state: 12.0,
    motto: 13.0,
    frame: 12.0,
    title: 14.0,
    note: 11.0,
    copies: 11.0,
    indent: 12.7,
    signature: 22.0,
    code: 24.0,
    gap: 1.05,
    docx_gap: (120, 276),
    short_table: 12,
    kept_lines: 1,
};

/// The measures of a kind of page, within the bounds of the decree; A5 slips follow their own circular.
///
/// # Law
/// nd-30-2020/8
pub(crate) fn measure(page: PageKind) -> Measure {
    match page {
        PageKind::A4 => A4,
        PageKind::A4Landscape => Measure { width: A4.height, height: A4.width, ..A4 },
        PageKind::A5 => Measure {
            width: 148.0,
            height: 210.0,
            top: 11.0,
            bottom: 9.0,
            left: 18.0,
            right: 12.0,
            body: 10.5,
            state: 8.5,
            motto: 10.0,
            frame: 9.0,
            title: 12.0,
            note: 9.0,
            copies: 9.0,
            indent: 8.0,
            signature: 12.0,
            code: 17.0,
            gap: 0.72,
            docx_gap: (30, 252),
            short_table: 4,
            kept_lines: 3,
        },
    }
}

impl Measure {
    /// Width of the text.
    pub fn text_width(&self) -> f64 {
        self.width - self.left - self.right
    }

    /// Height of the text.
    pub fn text_height(&self) -> f64 {
        self.height - self.top - self.bottom
    }

    /// Type size in a table: the more columns for the width, the smaller.
    pub fn table(&self, columns: usize) -> f64 {
        let per_column = self.text_width() / columns.max(1) as f64;
        let smaller = match per_column {
            // A book across the page holds whole names and addresses in its many columns.
            _ if columns > MANY_COLUMNS && self.width > self.height => 4.5,
            wide if wide >= 25.0 => 1.0,
            middle if middle >= 15.0 => 2.0,
            _ => 3.5,
        };
        self.body - smaller
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a4_stays_within_the_margins_of_the_decree() {
        for page in [PageKind::A4, PageKind::A4Landscape] {
            let measure = measure(page);
            assert!((20.0..=25.0).contains(&measure.top) && (20.0..=25.0).contains(&measure.bottom));
            assert!((30.0..=35.0).contains(&measure.left) && (15.0..=20.0).contains(&measure.right));
            assert!((13.0..=14.0).contains(&measure.body) && (10.0..=12.7).contains(&measure.indent));
        }
    }

    #[test]
    fn a_table_of_many_columns_has_smaller_type() {
        let measure = measure(PageKind::A4);
        assert!(measure.table(4) > measure.table(8) && measure.table(8) > measure.table(14));
        let across = super::measure(PageKind::A4Landscape);
        assert!(across.table(10) > across.table(13));
    }
}
