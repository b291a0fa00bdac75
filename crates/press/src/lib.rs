//! Renders a paper to PDF/A (Typst) and DOCX, and tables to XLSX.
//!
//! [`pdf`] writes PDF/A-2a that also passes the renderer's own PDF/UA-1 checks; [`docx`] writes the same
//! paper for those who must go on editing it; [`xlsx`] writes tables to reckon with. Equal papers give
//! equal bytes as PDF. Text of users is always carried as text, never as markup or formula.
//!
//! Laying out a page is heavy on the processor, so a server keeps one [`Press`] and asks it.

mod docx;
mod docx_blocks;
mod error;
mod grid;
mod ink;
mod literal;
mod markup;
mod markup_body;
mod measure;
mod pdf;
mod picture;
mod queue;
mod xlsx;

pub use docx::docx;
pub use error::PressError;
pub use pdf::pdf;
pub use queue::Press;
pub use xlsx::xlsx;
