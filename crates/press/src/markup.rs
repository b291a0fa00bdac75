//! The paper as source of the typesetter.
//!
//! Every text of the paper enters as a string literal, so none of its characters can act as markup.

use papers::{Language, PageKind, Paper, QrMark, Signature, kept_together};

use crate::PressError;
use crate::ink::FAMILY;
use crate::literal::{bold, italic, literal, text};
use crate::measure::{FRAME_LEFT, Measure, measure};
use crate::picture::qr_svg;

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
    writer.body(&paper.blocks)?;
    writer.closing()?;
    Ok(Manuscript { source: writer.out, pictures: writer.pictures })
}

/// Writes the source; [`crate::markup_body`] adds the blocks.
pub(crate) struct Writer<'a> {
    pub paper: &'a Paper,
    pub page: Measure,
    pub out: String,
    pub pictures: Vec<(String, String)>,
    pub tables: usize,
    pub figures: usize,
    /// Level of the last heading, 0 before the first; PDF/UA refuses a skipped level.
    pub level: u8,
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

    /// Adds a line of source.
    pub fn line(&mut self, source: &str) {
        self.out.push_str(source);
        self.out.push('\n');
    }

    fn settings(&mut self) {
        let Measure { width, height, top, bottom, left, right, body, note, indent, gap, .. } = self.page;
        let (language, region) = match self.paper.language {
            Language::Vietnamese => ("vi", "VN"),
            Language::English => ("en", "GB"),
        };
        let title = literal(&document_title(self.paper));
        let author = literal(self.paper.author());
        self.line(&format!("#set document(title: {title}, author: {author}, date: auto)"));
        self.line(&format!(
            "#set page(width: {width}mm, height: {height}mm, \
             margin: (top: {top}mm, bottom: {bottom}mm, left: {left}mm, right: {right}mm), \
             header-ascent: 35%, header: context {{ let page = counter(page).get().first(); \
             if page > 1 {{ align(center, text(size: {body}pt, str(page))) }} }})"
        ));
        if self.paper.is_illustration {
            let foot = italic(&text(self.paper.language.wording().illustration));
            self.line(&format!(
                "#set page(footer-descent: 30%, footer: align(center, text(size: {note}pt)[{foot}]))"
            ));
        }
        self.line(&format!(
            "#set text(font: \"{FAMILY}\", size: {body}pt, lang: \"{language}\", region: \"{region}\", \
             fill: black, hyphenate: false)"
        ));
        self.line(&format!(
            "#set par(justify: true, leading: 0.62em, spacing: {gap}em, \
             first-line-indent: (amount: {indent}mm, all: true))"
        ));
        self.line("#show link: set text(fill: black)");
        self.line(&format!("#show heading: set text(size: {body}pt, weight: \"bold\")"));
        self.line("#show heading: set block(above: 1.2em, below: 0.9em, sticky: true)");
        self.line(&format!("#set list(marker: [-], indent: {indent}mm, body-indent: 0.4em, spacing: 0.8em)"));
        self.line(&format!("#set enum(indent: {indent}mm, body-indent: 0.4em, spacing: 0.8em)"));
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
            left.push_str(&format!("{}#linebreak();", text(&kept_together(superior).to_uppercase())));
        }
        left.push_str(&bold(&text(&kept_together(&paper.issuer).to_uppercase())));
        left.push_str("#v(1pt);#line(length: 33%, stroke: 0.6pt);");
        let right = format!(
            "#text(size: {}pt)[{}];#linebreak();#box(inset: (bottom: 3.5pt), stroke: (bottom: 0.6pt))\
             [#text(size: {}pt)[{}]];",
            page.state,
            bold(&text(words.state)),
            page.motto,
            bold(&text(words.motto)),
        );
        let mut number = text(&paper.number_line());
        if paper.is_letter() && !paper.subject.is_empty() {
            number.push_str("#linebreak();");
            number.push_str(&text(&format!("{} {}", words.regarding, paper.subject)));
        }
        let place = italic(&text(&paper.place_line()));
        let rest = 100 - FRAME_LEFT;
        self.line(&format!(
            "#block(below: 1.6em)[#set par(justify: false, leading: 0.5em, first-line-indent: 0pt);#grid(columns: ({FRAME_LEFT}fr, {rest}fr), \
             align: center + top, column-gutter: 3pt, row-gutter: 10pt, \
             [#set text(size: {frame}pt);{left}], [{right}], \
             [#set text(size: {frame}pt);{number}], [#text(size: {motto}pt)[{place}];])]",
            frame = page.frame,
            motto = page.motto,
        ));
    }

    fn title(&mut self) {
        let paper = self.paper;
        if paper.is_letter() {
            return;
        }
        let mut title = text(&paper.type_name.to_uppercase());
        if !paper.subject.is_empty() {
            title.push_str("#linebreak();");
            title.push_str(&text(&paper.subject));
        }
        self.level = 1;
        // A slip has no room for the line below its title.
        let rule = if paper.page == PageKind::A5 { "" } else { "#line(length: 22%, stroke: 0.6pt);#v(6pt);" };
        self.line(&format!(
            "#align(center)[#set par(justify: false, first-line-indent: 0pt);#show heading: set text(size: {}pt);#heading(level: 1)[{title}];\
             {rule}]",
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
                let names = names.iter().enumerate().map(ended).collect::<Vec<_>>().join("#linebreak();");
                self.line(&format!(
                    "#block(below: 1.2em)[#pad(left: 18%)[#grid(columns: (auto, 1fr), column-gutter: 6pt, \
                     [{}], [{names}])]]",
                    text(words)
                ));
            }
        }
    }

    fn closing(&mut self) -> Result<(), PressError> {
        let paper = self.paper;
        let signs = paper.signature.is_some() || paper.countersignature.is_some();
        if !signs && paper.copies_to.is_empty() && paper.qr.is_none() {
            return Ok(());
        }
        let right = paper.signature.as_ref().map(|signature| self.signature(signature)).unwrap_or_default();
        if let Some(other) = &paper.countersignature {
            return self.two_signatures(&self.signature(other), &right);
        }
        let mut left = self.copies();
        if let Some(mark) = &paper.qr {
            left.push_str(&self.code(mark)?);
        }
        self.line(&format!(
            "#block(above: 1.6em, breakable: false, width: 100%)[#set par(justify: false, leading: 0.5em, first-line-indent: 0pt);\
             #grid(columns: (1fr, 1fr), align: (left + top, center + top), column-gutter: 8pt, [{left}], [{right}])]"
        ));
        Ok(())
    }

    /// Two who sign stand beside each other, the code between them and its caption and the copies below.
    fn two_signatures(&mut self, left: &str, right: &str) -> Result<(), PressError> {
        let paper = self.paper;
        let Measure { frame, note, .. } = self.page;
        let (image, caption) = match &paper.qr {
            Some(mark) => (self.code_image(mark)?, text(&mark.caption)),
            None => (String::new(), String::new()),
        };
        let copies = self.copies();
        self.line(&format!(
            "#block(above: 1.4em, breakable: false, width: 100%)[#set par(justify: false, leading: 0.5em, first-line-indent: 0pt);\
             #grid(columns: (1fr, auto, 1fr), align: center + top, column-gutter: 6pt, \
             [#set text(size: {frame}pt);{left}], [{image}], [#set text(size: {frame}pt);{right}]);\
             #align(center)[#text(size: {note}pt)[{caption}];];{copies}]"
        ));
        Ok(())
    }

    fn copies(&self) -> String {
        let lines = self.paper.copies_lines();
        if lines.is_empty() {
            return String::new();
        }
        let head = bold(&italic(&text(self.paper.language.wording().copies_to)));
        let lines = lines.iter().map(|line| text(line)).collect::<Vec<_>>().join("#linebreak();");
        let copies = self.page.copies;
        format!("#text(size: {}pt)[{head}];#linebreak();#text(size: {copies}pt)[{lines}];", copies + 1.0)
    }

    fn code(&mut self, mark: &QrMark) -> Result<String, PressError> {
        let image = self.code_image(mark)?;
        let Measure { code, note, .. } = self.page;
        Ok(format!(
            "#block(above: 10pt)[#grid(columns: ({code}mm, 1fr), column-gutter: 6pt, align: left + horizon, \
             [{image}], [#text(size: {note}pt)[{}];])];",
            text(&mark.caption)
        ))
    }

    fn code_image(&mut self, mark: &QrMark) -> Result<String, PressError> {
        let name = "code.svg";
        self.pictures.push((name.to_owned(), qr_svg(&mark.url)?));
        let alt = literal(&format!("{} {}", self.paper.language.wording().code, mark.url));
        Ok(format!("#image(\"{name}\", width: {}mm, alt: {alt});", self.page.code))
    }

    fn signature(&self, signature: &Signature) -> String {
        let mut out = String::new();
        if let Some(authority) = &signature.authority {
            out.push_str(&format!("{}#linebreak();", bold(&text(&authority.to_uppercase()))));
        }
        out.push_str(&bold(&text(&signature.title.to_uppercase())));
        let room = self.page.signature;
        if signature.mark.is_empty() {
            out.push_str(&format!("#v({room}mm);"));
        } else {
            let half = room / 2.5;
            out.push_str(&format!("#v({half}mm);{}#v({half}mm);", italic(&text(&signature.mark))));
        }
        out.push_str(&bold(&text(&signature.name)));
        out
    }
}

/// Title in the properties, which PDF/UA requires not to be empty.
fn document_title(paper: &Paper) -> String {
    let titles = [paper.title(), paper.number_line(), paper.issuer.clone()];
    let first = titles.into_iter().find(|title| !title.trim().is_empty());
    first.unwrap_or_else(|| paper.date.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use papers::{Block, Figure, PaperDate, PaperNumber, Span, Table, TableColumn};
    use typst::syntax::SyntaxKind;

    use super::*;

    /// Every kind of syntax in the source and every name the typesetter would look up.
    fn grammar(source: &str) -> BTreeSet<String> {
        let root = typst::syntax::parse(source);
        assert_eq!(root.errors_and_warnings(), (vec![], vec![]));
        let mut open = vec![&root];
        let mut grammar = BTreeSet::new();
        while let Some(node) = open.pop() {
            let name = if node.kind() == SyntaxKind::Ident { node.leaf_text().as_str() } else { "" };
            grammar.insert(format!("{:?} {name}", node.kind()));
            open.extend(node.children());
        }
        grammar
    }

    fn paper(words: &str) -> Paper {
        let day = PaperDate::new(2012, 4, 6).unwrap();
        let columns = vec![TableColumn::left(1), TableColumn::right(1)];
        let spans = vec![
            Span::plain(words),
            Span::bold(words),
            Span::italic(words),
            Span::link(words, "https://x.vn"),
        ];
        Paper::new(Language::Vietnamese, words, words, day)
            .issued_by(words, words)
            .numbered(PaperNumber::issued(5, words))
            .at(words)
            .banner(words)
            .addressed_to([words, words])
            .with(Block::heading(1, words))
            .with(Block::Paragraph(spans.clone()))
            .with(Block::Numbered(vec![spans.clone()]))
            .with(Block::Bullets(vec![spans.clone()]))
            .with(Block::Note(spans))
            .with(Block::Table(Table::new(words, columns).header([words]).row([words, words]).total([words])))
            .with(Block::Figure(Figure::new(SVG, words, words)))
            .coded(words)
            .signed(Signature::new(words, words).by_authority(words).marked(words))
            .countersigned(Signature::new(words, words))
            .copies_to([words])
            .qr(format!("https://x.vn/{words}"), words)
    }

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>";

    #[test]
    fn no_text_of_a_paper_can_become_markup_or_code() {
        let plain = grammar(&manuscript(&paper("chữ")).unwrap().source);
        for hostile in [
            "#panic(\"x\")",
            "$x^2$",
            "*a* _b_",
            "@ref <label>",
            "= Heading",
            "- item\n+ item",
            "a \\ b \\",
            "\\\"",
            "\"; #x; \"",
            "]",
            ")]",
            "[",
            "`raw`",
            "// comment",
            "/* comment",
            "https://example.vn",
            "~ -- ---",
            "\\u{41}",
            "\\#",
            "a\"\nb\\\n",
        ] {
            assert_eq!(grammar(&manuscript(&paper(hostile)).unwrap().source), plain, "{hostile}");
        }
    }

    #[test]
    fn the_signature_takes_the_last_lines_with_it_and_short_tables_stay_whole() {
        let day = PaperDate::new(2012, 4, 6).unwrap();
        let source = |block: Block| {
            let paper = Paper::new(Language::Vietnamese, "Báo cáo", "", day).with(block);
            manuscript(&paper).unwrap().source
        };
        assert!(source(Block::paragraph("a")).contains("#block(sticky: true, width: 100%)[\n#par"));
        let list = source(Block::numbered(["a", "b", "c"]));
        assert!(list.contains("#enum([#\"a\";], [#\"b\";])") && list.contains("#enum(start: 3, [#\"c\";])"));
        assert!(!source(Block::bullets(["a".repeat(600)])).contains("sticky: true, width"));
        let table = |rows: usize| {
            let table = Table::new("", vec![TableColumn::left(1)]);
            source(Block::Table((0..rows).fold(table, |table, _| table.row(["a"]))))
        };
        assert!(table(12).contains("breakable: false)[#set text") && table(13).contains("breakable: true"));
        let tall = Table::new("", vec![TableColumn::left(1), TableColumn::left(9)]);
        let tall = source(Block::Table(tall.row(["a".repeat(300), "b".to_owned()])));
        assert!(tall.contains("breakable: true"), "one row may be taller than what is left of the page");
    }

    #[test]
    fn a_slip_takes_its_last_three_lines_along_with_the_signature() {
        let day = PaperDate::new(2012, 4, 6).unwrap();
        let kept = |page: PageKind, lines: [&str; 5]| {
            let blocks = lines.map(Block::paragraph);
            let paper = Paper::new(Language::Vietnamese, "Giấy", "", day).on(page).with_all(blocks);
            manuscript(&paper).unwrap().source.matches("sticky: true, width").count()
        };
        let long = "a ".repeat(400);
        assert_eq!(kept(PageKind::A5, ["a"; 5]), 3);
        assert_eq!(kept(PageKind::A4, ["a"; 5]), 1);
        assert_eq!(kept(PageKind::A5, ["a", "a", &long, "a", "a"]), 2);
    }

    #[test]
    fn heading_levels_are_never_skipped_whatever_is_asked_for() {
        let levels = |paper: &Paper| {
            let source = manuscript(paper).unwrap().source;
            source.split("#heading(level: ").skip(1).map(|rest| rest[..1].to_owned()).collect::<String>()
        };
        let day = PaperDate::new(2012, 4, 6).unwrap();
        let blocks = [3, 1, 2, 5, 0].map(|level| Block::heading(level, "a"));
        let report = Paper::new(Language::Vietnamese, "Báo cáo", "", day).with_all(blocks.clone());
        assert_eq!(levels(&report), "122342");
        let letter = Paper::new(Language::Vietnamese, "", "Việc", day).with_all(blocks);
        assert_eq!(levels(&letter), "11231");
    }
}
