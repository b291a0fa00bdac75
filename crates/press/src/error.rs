//! Why a paper could not be rendered.

use papers::TableFault;

/// Why a paper or workbook could not be rendered. All but [`PressError::Busy`] name something to repair.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// A row of a table does not fit the table's columns.
    #[error("table {table}: row {} of its {} does not fit {} columns", fault.row, fault.part, fault.columns)]
    Table {
        /// The table in the paper, from 1.
        table: usize,
        /// The row.
        fault: TableFault,
    },
    /// A figure is not an SVG document that can be drawn.
    #[error("figure {figure}: {reason}")]
    Figure {
        /// The figure in the paper, from 1.
        figure: usize,
        /// What the SVG reader says.
        reason: String,
    },
    /// The address is too long for a code image.
    #[error("the address of the QR code cannot be encoded: {0}")]
    Qr(String),
    /// The typesetter refused the paper, or the PDF failed the checks of PDF/A or PDF/UA.
    #[error("typesetting: {0}")]
    Layout(String),
    /// Writing the DOCX file failed.
    #[error("writing DOCX: {0}")]
    Docx(String),
    /// Writing the XLSX file failed.
    #[error("writing XLSX, sheet {sheet:?}: {reason}")]
    Xlsx {
        /// Name of the sheet; empty for the whole file.
        sheet: String,
        /// What the writer says.
        reason: String,
    },
    /// Too many papers are waiting; ask again later.
    #[error("too many papers are waiting to be rendered")]
    Busy,
    /// The rendering thread could not be started, has ended, or failed on this paper.
    #[error("the rendering thread failed: {0}")]
    Thread(String),
}
