//! Copies issued long ago stay readable: one file for each version that was ever written.

use platform::Language;
use reports::issues::Frozen;
use reports::yearly::{Frame, Telling, paper_in};

#[test]
fn a_copy_of_the_first_version_is_read_and_printed_as_it_was() {
    let figures = include_str!("../data/issue-1-figures.json");
    let definitions = include_str!("../data/issue-1-definitions.json");
    let frozen = Frozen::read(figures.trim_end(), definitions.trim_end()).unwrap();
    assert_eq!(frozen.figure("local_agencies_certified_to_date"), Some(2));
    assert_eq!(frozen.figure("agencies_with_valid_certificate"), Some(3));
    assert_eq!(
        frozen.definition("local_agencies_certified_to_date", "vi"),
        "Cơ quan tại địa phương đã từng được cấp giấy chứng nhận"
    );
    let telling = Telling { report: &frozen.report, names: &frozen.names, language: Language::Vi };
    assert_eq!(
        telling.sentence().text(),
        "Đến hết ngày 31/03/2012, 2 cơ quan hành chính nhà nước tại địa phương của 2 tỉnh, thành phố và 1 cơ quan \
         thuộc 1 bộ, ngành đã được cấp giấy chứng nhận. Riêng năm 2011 cấp cho 2 cơ quan."
    );
    let paper = paper_in(telling, &Frame { issuer: "Tổng cục".into(), number: Some(5), ..Frame::default() });
    assert!(paper.blocks.len() > 10, "{} blocks", paper.blocks.len());
    assert!(Frozen::read(&figures.replacen("\"version\":1", "\"version\":2", 1), definitions).is_err());
}
