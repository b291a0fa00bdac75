//! The body of the paper as source of the typesetter.

use papers::{Align, Block, Figure, Span, Table, TableCell, TableRow};

use crate::PressError;
use crate::grid::{Slot, slots};
use crate::literal::{blank, bold, content, italic, literal, text};
use crate::markup::Writer;
use crate::picture::picture;

/// So many bytes of text fill several lines.
const LONG_ITEM: usize = 500;

impl Writer<'_> {
    /// Adds all blocks. The last goes to the next page with the signature rather than leave it alone there, and of a
    /// slip some lines before it too.
    pub fn body(&mut self, blocks: &[Block]) -> Result<(), PressError> {
        let Some((last, before)) = blocks.split_last() else { return Ok(()) };
        let is_short = |block: &&Block| match block {
            Block::Paragraph(spans) | Block::Note(spans) => length(spans) <= LONG_ITEM,
            _ => false,
        };
        let room = self.page.kept_lines.saturating_sub(1);
        let kept = before.iter().rev().take(room).take_while(is_short).count();
        let (before, kept) = before.split_at(before.len() - kept);
        for block in before {
            self.block(block)?;
        }
        for block in kept {
            self.sticky(block)?;
        }
        self.last_block(last)
    }

    fn sticky(&mut self, block: &Block) -> Result<(), PressError> {
        self.line("#block(sticky: true, width: 100%)[");
        self.block(block)?;
        self.line("]");
        Ok(())
    }

    /// Adds the last block; of a list its last item stays with the signature.
    fn last_block(&mut self, block: &Block) -> Result<(), PressError> {
        match block {
            Block::Paragraph(_) | Block::Note(_) => self.sticky(block)?,
            Block::Numbered(items) => {
                self.sticky_items(("enum", items), &format!("start: {}, ", items.len()))
            }
            Block::Bullets(items) => self.sticky_items(("list", items), ""),
            other => self.block(other)?,
        }
        Ok(())
    }

    fn sticky_items(&mut self, (kind, items): (&str, &[Vec<Span>]), start: &str) {
        let Some((last, before)) = items.split_last() else { return };
        // A long item gives the signature some lines to stand with by itself.
        if length(last) > LONG_ITEM {
            return self.items(kind, items);
        }
        self.items(kind, before);
        self.line(&format!(
            "#block(sticky: true, width: 100%, above: 0.8em)[#{kind}({start}[{}])]",
            content(last)
        ));
    }

    /// Adds one block.
    pub fn block(&mut self, block: &Block) -> Result<(), PressError> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(spans) => self.line(&format!("#par[{}]", content(spans))),
            Block::Numbered(items) => self.items("enum", items),
            Block::Bullets(items) => self.items("list", items),
            Block::Table(table) => self.table(table)?,
            Block::Figure(figure) => self.figure(figure)?,
            Block::Note(spans) => self.line(&format!(
                "#block(above: 0.8em, below: 1em)[#set text(size: {}pt, style: \"italic\");{}]",
                self.page.note,
                content(spans)
            )),
            Block::PageBreak => self.line("#pagebreak(weak: true)"),
        }
        Ok(())
    }

    fn heading(&mut self, level: u8, words: &str) {
        // PDF/UA refuses a heading without words, and nobody would see it.
        if blank(words) {
            return;
        }
        let top = u8::from(!self.paper.is_letter());
        let printed = level.clamp(1, 5) + top;
        self.level = printed.min(self.level + 1);
        // The look follows the level asked for, the structure the level allowed.
        let style = if level >= 3 { "italic" } else { "normal" };
        let (indent, words) = (self.page.indent, text(words));
        self.line(&format!(
            "#block(sticky: true, above: 1.2em, below: 0.9em, inset: (left: {indent}mm))[#set text(style: \"{style}\");#set par(justify: false, first-line-indent: 0pt);\
             #heading(level: {})[{words}];]",
            self.level
        ));
    }

    fn items(&mut self, kind: &str, items: &[Vec<Span>]) {
        if items.is_empty() {
            return;
        }
        let items = items.iter().map(|item| format!("[{}]", content(item))).collect::<Vec<_>>().join(", ");
        self.line(&format!("#{kind}({items})"));
    }

    fn table(&mut self, table: &Table) -> Result<(), PressError> {
        self.tables += 1;
        if let Some(fault) = table.fault() {
            return Err(PressError::Table { table: self.tables, fault });
        }
        if table.columns.is_empty() {
            return Ok(());
        }
        let count = table.columns.len();
        let widths =
            table.columns.iter().map(|column| format!("{}fr, ", column.share.max(1))).collect::<String>();
        let aligns =
            table.columns.iter().map(|column| format!("{}, ", align(column.align))).collect::<String>();
        if !table.caption.is_empty() {
            let words = self.paper.language.wording().table;
            let caption = bold(&text(&format!("{words} {}. {}", self.tables, table.caption)));
            self.line(&format!("#align(center, block(above: 1.2em, below: 0.7em, sticky: true)[{caption}])"));
        }
        // A short table stays whole; a long one, and one of long cells, repeats its head on each page.
        let short = self.page.short_table;
        let breakable = table.rows.len() + table.totals.len() > short || lines_of(table) > 2 * short;
        self.line(&format!(
            "#block(above: 0.8em, below: 1.2em, breakable: {breakable})[#set text(size: {}pt);#set par(justify: false, leading: 0.5em, first-line-indent: 0pt);",
            self.page.table(count)
        ));
        self.line(&format!("#table(columns: ({widths}), align: ({aligns}),"));
        if !table.header.is_empty() {
            self.line("table.header(repeat: true,");
            self.rows(&table.header, count, Part::Header);
            self.line("),");
        }
        self.rows(&table.rows, count, Part::Body);
        if !table.totals.is_empty() {
            self.line("table.footer(repeat: false,");
            self.rows(&table.totals, count, Part::Totals);
            self.line("),");
        }
        self.line(")]");
        Ok(())
    }

    fn rows(&mut self, rows: &[TableRow], columns: usize, part: Part) {
        for row in slots(rows, columns) {
            for slot in row {
                match slot {
                    Slot::Cell(cell) => self.out.push_str(&table_cell(cell, part)),
                    Slot::Blank => self.out.push_str("[],"),
                    Slot::Covered(_) => {}
                }
            }
            self.out.push('\n');
        }
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), PressError> {
        self.figures += 1;
        let picture = picture(figure, self.figures, &self.page)?;
        let label = format!("{} {}", self.paper.language.wording().figure, self.figures);
        let alt = [&figure.alt, &figure.caption].into_iter().find(|words| !words.trim().is_empty());
        let alt = literal(alt.unwrap_or(&label));
        let name = format!("figure-{}.svg", self.figures);
        let caption = match figure.caption.as_str() {
            "" => "none".to_owned(),
            words => format!("[{}]", italic(&text(&format!("{label}. {words}")))),
        };
        // A floating figure has no block around it: it floats within the page, not within a block.
        let (open, placement, close) = match figure.floats {
            true => ("#[", "auto", "]"),
            false => ("#block(above: 1.2em, below: 1.2em, width: 100%)[", "none", "]"),
        };
        self.line(&format!(
            "{open}#set align(center);\
             #set par(justify: false, first-line-indent: 0pt);#figure(image(\"{name}\", width: {:.3}mm, \
             height: {:.3}mm, alt: {alt}), caption: {caption}, numbering: none, supplement: none, kind: image, \
             placement: {placement}){close}",
            picture.width, picture.height
        ));
        self.pictures.push((name, picture.svg));
        Ok(())
    }
}

/// How many bytes of text spans hold.
fn length(spans: &[Span]) -> usize {
    spans.iter().map(|span| span.text.len()).sum()
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Header,
    Body,
    Totals,
}

/// So many letters of a table stand side by side on a page, roughly.
const LETTERS_ACROSS: usize = 90;

/// How many lines of text a table takes, roughly: its rows with the lines of their longest cell.
fn lines_of(table: &Table) -> usize {
    let share = |column: &papers::TableColumn| usize::try_from(column.share.max(1)).unwrap_or(1);
    let across: usize = table.columns.iter().map(share).sum();
    let lines = |(column, cell): (&papers::TableColumn, &TableCell)| {
        let letters: usize = cell.content.iter().map(|span| span.text.chars().count()).sum();
        (letters * across).div_ceil(share(column) * LETTERS_ACROSS).max(1)
    };
    let row = |row: &TableRow| table.columns.iter().zip(&row.cells).map(lines).max().unwrap_or(1);
    table.rows.iter().chain(&table.totals).map(row).sum()
}

fn table_cell(cell: &TableCell, part: Part) -> String {
    let words = content(&cell.content);
    let words = if part == Part::Body { words } else { bold(&words) };
    let mut arguments = String::new();
    if cell.columns > 1 {
        arguments.push_str(&format!("colspan: {}, ", cell.columns));
    }
    if cell.rows > 1 {
        arguments.push_str(&format!("rowspan: {}, ", cell.rows));
    }
    if part == Part::Header {
        arguments.push_str("align: center + horizon, ");
    }
    if arguments.is_empty() { format!("[{words}],") } else { format!("table.cell({arguments})[{words}],") }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}
