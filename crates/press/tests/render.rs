//! What comes out of the press: the marks of the formats, equal bytes, and nothing of the text lost or executed.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use papers::{
    Block, Figure, Language, PageKind, Paper, PaperDate, PaperNumber, Sheet, SheetCell, SheetColumn,
    Signature, Span, Table, TableCell, TableColumn, Workbook,
};
use press::{Press, PressError, docx, pdf, xlsx};

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 20' font-family='sans-serif'>\
                   <rect width='60' height='20' fill='#ddd'/><text x='2' y='14'>Đồ thị 😀</text></svg>";

fn day() -> PaperDate {
    PaperDate::new(2012, 4, 6).unwrap()
}

fn bare() -> Paper {
    Paper::new(Language::Vietnamese, "Báo cáo", "Kết quả năm 2011", day())
}

/// A paper with every part, whose free texts all hold the same words.
fn full(words: &str) -> Paper {
    let columns = vec![TableColumn::center(1), TableColumn::left(3), TableColumn::right(1)];
    let table = Table::new(words, columns)
        .header([TableCell::new("TT").over_rows(2), TableCell::new(words).over_columns(2)])
        .header(["Tên", "Số"])
        .row(["1", words, "2"])
        .row([TableCell::new("2").over_rows(2), words.into()])
        .row([words])
        .total([TableCell::new("Cộng").over_columns(2), "2".into()]);
    bare()
        .issued_by(words, words)
        .numbered(PaperNumber::issued(5, "BC-TĐC"))
        .at("Hà Nội")
        .banner(words)
        .addressed_to([words, words])
        .with(Block::heading(1, words))
        .with(Block::Paragraph(vec![
            Span::plain(words),
            Span::bold(words),
            Span::link(words, "https://example.vn/a?b=1&c=2"),
        ]))
        .with(Block::bullets([words]))
        .with(Block::numbered([words]))
        .with(Block::Table(table))
        .with(Block::note(words))
        .with(Block::PageBreak)
        .with(Block::Figure(Figure::new(SVG, words, words).width_percent(40)))
        .signed(Signature::new(words, words).by_authority(words))
        .copies_to([words, words])
        .qr("https://example.vn/papers/1", words)
}

/// A slip that two sign, with the code between them.
fn slip(words: &str) -> Paper {
    full(words).on(PageKind::A5).coded(words).countersigned(Signature::new(words, words))
}

fn hostile() -> String {
    let long = "x".repeat(300);
    format!("#a $b$ *c* _d_ @e <f> \\g \"h\" ]i) & 😀 \u{1}\u{e000} =1+1\n\n{long} Việt Nam")
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

fn part(file: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_pdf_names_itself_pdf_a_2a_and_pdf_ua_1_and_is_equal_for_equal_papers() {
    let first = pdf(&full("Nghiệm thu")).unwrap();
    assert!(first.starts_with(b"%PDF-1.7"));
    for mark in ["<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1", "2012-04-06T00:00:00+07:00"] {
        assert!(contains(&first, mark), "{mark}");
    }
    let other = pdf(&full("Khác")).unwrap();
    assert!(first != other);
    assert!(first == pdf(&full("Nghiệm thu")).unwrap());
}

#[test]
fn hostile_text_in_every_part_is_printed_on_every_kind_of_page() {
    for page in [PageKind::A4, PageKind::A4Landscape, PageKind::A5] {
        for language in [Language::Vietnamese, Language::English] {
            let paper = Paper { language, ..full(&hostile()).on(page) };
            pdf(&paper).unwrap();
            docx(&paper).unwrap();
        }
    }
    pdf(&slip(&hostile())).unwrap();
    docx(&slip(&hostile())).unwrap();
}

#[test]
fn a_slip_that_two_sign_names_its_code_and_both_of_them() {
    let paper = Paper { code_line: Some("Mã hồ sơ: H15-1".into()), ..slip("Ký") };
    let text = part(&docx(&paper).unwrap(), "word/document.xml");
    assert!(text.contains("Mã hồ sơ: H15-1<") && !text.contains("BC-TĐC"));
    assert_eq!(text.matches("KÝ<").count(), 5, "two issuing bodies, one authority, and both who sign");
}

#[test]
fn a_paper_of_made_up_data_says_so_at_the_foot_of_every_page() {
    for (language, words) in
        [(Language::Vietnamese, "Dữ liệu minh họa<"), (Language::English, "Made-up data, for illustration<")]
    {
        let real = Paper { language, ..slip("Ký") };
        let paper = real.clone().illustration();
        let file = docx(&paper).unwrap();
        for name in ["word/footer1.xml", "word/footer2.xml"] {
            assert!(part(&file, name).contains(words), "{name}");
        }
        assert!(pdf(&paper).unwrap() != pdf(&real).unwrap());
    }
}

#[test]
fn papers_with_empty_parts_are_printed() {
    let columns = vec![TableColumn::left(0)];
    let empty = [
        Block::paragraph(""),
        Block::heading(7, ""),
        Block::Bullets(vec![]),
        Block::Numbered(vec![vec![]]),
        Block::note(""),
        Block::Table(Table::new("", vec![])),
        Block::Table(Table::new("", columns.clone())),
        Block::Table(Table::new("Chỉ có tiêu đề", columns).header(["a"])),
        Block::Figure(Figure::new(SVG, "", "")),
        Block::PageBreak,
        Block::PageBreak,
    ];
    let letter = Paper::new(Language::Vietnamese, "", "", day());
    for paper in [bare(), letter, bare().with_all(empty.clone()), full("").with_all(empty)] {
        pdf(&paper).unwrap();
        docx(&paper).unwrap();
    }
}

#[test]
fn a_table_of_a_thousand_rows_is_printed() {
    let columns = vec![TableColumn::center(1), TableColumn::left(5), TableColumn::right(2)];
    let mut table = Table::new("Danh sách", columns).header(["TT", "Cơ quan", "Số"]);
    for row in 1..=1000 {
        table =
            table.row([row.to_string(), format!("Ủy ban nhân dân huyện số {row}"), (row * 7).to_string()]);
    }
    let paper = bare().with(Block::Table(table));
    assert!(pdf(&paper).unwrap().starts_with(b"%PDF"));
    assert!(part(&docx(&paper).unwrap(), "word/document.xml").contains("huyện số 1000<"));
}

#[test]
fn what_cannot_be_printed_is_refused_with_its_place() {
    let wide = Table::new("", vec![TableColumn::left(1)]).row(["a"]).row(["b", "c"]);
    let paper = bare().with(Block::Table(wide));
    let sentence = "table 1: row 2 of its rows does not fit 1 columns";
    assert_eq!(pdf(&paper).unwrap_err().to_string(), sentence);
    assert_eq!(docx(&paper).unwrap_err().to_string(), sentence);
    let paper = bare().with(Block::Figure(Figure::new("<svg", "a", "b")));
    assert!(matches!(pdf(&paper), Err(PressError::Figure { figure: 1, .. })));
    assert!(matches!(docx(&paper), Err(PressError::Figure { figure: 1, .. })));
    let paper = bare().qr(format!("https://example.vn/{}", "a".repeat(9000)), "");
    assert!(matches!(pdf(&paper), Err(PressError::Qr(_))));
    assert!(matches!(docx(&paper), Err(PressError::Qr(_))));
}

#[test]
fn a_docx_holds_the_text_repeats_table_headers_and_describes_pictures() {
    let file = docx(&full("Mục \"1\" & <2>")).unwrap();
    let document = part(&file, "word/document.xml");
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-TĐC",
        "Hà Nội, ngày 06 tháng 4 năm 2012",
        "BÁO CÁO",
        "Nơi nhận:",
        "Bảng 1. Mục &quot;1&quot; &amp; &lt;2&gt;",
        "Hình 1. Mục",
        "descr=\"Mục &quot;1&quot; &amp; &lt;2&gt;\"",
        "descr=\"Mã QR dẫn tới https://example.vn/papers/1\"",
    ] {
        assert!(document.contains(words), "{words}");
    }
    assert_eq!(document.matches("<w:tblHeader />").count(), 2);
    assert!(part(&file, "docProps/core.xml").contains("2012-04-06T00:00:00+07:00"));
    assert!(part(&file, "word/_rels/document.xml.rels").contains("https://example.vn/a?b=1&amp;c=2"));
}

#[test]
fn a_sheet_keeps_text_as_text_and_numbers_and_days_as_what_they_are() {
    let columns = vec![
        SheetColumn::text("Chữ", 20.0),
        SheetColumn::whole("Số", 10.0),
        SheetColumn::decimal("Tỷ lệ", 10.0),
        SheetColumn::date("Ngày"),
        SheetColumn::text("Liên kết", 10.0),
    ];
    let mut sheet = Sheet::new("Số liệu", columns).note("Tiêu đề");
    let texts = ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "Ủy ban"];
    for text in texts {
        sheet = sheet.row([
            SheetCell::from(text),
            SheetCell::Whole(2065),
            SheetCell::Decimal(0.5),
            SheetCell::Date(day()),
            SheetCell::Link { text: text.to_owned(), url: "https://example.vn/a".to_owned() },
        ]);
    }
    let old = PaperDate::new(1899, 1, 1).unwrap();
    let odd = [SheetCell::Empty, SheetCell::Whole(i64::MAX), SheetCell::Decimal(f64::NAN), old.into()];
    let bytes = xlsx(&Workbook::new("Sổ").dated(day()).with(sheet.row(odd))).unwrap();

    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let formulas = book.worksheet_formula("Số liệu").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    let range = book.worksheet_range("Số liệu").unwrap();
    let cell = |row: u32, column: u32| range.get_value((row, column)).unwrap().clone();
    assert_eq!(cell(0, 0), Data::String("Tiêu đề".to_owned()));
    assert_eq!(cell(2, 3), Data::String("Ngày".to_owned()));
    for (row, text) in (3..).zip(texts) {
        assert_eq!(cell(row, 0), Data::String(text.to_owned()));
        assert_eq!(cell(row, 4), Data::String(text.to_owned()));
        assert_eq!((cell(row, 1), cell(row, 2)), (Data::Float(2065.0), Data::Float(0.5)));
        // 6 April 2012 is day 41005 of the format's count.
        assert!(matches!(cell(row, 3), Data::DateTime(at) if at.as_f64() == 41005.0));
    }
    assert_eq!(cell(9, 1), Data::String(i64::MAX.to_string()));
    assert_eq!(cell(9, 2), Data::Empty);
    assert_eq!(cell(9, 3), Data::String("01/01/1899".to_owned()));
}

#[test]
fn a_figure_that_leads_somewhere_stays_a_number() {
    let columns = vec![SheetColumn::text("Lĩnh vực", 20.0), SheetColumn::whole("Số", 10.0)];
    let sheet = Sheet::new("Biểu", columns)
        .row([SheetCell::from("a"), SheetCell::Whole(12)])
        .link(1, "https://example.vn/rows?column=3&sector=a")
        .row([SheetCell::from("b"), SheetCell::Whole(7)])
        .link(1, "javascript:alert(1)");
    let bytes = xlsx(&Workbook::new("Sổ").dated(day()).with(sheet)).unwrap();
    let links = part(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(links.contains("https://example.vn/rows?column=3&amp;sector=a") && !links.contains("javascript"));
    let range = Xlsx::new(Cursor::new(bytes)).unwrap().worksheet_range("Biểu").unwrap();
    assert_eq!(range.get_value((1, 1)), Some(&Data::Float(12.0)));
    assert_eq!(range.get_value((2, 1)), Some(&Data::Float(7.0)));
}

#[test]
fn equal_workbooks_with_a_day_give_equal_bytes_and_a_frozen_filtered_header() {
    let sheet = || Sheet::new("a", vec![SheetColumn::text("b", 9.0)]).note("c").row(["d"]);
    let file = || xlsx(&Workbook::new("e").dated(day()).with(sheet())).unwrap();
    assert!(file() == file());
    let xml = part(&file(), "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<autoFilter ref=\"A3:A4\"/>") && xml.contains("state=\"frozen\""), "{xml}");
    xlsx(&Workbook::new("leer")).unwrap();
    xlsx(&Workbook::new("leer").with(Sheet::new("", vec![]))).unwrap();
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_there_and_what_no_sheet_holds_is_refused_with_its_sheet() {
    // Two units of the format's count each.
    let long = "😀".repeat(20_000);
    let url = format!("https://example.vn/{}", "<".repeat(1_000));
    let sheet = Sheet::new("Dài", vec![SheetColumn::text(&long, 9.0)])
        .note(&long)
        .row([long.as_str()])
        .row([SheetCell::Link { text: long.clone(), url: "https://example.vn/a".to_owned() }])
        .row([SheetCell::Link { text: long.clone(), url }]);
    let bytes = xlsx(&Workbook::new("e").with(sheet)).unwrap();
    let range = Xlsx::new(Cursor::new(bytes)).unwrap().worksheet_range("Dài").unwrap();
    let cut = Data::String(format!("{}…", "😀".repeat(16_383)));
    for row in [0, 2, 3, 4, 5] {
        assert!(range.get_value((row, 0)) == Some(&cut), "row {row}");
    }
    let wide = Sheet::new("Rộng", vec![SheetColumn::text("b", 9.0); 20_000]);
    let error = xlsx(&Workbook::new("e").with(wide)).unwrap_err();
    assert!(matches!(error, PressError::Xlsx { ref sheet, .. } if sheet == "Rộng"));
}

#[test]
fn one_press_serves_many_askers_and_survives_a_refused_paper() {
    let press = Press::start().unwrap();
    let expected = pdf(&bare()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert!(press.pdf(bare()).unwrap() == expected));
        }
    });
    let broken = bare().with(Block::Figure(Figure::new("", "", "")));
    assert!(press.pdf(broken).is_err());
    assert!(press.pdf(bare()).unwrap() == expected);
}
