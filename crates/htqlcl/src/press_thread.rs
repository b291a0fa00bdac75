//! The printing press, plugged into the floor.

use platform::web::Press;
use platform::{Error, Result};

/// Renders papers on the press's own threads, and spreadsheets at once. Books and reports have a thread to themselves:
/// who stands at the counter for a receipt never waits behind them.
pub struct Typesetter {
    forms: press::Press,
    books: press::Press,
}

impl Typesetter {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn start() -> Result<Typesetter> {
        let start = || press::Press::start().map_err(told);
        Ok(Typesetter { forms: start()?, books: start()? })
    }
}

fn told(error: press::PressError) -> Error {
    match error {
        press::PressError::Busy => Error::busy(),
        other => Error::failed(other),
    }
}

impl Press for Typesetter {
    fn pdf(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        let press = if paper.is_long() { &self.books } else { &self.forms };
        press.pdf(paper.clone()).map_err(told)
    }

    fn docx(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        press::docx(paper).map_err(told)
    }

    fn xlsx(&self, workbook: &papers::Workbook) -> Result<Vec<u8>> {
        press::xlsx(workbook).map_err(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers::{Block, Language, Paper, PaperDate};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn paper(lines: usize) -> Paper {
        let date = PaperDate::new(2012, 3, 5).unwrap();
        let lines = (0..lines).map(|at| Block::paragraph(format!("Dòng {at} của sổ theo dõi hồ sơ")));
        Paper::new(Language::Vietnamese, "Sổ", "theo dõi hồ sơ", date).with_all(lines)
    }

    #[test]
    fn a_receipt_does_not_wait_behind_books() {
        let (receipt, book) = (paper(20), paper(400));
        assert!(!receipt.is_long() && book.is_long());
        let (press, printed) = (Typesetter::start().unwrap(), AtomicUsize::new(0));
        // The first paper loads the fonts; that is no part of the story.
        press.pdf(&receipt).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    press.pdf(&book).unwrap();
                    printed.fetch_add(1, Ordering::SeqCst);
                });
            }
            assert!(press.pdf(&receipt).unwrap().starts_with(b"%PDF"));
            assert!(printed.load(Ordering::SeqCst) < 6, "the receipt came after all books");
        });
    }
}
