//! The printing press, plugged into the floor.

use platform::web::Press;
use platform::{Error, Result};

/// Renders papers on the press's own thread, and spreadsheets at once.
pub struct Typesetter(press::Press);

impl Typesetter {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn start() -> Result<Typesetter> {
        Ok(Typesetter(press::Press::start().map_err(told)?))
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
        self.0.pdf(paper.clone()).map_err(told)
    }

    fn docx(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        press::docx(paper).map_err(told)
    }

    fn xlsx(&self, workbook: &papers::Workbook) -> Result<Vec<u8>> {
        press::xlsx(workbook).map_err(told)
    }
}
