//! The paper as DOCX: the same layout as the PDF, for those who must go on editing it.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, Header, HeightRule, LineSpacing, LineSpacingType, PageMargin,
    PageNum, PageOrientationType, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Pic,
    Run, RunFonts, SpecialIndentType, Style, StyleType, Table, TableCell, TableLayoutType, TableRow,
    WidthType, XMLDocx,
};
use papers::{PageKind, Paper, QrMark, Signature, kept_together};

use crate::PressError;
use crate::docx_blocks::{blocks, lines};
use crate::ink::without_controls;
use crate::measure::{FRAME_LEFT, Measure, measure};
use crate::picture::{Picture, qr_picture};

/// Metric twin of the PDF's font that every office machine has.
const FONT: &str = "Times New Roman";
/// What marks a header row until [`finish`] makes it repeat: the writer knows no repeating rows.
const HEADER_ROW: &str = "<w:cantSplit /><w:trHeight w:val=\"1\" w:hRule=\"auto\" />";
const REPEATED_ROW: &str = "<w:cantSplit /><w:tblHeader />";

/// Renders a paper as DOCX, laid out as the PDF is.
///
/// # Errors
/// [`PressError::Table`], [`PressError::Figure`] and [`PressError::Qr`] name what to repair in the paper.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, PressError> {
    let page = measure(paper.page);
    let mut pictures = Pictures::default();
    let mut docx = settings(paper, &page);
    if let Some(banner) = &paper.banner {
        docx = docx.add_paragraph(centered(lines(banner).bold(), 160));
    }
    docx = docx.add_table(frame(paper, &page)).add_paragraph(Paragraph::new().line_spacing(spacing(0, 60)));
    docx = title(docx, paper, &page);
    docx = addressed_to(docx, paper);
    docx = blocks(docx, paper, &page, &mut pictures)?;
    docx = closing(docx, paper, (&page, &mut pictures))?;
    finish(docx.build(), paper, &pictures)
}

/// Descriptions of the pictures in the order they stand in the document.
#[derive(Default)]
pub(crate) struct Pictures {
    descriptions: Vec<String>,
}

impl Pictures {
    /// A run with the picture, drawn as a bitmap.
    pub fn run(&mut self, picture: &Picture, number: usize, description: &str) -> Result<Run, PressError> {
        let bitmap = picture.bitmap(number)?;
        let emu = |mm: f64| (mm * 36_000.0).round() as u32;
        let pic = Pic::new_with_dimensions(bitmap.png, bitmap.width, bitmap.height)
            .size(emu(picture.width), emu(picture.height));
        self.descriptions.push(description.to_owned());
        Ok(Run::new().add_image(pic))
    }
}

/// Marks a row as one that repeats on every page; [`finish`] completes it.
pub(crate) fn repeating(row: TableRow) -> TableRow {
    row.cant_split().row_height(1.0).height_rule(HeightRule::Auto)
}

/// Twentieths of a point, the unit of the format.
pub(crate) fn twips(mm: f64) -> i32 {
    (mm * 1440.0 / 25.4).round() as i32
}

/// Half points, the unit of type sizes.
pub(crate) fn half_points(points: f64) -> usize {
    (points * 2.0).round() as usize
}

/// Single line spacing with these gaps in twips.
pub(crate) fn spacing(before: u32, after: u32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Auto).before(before).after(after).line(252)
}

/// A centred paragraph with a gap below.
pub(crate) fn centered(run: Run, after: u32) -> Paragraph {
    Paragraph::new().align(AlignmentType::Center).line_spacing(spacing(0, after)).add_run(run)
}

fn settings(paper: &Paper, page: &Measure) -> Docx {
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT).east_asia(FONT);
    let margin = PageMargin {
        top: twips(page.top),
        bottom: twips(page.bottom),
        left: twips(page.left),
        right: twips(page.right),
        header: twips(page.top * 0.5),
        footer: twips(page.bottom * 0.5),
        gutter: 0,
    };
    let orientation = match paper.page {
        PageKind::A4Landscape => PageOrientationType::Landscape,
        PageKind::A4 | PageKind::A5 => PageOrientationType::Portrait,
    };
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    // The writer gives the date only as text; midnight of the paper's day keeps the wall clock out.
    let created = format!("{}T00:00:00+07:00", paper.date);
    let mut docx = Docx::new()
        .page_size(twips(page.width) as u32, twips(page.height) as u32)
        .page_margin(margin)
        .page_orient(orientation)
        .default_fonts(fonts)
        .default_size(half_points(page.body))
        .header(Header::new().add_paragraph(number))
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .title_pg()
        .created_at(&created)
        .updated_at(&created);
    if paper.is_illustration {
        let words = Run::new().add_text(paper.language.wording().illustration);
        let line = centered(words.size(half_points(page.note)).italic(), 0);
        // The first page has a header of its own, and with it a footer of its own.
        docx = docx
            .footer(Footer::new().add_paragraph(line.clone()))
            .first_footer(Footer::new().add_paragraph(line));
    }
    for level in 1..=3_usize {
        let style = Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .size(half_points(if level == 1 { page.title } else { page.body }))
            .bold()
            .outline_lvl(level - 1);
        docx = docx.add_style(style);
    }
    docx
}

fn frame(paper: &Paper, page: &Measure) -> Table {
    let total = twips(page.text_width());
    let left = total * FRAME_LEFT as i32 / 100;
    let widths = [left, total - left];
    let words = paper.language.wording();
    let frame = half_points(page.frame);
    let mut issuer = TableCell::new();
    if let Some(superior) = &paper.superior {
        issuer =
            issuer.add_paragraph(centered(lines(&kept_together(superior).to_uppercase()).size(frame), 0));
    }
    issuer = issuer
        .add_paragraph(centered(lines(&kept_together(&paper.issuer).to_uppercase()).size(frame).bold(), 0))
        .add_paragraph(rule(left * 33 / 100, left));
    let state = TableCell::new()
        .add_paragraph(centered(lines(words.state).size(half_points(page.state)).bold(), 0))
        .add_paragraph(centered(lines(words.motto).size(half_points(page.motto)).bold(), 0))
        .add_paragraph(rule(motto_width(words.motto, page), widths[1]));
    let mut number = TableCell::new().add_paragraph(centered(lines(&paper.number_line()).size(frame), 0));
    if paper.is_letter() && !paper.subject.is_empty() {
        let regarding = format!("{} {}", words.regarding, paper.subject);
        number = number.add_paragraph(centered(lines(&regarding).size(frame), 0));
    }
    let place = TableCell::new()
        .add_paragraph(centered(lines(&paper.place_line()).size(half_points(page.motto)).italic(), 0));
    columns(vec![vec![issuer, state], vec![number, place]], &widths)
}

/// Width of the motto in twips: its letters are about half as wide as they are high.
fn motto_width(motto: &str, page: &Measure) -> i32 {
    (motto.chars().count() as f64 * page.motto * 0.5 * 20.0) as i32
}

/// A thin line of a width, centred in its column.
fn rule(width: i32, column: i32) -> Paragraph {
    let side = ((column - width) / 2).max(0);
    let border = ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(6).space(1);
    Paragraph::new()
        .indent(Some(side), None, Some(side), None)
        .line_spacing(spacing(30, 0))
        .set_borders(ParagraphBorders::with_empty().set(border))
        .add_run(Run::new().size(8))
}

/// A table without lines, which only holds its cells beside each other.
fn columns(rows: Vec<Vec<TableCell>>, widths: &[i32]) -> Table {
    let row = |cells: Vec<TableCell>| {
        let sized =
            cells.into_iter().zip(widths).map(|(cell, width)| cell.width(*width as usize, WidthType::Dxa));
        TableRow::new(sized.collect()).cant_split()
    };
    Table::without_borders(rows.into_iter().map(row).collect())
        .set_grid(widths.iter().map(|width| *width as usize).collect())
        .width(widths.iter().sum::<i32>() as usize, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn title(mut docx: Docx, paper: &Paper, page: &Measure) -> Docx {
    if paper.is_letter() {
        return docx;
    }
    let size = half_points(page.title);
    let name = centered(lines(&paper.type_name.to_uppercase()).size(size).bold(), 0).style("Heading1");
    docx = docx.add_paragraph(name.keep_next(true));
    if !paper.subject.is_empty() {
        docx = docx.add_paragraph(centered(lines(&paper.subject).size(size).bold(), 40).keep_next(true));
    }
    // A slip has no room for the line below its title.
    if paper.page == PageKind::A5 {
        return docx;
    }
    let width = twips(page.text_width());
    docx.add_paragraph(rule(width * 22 / 100, width))
}

fn addressed_to(mut docx: Docx, paper: &Paper) -> Docx {
    let words = paper.language.wording().addressed_to;
    match paper.addressed_to.as_slice() {
        [] => {}
        [name] => docx = docx.add_paragraph(centered(lines(&format!("{words} {name}")), 200)),
        names => {
            let page = measure(paper.page);
            let (left, names_at) =
                (twips(page.text_width() * 0.18), twips(page.text_width() * 0.18 + 1.7 * page.body));
            for (index, name) in names.iter().enumerate() {
                let end = if index + 1 == names.len() { "." } else { ";" };
                let head = if index == 0 { lines(words) } else { Run::new() };
                let paragraph = Paragraph::new()
                    .line_spacing(spacing(0, 40))
                    .indent(Some(names_at), Some(SpecialIndentType::Hanging(names_at - left)), None, None)
                    .add_run(head.add_tab())
                    .add_run(lines(&format!("- {name}{end}")));
                docx = docx.add_paragraph(paragraph);
            }
        }
    }
    docx
}

fn closing(
    mut docx: Docx,
    paper: &Paper,
    (page, pictures): (&Measure, &mut Pictures),
) -> Result<Docx, PressError> {
    let signs = paper.signature.is_some() || paper.countersignature.is_some();
    if !signs && paper.copies_to.is_empty() && paper.qr.is_none() {
        return Ok(docx);
    }
    docx = docx.add_paragraph(Paragraph::new().keep_next(true).line_spacing(spacing(0, 60)));
    let blank = || TableCell::new().add_paragraph(Paragraph::new());
    // Two beside each other have less room: their titles are as small as the frame, so that they stay on one line.
    let title = paper.countersignature.as_ref().map(|_| page.frame);
    let cell = |signature: &Signature| signature_cell(signature, (page, title));
    let right = paper.signature.as_ref().map_or_else(blank, cell);
    let width = twips(page.text_width());
    let (mut left, copies) = (TableCell::new(), copies(paper, page));
    let Some(other) = &paper.countersignature else {
        let is_empty = copies.is_empty() && paper.qr.is_none();
        for line in copies {
            left = left.add_paragraph(line);
        }
        if let Some(mark) = &paper.qr {
            let caption = lines(&mark.caption).size(half_points(page.note));
            left = left
                .add_paragraph(code(mark, paper, (page, pictures))?.line_spacing(spacing(160, 0).line(240)))
                .add_paragraph(Paragraph::new().line_spacing(spacing(0, 0)).add_run(caption));
        }
        let left = if is_empty { left.add_paragraph(Paragraph::new()) } else { left };
        return Ok(docx.add_table(columns(vec![vec![left, right]], &[width / 2, width / 2])));
    };
    // Two who sign stand beside each other, the code between them and its caption and the copies below.
    let middle = twips(page.code) + twips(4.0);
    let side = (width - middle) / 2;
    let between = match &paper.qr {
        Some(mark) => {
            TableCell::new().add_paragraph(code(mark, paper, (page, pictures))?.align(AlignmentType::Center))
        }
        None => blank(),
    };
    docx = docx.add_table(columns(vec![vec![cell(other), between, right]], &[side, middle, side]));
    if let Some(mark) = &paper.qr {
        docx = docx.add_paragraph(centered(lines(&mark.caption).size(half_points(page.note)), 0));
    }
    Ok(copies.into_iter().fold(docx, Docx::add_paragraph))
}

/// Those who receive copies, a paragraph each below their head.
fn copies(paper: &Paper, page: &Measure) -> Vec<Paragraph> {
    let copies = paper.copies_lines();
    let plain = || Paragraph::new().line_spacing(spacing(0, 0));
    let head = || {
        let words = lines(paper.language.wording().copies_to);
        plain().add_run(words.size(half_points(page.copies + 1.0)).bold().italic())
    };
    let line = |line: &String| plain().add_run(lines(line).size(half_points(page.copies)));
    copies.first().map(|_| head()).into_iter().chain(copies.iter().map(line)).collect()
}

/// The code image as a paragraph; a fixed line height would cut it off.
fn code(
    mark: &QrMark,
    paper: &Paper,
    (page, pictures): (&Measure, &mut Pictures),
) -> Result<Paragraph, PressError> {
    let picture = qr_picture(&mark.url, page.code)?;
    let words = paper.language.wording();
    let run = pictures.run(&picture, 0, &format!("{} {}", words.code, mark.url))?;
    Ok(Paragraph::new().line_spacing(spacing(0, 0).line(240)).add_run(run))
}

fn signature_cell(signature: &Signature, (page, title): (&Measure, Option<f64>)) -> TableCell {
    let mut cell = TableCell::new();
    let sized = |run: Run| match title {
        Some(points) => run.size(half_points(points)),
        None => run,
    };
    if let Some(authority) = &signature.authority {
        cell = cell.add_paragraph(centered(sized(lines(&authority.to_uppercase()).bold()), 0));
    }
    let room = twips(page.signature) as u32;
    cell = cell.add_paragraph(centered(sized(lines(&signature.title.to_uppercase()).bold()), 0));
    cell = if signature.mark.is_empty() {
        cell.add_paragraph(Paragraph::new().line_spacing(spacing(room, 0)))
    } else {
        let mark = centered(lines(&signature.mark).italic(), room / 2);
        cell.add_paragraph(mark.line_spacing(spacing(room / 2, room / 2)))
    };
    cell.add_paragraph(centered(lines(&signature.name).bold(), 0))
}

/// A paragraph of the body: justified, indented at its first line.
pub(crate) fn body_paragraph(page: &Measure) -> Paragraph {
    let (after, line) = page.docx_gap;
    Paragraph::new().align(AlignmentType::Both).line_spacing(spacing(0, after).line(line)).indent(
        None,
        Some(SpecialIndentType::FirstLine(twips(page.indent))),
        None,
        None,
    )
}

/// Adds what the writer cannot say (repeating rows, descriptions of pictures, properties) and packs the file.
fn finish(mut parts: XMLDocx, paper: &Paper, pictures: &Pictures) -> Result<Vec<u8>, PressError> {
    // Text in the document is escaped, so these exact elements come only from the writer.
    let document = utf8(parts.document)?.replace(HEADER_ROW, REPEATED_ROW);
    parts.document = described(&document, pictures).into_bytes();
    let tag = paper.language.wording().tag;
    let language = format!("<w:lang w:val=\"{tag}\" /></w:rPr></w:rPrDefault>");
    parts.styles = utf8(parts.styles)?.replace("</w:rPr></w:rPrDefault>", &language).into_bytes();
    let author = escaped(paper.author());
    let title = format!("<dc:title>{}</dc:title></cp:coreProperties>", escaped(&paper.title()));
    parts.doc_props.core = utf8(parts.doc_props.core)?
        .replace(">unknown</dc:creator>", &format!(">{author}</dc:creator>"))
        .replace(">unknown</cp:lastModifiedBy>", &format!(">{author}</cp:lastModifiedBy>"))
        .replace("</cp:coreProperties>", &title)
        .into_bytes();
    let mut file = Cursor::new(Vec::new());
    parts.pack(&mut file).map_err(|error| PressError::Docx(error.to_string()))?;
    Ok(file.into_inner())
}

/// Gives each picture its own number and its description.
fn described(document: &str, pictures: &Pictures) -> String {
    const UNNAMED: &str = "<wp:docPr id=\"1\" name=\"Figure\" />";
    let mut pieces = document.split(UNNAMED);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for (index, (piece, description)) in pieces.zip(&pictures.descriptions).enumerate() {
        let id = index + 1;
        let description = escaped(description);
        out.push_str(&format!(
            "<wp:docPr id=\"{id}\" name=\"Figure {id}\" descr=\"{description}\" />{piece}"
        ));
    }
    out
}

fn utf8(bytes: Vec<u8>) -> Result<String, PressError> {
    String::from_utf8(bytes).map_err(|error| PressError::Docx(error.to_string()))
}

fn escaped(text: &str) -> String {
    let text = without_controls(text).replace('\n', " ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
