//! The paper as source of the typesetter.
//!
//! Every text of the paper enters as a string literal, so none of its characters can act as markup.

use papers::{Align, Block, Figure, Language, Paper, QrMark, Signature, Span, Table, TableCell, TableRow};

use crate::PressError;
use crate::grid::{Slot, slots};
use crate::ink::{FAMILY, printable};
use crate::measure::{FRAME_LEFT, Measure, measure};
use crate::picture::{picture, qr_svg};

/// Source and pictures of one paper.
pub(crate) struct Manuscript {
    pub source: String,
    /// Name in the source and the SVG behind it.
    pub pictures: Vec<(String, String)>,
}

/// Writes the manuscript of a paper.
pub(crate) fn manuscript(paper: &Paper) -> Result<Manuscript, PressError> {
    let mut writer = Writer::new(paper);
    writer.settings();
    writer.frame();
    writer.title();
    writer.addressed_to();
    for block in &paper.blocks {
        writer.block(block)?;
    }
    writer.closing()?;
    Ok(Manuscript {
        source: writer.out,
        pictures: writer.pictures,
    })
}

struct Writer<'a> {
    paper: &'a Paper,
    page: Measure,
    out: String,
    pictures: Vec<(String, String)>,
    tables: usize,
    figures: usize,
    /// Level of the last heading, 0 before the first; PDF/UA refuses a skipped level.
    level: u8,
}

impl<'a> Writer<'a> {
    fn new(paper: &'a Paper) -> Writer<'a> {
        Writer {
            paper,
            page: measure(paper.page),
            out: String::new(),
            pictures: Vec::new(),
            tables: 0,
            figures: 0,
            level: 0,
        }
    }

    fn line(&mut self, source: &str) {
        self.out.push_str(source);
        self.out.push('\n');
    }

    fn settings(&mut self) {
        let Measure {
            width,
            height,
            top,
            bottom,
            left,
            right,
            body,
            indent,
            ..
        } = self.page;
        let (language, region) = match self.paper.language {
            Language::Vietnamese => ("vi", "VN"),
            Language::English => ("en", "GB"),
        };
        let title = literal(&document_title(self.paper));
        let author = literal(self.paper.author());
        self.line(&format!(
            "#set document(title: {title}, author: {author}, date: auto)"
        ));
        self.line(&format!(
            "#set page(width: {width}mm, height: {height}mm, \
             margin: (top: {top}mm, bottom: {bottom}mm, left: {left}mm, right: {right}mm), \
             header-ascent: 35%, header: context {{ let page = counter(page).get().first(); \
             if page > 1 {{ align(center, text(size: {body}pt, str(page))) }} }})"
        ));
        self.line(&format!(
            "#set text(font: \"{FAMILY}\", size: {body}pt, lang: \"{language}\", region: \"{region}\", \
             fill: black, hyphenate: false)"
        ));
        self.line(&format!(
            "#set par(justify: true, leading: 0.62em, spacing: 1.05em, \
             first-line-indent: (amount: {indent}mm, all: true))"
        ));
        self.line("#show link: set text(fill: black)");
        self.line(&format!(
            "#show heading: set text(size: {body}pt, weight: \"bold\")"
        ));
        self.line("#show heading: set block(above: 1.2em, below: 0.9em, sticky: true)");
        self.line(&format!(
            "#set list(marker: [-], indent: {indent}mm, body-indent: 0.4em, spacing: 0.8em)"
        ));
        self.line(&format!(
            "#set enum(indent: {indent}mm, body-indent: 0.4em, spacing: 0.8em)"
        ));
        self.line("#set table(stroke: 0.5pt, inset: (x: 4pt, y: 4.5pt))");
    }

    fn frame(&mut self) {
        let paper = self.paper;
        let page = self.page;
        let words = paper.language.wording();
        if let Some(banner) = &paper.banner {
            let banner = bold(&text(banner));
            self.line(&format!(
                "#align(center, block(below: 1.2em)[#text(size: {}pt)[{banner}]])",
                page.body
            ));
        }
        let mut left = String::new();
        if let Some(superior) = &paper.superior {
            left.push_str(&format!("{}#linebreak();", text(&superior.to_uppercase())));
        }
        left.push_str(&bold(&text(&paper.issuer.to_uppercase())));
        left.push_str("#v(3pt, weak: true);#line(length: 33%, stroke: 0.6pt);");
        let right = format!(
            "#text(size: {}pt)[{}];#linebreak();#box(inset: (bottom: 3.5pt), stroke: (bottom: 0.6pt))\
             [#text(size: {}pt)[{}]];",
            page.state,
            bold(&text(words.state)),
            page.motto,
            bold(&text(words.motto)),
        );
        let mut number = text(&paper.number_line());
        if paper.type_name.is_empty() && !paper.subject.is_empty() {
            number.push_str("#linebreak();");
            number.push_str(&text(&format!("{} {}", words.regarding, paper.subject)));
        }
        let place = italic(&text(&paper.place_line()));
        let rest = 100 - FRAME_LEFT;
        self.line(&format!(
            "#block(below: 1.6em)[#set par(justify: false, leading: 0.5em);#grid(columns: ({FRAME_LEFT}fr, {rest}fr), \
             align: center + top, column-gutter: 3pt, row-gutter: 10pt, \
             [#set text(size: {frame}pt);{left}], [{right}], \
             [#set text(size: {frame}pt);{number}], [#text(size: {motto}pt)[{place}];])]",
            frame = page.frame,
            motto = page.motto,
        ));
    }

    fn title(&mut self) {
        let paper = self.paper;
        if paper.type_name.is_empty() {
            return;
        }
        let mut title = text(&paper.type_name.to_uppercase());
        if !paper.subject.is_empty() {
            title.push_str("#linebreak();");
            title.push_str(&text(&paper.subject));
        }
        self.level = 1;
        self.line(&format!(
            "#align(center)[#set par(justify: false);#show heading: set text(size: {}pt);#heading(level: 1)[{title}];\
             #line(length: 22%, stroke: 0.6pt);#v(6pt);]",
            self.page.title
        ));
    }

    fn addressed_to(&mut self) {
        let words = self.paper.language.wording().addressed_to;
        match self.paper.addressed_to.as_slice() {
            [] => {}
            [name] => {
                let line = text(&format!("{words} {name}"));
                self.line(&format!("#align(center, block(below: 1.2em)[{line}])"));
            }
            names => {
                let last = names.len() - 1;
                let ended = |(index, name): (usize, &String)| {
                    text(&format!("- {name}{}", if index == last { "." } else { ";" }))
                };
                let names = names
                    .iter()
                    .enumerate()
                    .map(ended)
                    .collect::<Vec<_>>()
                    .join("#linebreak();");
                self.line(&format!(
                    "#block(below: 1.2em)[#pad(left: 18%)[#grid(columns: (auto, 1fr), column-gutter: 6pt, \
                     [{}], [{names}])]]",
                    text(words)
                ));
            }
        }
    }

    fn block(&mut self, block: &Block) -> Result<(), PressError> {
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
        let top = u8::from(!self.paper.type_name.is_empty());
        let printed = level.clamp(1, 5) + top;
        self.level = printed.min(self.level + 1);
        // The look follows the level asked for, the structure the level allowed.
        let style = if level >= 3 { "italic" } else { "normal" };
        let (indent, words) = (self.page.indent, text(words));
        self.line(&format!(
            "#pad(left: {indent}mm)[#set text(style: \"{style}\");#set par(justify: false);\
             #heading(level: {})[{words}];]",
            self.level
        ));
    }

    fn items(&mut self, kind: &str, items: &[Vec<Span>]) {
        if items.is_empty() {
            return;
        }
        let items = items
            .iter()
            .map(|item| format!("[{}]", content(item)))
            .collect::<Vec<_>>()
            .join(", ");
        self.line(&format!("#{kind}({items})"));
    }

    fn table(&mut self, table: &Table) -> Result<(), PressError> {
        self.tables += 1;
        if let Some(fault) = table.fault() {
            return Err(PressError::Table {
                table: self.tables,
                fault,
            });
        }
        if table.columns.is_empty() {
            return Ok(());
        }
        let count = table.columns.len();
        let widths = table
            .columns
            .iter()
            .map(|column| format!("{}fr, ", column.share.max(1)))
            .collect::<String>();
        let aligns = table
            .columns
            .iter()
            .map(|column| format!("{}, ", align(column.align)))
            .collect::<String>();
        if !table.caption.is_empty() {
            let words = self.paper.language.wording().table;
            let caption = bold(&text(&format!("{words} {}. {}", self.tables, table.caption)));
            self.line(&format!(
                "#align(center, block(above: 1.2em, below: 0.7em, sticky: true)[{caption}])"
            ));
        }
        self.line(&format!(
            "#block(above: 0.8em, below: 1.2em)[#set text(size: {}pt);#set par(justify: false, leading: 0.5em);",
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
        let alt = [&figure.alt, &figure.caption]
            .into_iter()
            .find(|words| !words.trim().is_empty());
        let alt = literal(alt.unwrap_or(&label));
        let name = format!("figure-{}.svg", self.figures);
        let caption = match figure.caption.as_str() {
            "" => "none".to_owned(),
            words => format!("[{}]", italic(&text(&format!("{label}. {words}")))),
        };
        self.line(&format!(
            "#block(above: 1.2em, below: 1.2em)[#set par(justify: false);#figure(image(\"{name}\", width: {:.3}mm, \
             height: {:.3}mm, alt: {alt}), caption: {caption}, numbering: none, supplement: none, kind: image)]",
            picture.width, picture.height
        ));
        self.pictures.push((name, picture.svg));
        Ok(())
    }

    fn closing(&mut self) -> Result<(), PressError> {
        let paper = self.paper;
        if paper.signature.is_none() && paper.copies_to.is_empty() && paper.qr.is_none() {
            return Ok(());
        }
        let mut left = self.copies();
        if let Some(mark) = &paper.qr {
            left.push_str(&self.code(mark)?);
        }
        let right = paper
            .signature
            .as_ref()
            .map(|signature| self.signature(signature))
            .unwrap_or_default();
        self.line(&format!(
            "#block(above: 1.6em, breakable: false, width: 100%)[#set par(justify: false, leading: 0.5em);\
             #grid(columns: (1fr, 1fr), align: (left + top, center + top), column-gutter: 8pt, [{left}], [{right}])]"
        ));
        Ok(())
    }

    fn copies(&self) -> String {
        let lines = self.paper.copies_lines();
        if lines.is_empty() {
            return String::new();
        }
        let head = bold(&italic(&text(self.paper.language.wording().copies_to)));
        let lines = lines
            .iter()
            .map(|line| text(line))
            .collect::<Vec<_>>()
            .join("#linebreak();");
        let copies = self.page.copies;
        format!(
            "#text(size: {}pt)[{head}];#linebreak();#text(size: {copies}pt)[{lines}];",
            copies + 1.0
        )
    }

    fn code(&mut self, mark: &QrMark) -> Result<String, PressError> {
        let name = "code.svg";
        self.pictures.push((name.to_owned(), qr_svg(&mark.url)?));
        let alt = literal(&format!("{} {}", self.paper.language.wording().code, mark.url));
        let Measure { code, note, .. } = self.page;
        Ok(format!(
            "#block(above: 10pt)[#grid(columns: ({code}mm, 1fr), column-gutter: 6pt, align: left + horizon, \
             image(\"{name}\", width: {code}mm, alt: {alt}), [#text(size: {note}pt)[{}];])];",
            text(&mark.caption)
        ))
    }

    fn signature(&self, signature: &Signature) -> String {
        let mut out = String::new();
        if let Some(authority) = &signature.authority {
            out.push_str(&format!(
                "{}#linebreak();",
                bold(&text(&authority.to_uppercase()))
            ));
        }
        out.push_str(&bold(&text(&signature.title.to_uppercase())));
        let room = self.page.signature;
        if signature.mark.is_empty() {
            out.push_str(&format!("#v({room}mm);"));
        } else {
            let half = room / 2.5;
            out.push_str(&format!(
                "#v({half}mm);{}#v({half}mm);",
                italic(&text(&signature.mark))
            ));
        }
        out.push_str(&bold(&text(&signature.name)));
        out
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Header,
    Body,
    Totals,
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
    if arguments.is_empty() {
        format!("[{words}],")
    } else {
        format!("table.cell({arguments})[{words}],")
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// Title in the properties, which PDF/UA requires not to be empty.
fn document_title(paper: &Paper) -> String {
    let titles = [paper.title(), paper.number_line(), paper.issuer.clone()];
    let first = titles.into_iter().find(|title| !title.trim().is_empty());
    first.unwrap_or_else(|| paper.date.to_string())
}

fn content(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let mut words = text(&span.text);
    if span.bold {
        words = bold(&words);
    }
    if span.italic {
        words = italic(&words);
    }
    match span.address() {
        Some(url) if !span.text.is_empty() => format!("#link({})[{words}];", literal(url)),
        _ => words,
    }
}

fn bold(content: &str) -> String {
    if content.is_empty() {
        String::new()
    } else {
        format!("#strong[{content}];")
    }
}

fn italic(content: &str) -> String {
    if content.is_empty() {
        String::new()
    } else {
        format!("#emph[{content}];")
    }
}

/// Text as content: string literals with line breaks between them.
fn text(words: &str) -> String {
    let words = printable(words);
    let line = |line: &str| {
        if line.is_empty() {
            String::new()
        } else {
            format!("#{};", quoted(line))
        }
    };
    words
        .split('\n')
        .map(line)
        .collect::<Vec<_>>()
        .join("#linebreak();")
}

/// Text as a value of one line.
fn literal(words: &str) -> String {
    quoted(&crate::ink::covered(words).replace('\n', " "))
}

fn quoted(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for c in words.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_quotes_of_the_text_stay_inside_the_literal() {
        assert_eq!(text(r#"a "b" \ #c"#), r##"#"a \"b\" \\ #c";"##);
        assert_eq!(text("a\nb\n"), r##"#"a";#linebreak();#"b";#linebreak();"##);
        assert_eq!(text(""), "");
        assert_eq!(literal("a\nb\\"), r#""a b\\""#);
    }

    #[test]
    fn a_forbidden_address_is_printed_without_a_link() {
        assert_eq!(span(&Span::link("a", "javascript:x")), r##"#"a";"##);
        assert_eq!(
            span(&Span::link("a", "https://x.vn")),
            r##"#link("https://x.vn")[#"a";];"##
        );
    }
}
