//! The body of a paper as paragraphs and tables of DOCX.

use docx_rs::{
    AlignmentType, BreakType, DocumentChild, Docx, Hyperlink, HyperlinkType, Paragraph, Run,
    SpecialIndentType, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType,
    WidthType,
};
use papers::{Align, Block, Figure, Paper, Span};

use crate::PressError;
use crate::docx::{Pictures, body_paragraph, centered, half_points, repeating, spacing, twips};
use crate::grid::{Slot, slots};
use crate::ink::without_controls;
use crate::measure::Measure;
use crate::picture::picture;

/// Adds the blocks of the paper.
pub(crate) fn blocks(
    mut docx: Docx,
    paper: &Paper,
    page: &Measure,
    pictures: &mut Pictures,
) -> Result<Docx, PressError> {
    let (mut tables, mut figures) = (0, 0);
    let words = paper.language.wording();
    for block in &paper.blocks {
        docx = match block {
            Block::Heading { level, text } => docx.add_paragraph(heading(*level, text, page)),
            Block::Paragraph(spans) => docx.add_paragraph(spans_into(body_paragraph(page), spans, None)),
            Block::Numbered(items) => list(docx, items, page, |index| format!("{}.", index + 1)),
            Block::Bullets(items) => list(docx, items, page, |_| "-".to_owned()),
            Block::Note(spans) => docx.add_paragraph(note(spans, page)),
            Block::PageBreak => {
                docx.add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)))
            }
            Block::Table(table) => {
                tables += 1;
                if let Some(fault) = table.fault() {
                    return Err(PressError::Table { table: tables, fault });
                }
                if !table.caption.is_empty() {
                    let caption = lines(&format!("{} {tables}. {}", words.table, table.caption)).bold();
                    docx = docx.add_paragraph(centered(caption, 100).keep_next(true));
                }
                with_table(docx, table, page)
            }
            Block::Figure(figure) => {
                figures += 1;
                let label = format!("{} {figures}", words.figure);
                with_figure(docx, figure, (figures, &label), (page, pictures))?
            }
        };
    }
    // The last lines go to the next page with the signature rather than leave it alone there.
    for child in docx.document.children.iter_mut().rev().take(page.kept_lines) {
        let DocumentChild::Paragraph(last) = child else { break };
        last.property.keep_next = Some(true);
    }
    Ok(docx)
}

/// A run of text with its line breaks.
pub(crate) fn lines(text: &str) -> Run {
    let text = without_controls(text);
    let mut run = Run::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

fn heading(level: u8, text: &str, page: &Measure) -> Paragraph {
    let mut run = lines(text).bold().size(half_points(page.body));
    if level >= 3 {
        run = run.italic();
    }
    Paragraph::new()
        .style(if level <= 1 { "Heading2" } else { "Heading3" })
        .keep_next(true)
        .line_spacing(spacing(160, 100))
        .indent(None, Some(SpecialIndentType::FirstLine(twips(page.indent))), None, None)
        .add_run(run)
}

/// Adds the spans to a paragraph, all of one size when given.
fn spans_into(mut paragraph: Paragraph, spans: &[Span], size: Option<usize>) -> Paragraph {
    for span in spans {
        let mut run = lines(&span.text);
        if span.bold {
            run = run.bold();
        }
        if span.italic {
            run = run.italic();
        }
        if let Some(size) = size {
            run = run.size(size);
        }
        paragraph = match span.address() {
            Some(url) => paragraph.add_hyperlink(Hyperlink::new(url, HyperlinkType::External).add_run(run)),
            None => paragraph.add_run(run),
        };
    }
    paragraph
}

fn list(mut docx: Docx, items: &[Vec<Span>], page: &Measure, mark: impl Fn(usize) -> String) -> Docx {
    for (index, item) in items.iter().enumerate() {
        let paragraph = Paragraph::new()
            .align(AlignmentType::Both)
            .line_spacing(spacing(0, 80).line(276))
            .indent(
                Some(twips(page.indent) + twips(6.0)),
                Some(SpecialIndentType::Hanging(twips(6.0))),
                None,
                None,
            )
            .add_run(Run::new().add_text(mark(index)).add_tab());
        docx = docx.add_paragraph(spans_into(paragraph, item, None));
    }
    docx
}

fn note(spans: &[Span], page: &Measure) -> Paragraph {
    let italic = spans.iter().map(|span| Span { italic: true, ..span.clone() }).collect::<Vec<_>>();
    let paragraph = Paragraph::new().align(AlignmentType::Left).line_spacing(spacing(40, 160));
    spans_into(paragraph, &italic, Some(half_points(page.note)))
}

fn with_figure(
    docx: Docx,
    figure: &Figure,
    (number, label): (usize, &str),
    (page, pictures): (&Measure, &mut Pictures),
) -> Result<Docx, PressError> {
    let drawn = picture(figure, number, page)?;
    let description = if figure.alt.trim().is_empty() { label } else { &figure.alt };
    let run = pictures.run(&drawn, number, description)?;
    // A fixed line height would cut the picture off.
    let holder = Paragraph::new().align(AlignmentType::Center).line_spacing(spacing(120, 60).line(240));
    let docx = docx.add_paragraph(holder.keep_next(!figure.caption.is_empty()).add_run(run));
    if figure.caption.is_empty() {
        return Ok(docx);
    }
    Ok(docx.add_paragraph(centered(lines(&format!("{label}. {}", figure.caption)).italic(), 160)))
}

fn with_table(docx: Docx, table: &papers::Table, page: &Measure) -> Docx {
    if table.columns.is_empty() {
        return docx;
    }
    let widths = widths(table, twips(page.text_width()) as usize);
    let mut rows = Vec::new();
    for (part, part_rows) in table.parts() {
        for slots in slots(part_rows, widths.len()) {
            let setting =
                Setting { table, widths: &widths, part, size: half_points(page.table(widths.len())) };
            let row = TableRow::new(setting.cells(&slots)).cant_split();
            rows.push(if part == "header" { repeating(row) } else { row });
        }
    }
    if rows.is_empty() {
        return docx;
    }
    let total = widths.iter().sum::<usize>();
    let table = Table::new(rows)
        .set_grid(widths)
        .width(total, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(50, 80, 50, 80));
    // Two tables in a row would melt into one without a paragraph between them.
    docx.add_table(table).add_paragraph(Paragraph::new().line_spacing(spacing(0, 60)))
}

fn widths(table: &papers::Table, total: usize) -> Vec<usize> {
    let shares = table.columns.iter().map(|column| column.share.max(1) as usize);
    let sum = shares.clone().sum::<usize>();
    shares.map(|share| total * share / sum).collect()
}

/// What the cells of one row have in common.
struct Setting<'a> {
    table: &'a papers::Table,
    widths: &'a [usize],
    part: &'static str,
    size: usize,
}

impl Setting<'_> {
    fn cells(&self, slots: &[Slot<'_>]) -> Vec<TableCell> {
        let mut column = 0;
        let mut cells = Vec::new();
        for slot in slots {
            let span = match slot {
                Slot::Cell(cell) => cell.columns.max(1),
                Slot::Covered(columns) => *columns,
                Slot::Blank => 1,
            };
            let end = (column + span).min(self.widths.len());
            let width = self.widths[column..end].iter().sum::<usize>();
            let mut cell = TableCell::new().width(width, WidthType::Dxa);
            if span > 1 {
                cell = cell.grid_span(span);
            }
            cells.push(match slot {
                Slot::Cell(content) => self.filled(cell, content, column),
                Slot::Covered(_) => cell.vertical_merge(VMergeType::Continue).add_paragraph(Paragraph::new()),
                Slot::Blank => cell.add_paragraph(Paragraph::new()),
            });
            column = end;
        }
        cells
    }

    fn filled(&self, mut cell: TableCell, content: &papers::TableCell, column: usize) -> TableCell {
        let header = self.part == "header";
        let align = match self.table.columns[column].align {
            _ if header => AlignmentType::Center,
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
            Align::Right => AlignmentType::Right,
        };
        if content.rows > 1 {
            cell = cell.vertical_merge(VMergeType::Restart);
        }
        if header {
            cell = cell.vertical_align(VAlignType::Center);
        }
        let heavy = self.part != "rows";
        let spans = content
            .content
            .iter()
            .map(|span| Span { bold: span.bold || heavy, ..span.clone() })
            .collect::<Vec<_>>();
        let paragraph = Paragraph::new().align(align).line_spacing(spacing(0, 0));
        cell.add_paragraph(spans_into(paragraph, &spans, Some(self.size)))
    }
}
