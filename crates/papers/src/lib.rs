//! The official paper as a plain value: frame, blocks, tables, signature, QR; no renderer.
//!
//! A caller says what a paper contains, in the order of the decree on records work
//! (Nghị định 30/2020/NĐ-CP); how that looks on a page is the renderer's business. Nothing here reads
//! a clock, a file or a database, so two equal papers are equal values.
//!
//! ```
//! use papers::{Block, Language, Paper, PaperDate, PaperNumber, Signature};
//!
//! let day = PaperDate::new(2012, 4, 6).unwrap();
//! let paper = Paper::new(Language::Vietnamese, "Báo cáo", "Kết quả năm 2011", day)
//!     .issued_by("Bộ Khoa học và Công nghệ", "Tổng cục Tiêu chuẩn Đo lường Chất lượng")
//!     .numbered(PaperNumber::issued(5, "BC-TĐC"))
//!     .at("Hà Nội")
//!     .with(Block::paragraph("Tổng cục báo cáo như sau."))
//!     .signed(Signature::new("Tổng cục trưởng", "Ngô Quý Việt"));
//! assert_eq!(paper.number_line(), "Số: 05/BC-TĐC");
//! assert_eq!(paper.place_line(), "Hà Nội, ngày 06 tháng 4 năm 2012");
//! ```

mod block;
mod day;
mod name;
mod number;
mod paper;
mod table;
mod wording;
mod workbook;

pub use block::{Block, Figure, Span};
pub use day::PaperDate;
pub use name::kept_together;
pub use number::PaperNumber;
pub use paper::{Language, PageKind, Paper, QrMark, Signature};
pub use table::{Align, Table, TableCell, TableColumn, TableFault, TableRow};
pub use wording::Wording;
pub use workbook::{ColumnKind, Sheet, SheetCell, SheetColumn, SheetLink, Workbook};
