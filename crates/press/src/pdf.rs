//! The paper as PDF/A-2a and PDF/UA-1.

use std::sync::LazyLock;

use papers::{Paper, PaperDate};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::PressError;
use crate::ink::FACES;
use crate::markup::{Manuscript, manuscript};

/// Việt Nam's legal time, in minutes ahead of UTC.
const LEGAL_ZONE_MINUTES: i32 = 7 * 60;
/// Layouts kept for the next paper: enough to speed up a run of like papers, few enough to keep memory flat.
const CACHED_PAPERS: usize = 3;

/// Renders a paper as PDF/A-2a that passes PDF/UA-1 too; equal papers give equal bytes.
///
/// # Errors
/// [`PressError::Table`], [`PressError::Figure`] and [`PressError::Qr`] name what to repair in the paper;
/// [`PressError::Layout`] is the typesetter's refusal.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PressError> {
    let document = laid_out(paper)?;
    let bytes = typst_pdf::pdf(&document, &options(paper.date)?).map_err(|faults| layout(&faults));
    comemo::evict(CACHED_PAPERS);
    bytes
}

fn laid_out(paper: &Paper) -> Result<PagedDocument, PressError> {
    let desk = Desk::new(manuscript(paper)?)?;
    typst::compile::<PagedDocument>(&desk).output.map_err(|faults| layout(&faults))
}

fn options(date: PaperDate) -> Result<PdfOptions, PressError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|fault| PressError::Layout(fault.message().to_string()))?;
    let midnight = Datetime::from_ymd_hms(date.year(), date.month(), date.day(), 0, 0, 0);
    let timestamp = midnight.and_then(|at| Timestamp::new_local(at, LEGAL_ZONE_MINUTES));
    Ok(PdfOptions { standards, timestamp, ..PdfOptions::default() })
}

fn layout(faults: &[SourceDiagnostic]) -> PressError {
    let sentence = |fault: &SourceDiagnostic| {
        let hints = fault.hints.iter().map(|hint| format!(" ({})", hint.v)).collect::<String>();
        format!("{}{hints}", fault.message)
    };
    PressError::Layout(faults.iter().map(sentence).collect::<Vec<_>>().join("; "))
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// All that the typesetter may see: one manuscript, its pictures and our fonts. No files, no network, no clock.
struct Desk {
    main: Source,
    pictures: Vec<(FileId, Bytes)>,
}

impl Desk {
    fn new(manuscript: Manuscript) -> Result<Desk, PressError> {
        let mut pictures = Vec::new();
        for (name, svg) in manuscript.pictures {
            pictures.push((file(&name)?, Bytes::from_string(svg)));
        }
        Ok(Desk { main: Source::new(file("paper.typ")?, manuscript.source), pictures })
    }
}

fn file(name: &str) -> Result<FileId, PressError> {
    let path = VirtualPath::new(name).map_err(|fault| PressError::Layout(format!("{name}: {fault:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FACES.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.pictures.iter().find(|(picture, _)| *picture == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACES.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use papers::{Block, Language, PageKind, Table, TableColumn};

    use super::*;

    fn pages(block: Block, page: PageKind) -> usize {
        let day = PaperDate::new(2012, 4, 6).unwrap();
        let paper = Paper::new(Language::Vietnamese, "Báo cáo", "Thử", day).on(page).with(block);
        laid_out(&paper).unwrap().pages().len()
    }

    #[test]
    fn a_long_table_runs_over_as_many_pages_as_it_needs() {
        let mut table = Table::new("a", vec![TableColumn::left(1)]).header(["b"]);
        for row in 0..1000 {
            table = table.row([row.to_string()]);
        }
        let (upright, across) = (
            pages(Block::Table(table.clone()), PageKind::A4),
            pages(Block::Table(table), PageKind::A4Landscape),
        );
        assert!((20..40).contains(&upright) && across > upright, "{upright} {across}");
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_and_not_lost_beyond_the_margin() {
        let words = |length| Block::paragraph("x".repeat(length));
        assert_eq!(pages(words(60), PageKind::A4), 1);
        assert!(pages(words(9000), PageKind::A4) > 2);
    }
}
