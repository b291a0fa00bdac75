//! Writes one report as PDF and DOCX and its table as XLSX, to be looked at: `sample PATH_WITHOUT_EXTENSION`.

use std::error::Error;

use papers::{
    Block, Figure, Language, PageKind, Paper, PaperDate, PaperNumber, Sheet, SheetCell, SheetColumn,
    Signature, Span, Table, TableCell, TableColumn, Workbook,
};

fn main() -> Result<(), Box<dyn Error>> {
    let stem = std::env::args().nth(1).ok_or("usage: sample PATH_WITHOUT_EXTENSION")?;
    let day = PaperDate::new(2012, 4, 6).ok_or("the sample's day exists")?;
    let paper = report(day);
    std::fs::write(format!("{stem}.pdf"), press::pdf(&paper)?)?;
    std::fs::write(format!("{stem}.docx"), press::docx(&paper)?)?;
    // The same content on the other pages, as a letter and in English, shows what the frame does there.
    let letter = paper.clone().on(PageKind::A4Landscape);
    let letter = Paper { type_name: String::new(), banner: None, ..letter };
    let slip = Paper { language: Language::English, ..paper.on(PageKind::A5) };
    for (name, paper) in [("letter", &letter), ("slip", &slip)] {
        std::fs::write(format!("{stem}-{name}.pdf"), press::pdf(paper)?)?;
        std::fs::write(format!("{stem}-{name}.docx"), press::docx(paper)?)?;
    }
    std::fs::write(format!("{stem}.xlsx"), press::xlsx(&workbook(day))?)?;
    Ok(())
}

fn report(day: PaperDate) -> Paper {
    let subject = "Tình hình áp dụng hệ thống quản lý chất lượng trong cơ quan hành chính nhà nước giai đoạn 2006 - 2011";
    Paper::new(Language::Vietnamese, "Báo cáo", subject, day)
        .issued_by("Bộ Khoa học và Công nghệ", "Tổng cục Tiêu chuẩn Đo lường Chất lượng")
        .numbered(PaperNumber::issued(5, "BC-TĐC"))
        .at("Hà Nội")
        .banner("BẢN MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ")
        .addressed_to(["Bộ trưởng Bộ Khoa học và Công nghệ", "Thủ tướng Chính phủ"])
        .with(Block::heading(1, "I. KẾT QUẢ TRIỂN KHAI"))
        .with(Block::Paragraph(vec![
            Span::plain("Đến hết ngày 31/3/2012, có "),
            Span::bold("2.065 cơ quan địa phương"),
            Span::plain(" tại 63 tỉnh, thành phố và "),
            Span::bold("189 cơ quan trung ương"),
            Span::plain(" thuộc 13 bộ, ngành được cấp giấy chứng nhận. Tra cứu tại "),
            Span::link("trang công khai", "https://example.vn/verify"),
            Span::plain("."),
        ]))
        .with(Block::heading(2, "1. Hoạt động xác nhận"))
        .with(Block::bullets([
            "07 tổ chức tư vấn được cấp giấy xác nhận đủ điều kiện hoạt động;",
            "45 thẻ chuyên gia tư vấn và 05 thẻ chuyên gia tư vấn độc lập; hồ sơ được xem xét trong thời hạn quy định, \
             kết quả được công bố trên trang thông tin điện tử;",
            "01 tổ chức chứng nhận.",
        ]))
        .with(Block::Table(table()))
        .with(Block::note("Một cơ quan có nhiều giấy chứng nhận được tính một lần, theo giấy cấp đầu tiên."))
        .with(Block::heading(2, "2. Diễn biến theo năm"))
        .with(Block::Figure(figure()))
        .with(Block::heading(1, "II. NHIỆM VỤ TRỌNG TÂM"))
        .with(Block::heading(3, "a) Đối với các bộ, ngành"))
        .with(Block::numbered([
            "Ban hành mô hình khung cho các cơ quan ngành dọc đặt tại địa phương.",
            "Phê duyệt kế hoạch và bố trí kinh phí hằng năm theo quy định, báo cáo kết quả trước ngày 30 tháng 11.",
        ]))
        .with(Block::paragraph(
            "Tổng cục kính báo cáo Bộ trưởng xem xét, chỉ đạo để công tác áp dụng hệ thống quản lý chất lượng được \
             duy trì, cải tiến thường xuyên.",
        ))
        .copies_to(["Như trên", "Thứ trưởng phụ trách (để báo cáo)", "Các Vụ, Cục liên quan", "Lưu: VT, HCHQ"])
        .qr("https://example.vn/papers/7f3a-2012-05", "Quét mã để đối chiếu bản gốc trên hệ thống")
        .signed(
            Signature::new("Phó Tổng cục trưởng", "Nguyễn Hoàng Linh").by_authority("KT. Tổng cục trưởng").marked("(Đã ký)"),
        )
}

fn table() -> Table {
    let columns = vec![
        TableColumn::center(2),
        TableColumn::left(9),
        TableColumn::right(4),
        TableColumn::right(4),
        TableColumn::center(5),
    ];
    let mut table = Table::new("Giấy chứng nhận theo tỉnh, thành phố", columns)
        .header([
            TableCell::new("TT").over_rows(2),
            TableCell::new("Tỉnh, thành phố").over_rows(2),
            TableCell::new("Số cơ quan").over_columns(2),
            TableCell::new("Kế hoạch").over_rows(2),
        ])
        .header(["Trong kỳ", "Lũy kế"]);
    for row in 1..=40 {
        let (in_period, to_date) = (row * 7 % 23, 30 + row * 3);
        let plan = if row % 9 == 0 { "Chưa có" } else { "Đã duyệt" };
        table = table.row([
            row.to_string(),
            format!("Tỉnh số {row}"),
            in_period.to_string(),
            to_date.to_string(),
            plan.to_owned(),
        ]);
    }
    table.total([TableCell::new("Cộng").over_columns(2), "432".into(), "2.065".into(), "".into()])
}

fn figure() -> Figure {
    let bars = [(2006, 3), (2007, 61), (2008, 287), (2009, 512), (2010, 764), (2011, 627)];
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 240\" font-family=\"sans-serif\" font-size=\"14\">\
         <line x1=\"20\" y1=\"205\" x2=\"590\" y2=\"205\" stroke=\"#333\"/>",
    );
    for (index, (year, count)) in bars.iter().enumerate() {
        let (x, height) = (40 + index * 92, count / 5);
        let top = 205 - height;
        svg.push_str(&format!(
            "<rect x=\"{x}\" y=\"{top}\" width=\"56\" height=\"{height}\" fill=\"#1f4e79\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{count}</text>\
             <text x=\"{}\" y=\"225\" text-anchor=\"middle\">Năm {year}</text>",
            x + 28,
            top - 6,
            x + 28,
        ));
    }
    svg.push_str("</svg>");
    let alt = "Biểu đồ cột: số cơ quan được chứng nhận tăng từ 3 năm 2006 lên 764 năm 2010, năm 2011 là 627.";
    Figure::new(svg, alt, "Số cơ quan được chứng nhận lần đầu theo năm").width_percent(85)
}

fn workbook(day: PaperDate) -> Workbook {
    let columns = vec![
        SheetColumn::text("Số giấy", 14.0),
        SheetColumn::text("Cơ quan", 44.0),
        SheetColumn::date("Ngày cấp"),
        SheetColumn::whole("Số thủ tục", 12.0),
        SheetColumn::decimal("Tỷ lệ (%)", 12.0),
        SheetColumn::text("Tra cứu", 20.0),
    ];
    let mut sheet = Sheet::new("Giấy chứng nhận", columns)
        .note("DANH SÁCH GIẤY CHỨNG NHẬN HỆ THỐNG QUẢN LÝ CHẤT LƯỢNG")
        .note("Tính đến hết ngày 31/3/2012; mỗi dòng là một giấy.");
    for number in 1..=50_i64 {
        sheet = sheet.row([
            SheetCell::from(format!("HT {number:04}")),
            SheetCell::from(if number == 3 {
                "=1+1".to_owned()
            } else {
                format!("Ủy ban nhân dân huyện số {number}")
            }),
            SheetCell::Date(day),
            SheetCell::Whole(number * 1234),
            SheetCell::Decimal(number as f64 / 3.0),
            SheetCell::Link { text: "Xem".to_owned(), url: format!("https://example.vn/verify/{number}") },
        ]);
    }
    Workbook::new("Danh sách giấy chứng nhận").dated(day).with(sheet)
}
