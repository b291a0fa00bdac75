//! A whole paper and its frame.

use serde::{Deserialize, Serialize};

use crate::{Block, PaperDate, PaperNumber};

/// An official paper (văn bản hành chính), from the name of the state to the signature.
///
/// # Law
/// nd-30-2020/8
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// Language of the fixed words.
    pub language: Language,
    /// Size and orientation of its pages.
    pub page: PageKind,
    /// A line above everything, such as `BẢN NHÁP` or `MÔ PHỎNG`.
    pub banner: Option<String>,
    /// The body above the issuing one (cơ quan chủ quản).
    pub superior: Option<String>,
    /// The issuing body (cơ quan ban hành).
    pub issuer: String,
    /// Number and symbol (số, ký hiệu); none for papers that carry no number.
    pub number: Option<PaperNumber>,
    /// What stands in the place of number and symbol on slips that bear the code of a dossier (mã hồ sơ).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_line: Option<String>,
    /// Where it was issued (địa danh); empty leaves only the day.
    pub place: String,
    /// The day it was issued.
    pub date: PaperDate,
    /// Name of the type (tên loại), such as `Báo cáo`; empty for a letter (công văn).
    pub type_name: String,
    /// What it is about (trích yếu).
    pub subject: String,
    /// Those addressed (kính gửi).
    pub addressed_to: Vec<String>,
    /// The body.
    pub blocks: Vec<Block>,
    /// Who signs.
    pub signature: Option<Signature>,
    /// Who signs beside at the left, such as whoever hands a dossier in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countersignature: Option<Signature>,
    /// Those who receive copies (nơi nhận), without dash and full stop.
    pub copies_to: Vec<String>,
    /// A code that leads to the paper's page.
    pub qr: Option<QrMark>,
    /// Whether it tells of made-up data (dữ liệu minh họa): then the foot of every page says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_illustration: bool,
    /// Title in the document's properties; when empty, type name and subject.
    pub document_title: String,
    /// Author in the document's properties; when empty, the issuing body.
    pub document_author: String,
}

/// Language of a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vietnamese,
    /// English, for readers abroad; the Vietnamese paper is the one that counts.
    English,
}

/// Size and orientation of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PageKind {
    /// A4 upright.
    #[default]
    A4,
    /// A4 across, for wide tables.
    A4Landscape,
    /// A5 upright, for the slips of the one-stop counter.
    A5,
}

/// Who signs (thẩm quyền, chức vụ, họ tên).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// By what authority, such as `KT. CHỦ TỊCH`; none when the head signs.
    pub authority: Option<String>,
    /// Office of the one who signs.
    pub title: String,
    /// Name without titles and degrees; empty leaves the place open.
    pub name: String,
    /// What stands in the place of the signature, such as `(Đã ký)`; empty for a paper to be signed.
    pub mark: String,
}

/// A code image that leads to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrMark {
    /// Where it leads.
    pub url: String,
    /// What is printed beside it.
    pub caption: String,
}

impl Paper {
    /// A paper of a type about a subject, issued on a day. The type name is empty for a letter (công văn).
    pub fn new(
        language: Language,
        type_name: impl Into<String>,
        subject: impl Into<String>,
        date: PaperDate,
    ) -> Paper {
        Paper {
            language,
            page: PageKind::A4,
            banner: None,
            superior: None,
            issuer: String::new(),
            number: None,
            code_line: None,
            place: String::new(),
            date,
            type_name: type_name.into(),
            subject: subject.into(),
            addressed_to: Vec::new(),
            blocks: Vec::new(),
            signature: None,
            countersignature: None,
            copies_to: Vec::new(),
            qr: None,
            is_illustration: false,
            document_title: String::new(),
            document_author: String::new(),
        }
    }

    /// Names the issuing body and the one above it; an empty superior is none.
    pub fn issued_by(mut self, superior: impl Into<String>, issuer: impl Into<String>) -> Paper {
        self.superior = Some(superior.into()).filter(|name| !name.trim().is_empty());
        self.issuer = issuer.into();
        self
    }

    /// Sets number and symbol.
    pub fn numbered(mut self, number: PaperNumber) -> Paper {
        self.number = Some(number);
        self
    }

    /// Sets what stands in the place of number and symbol.
    pub fn coded(mut self, line: impl Into<String>) -> Paper {
        self.code_line = Some(line.into());
        self
    }

    /// Sets the place.
    pub fn at(mut self, place: impl Into<String>) -> Paper {
        self.place = place.into();
        self
    }

    /// Sets size and orientation.
    pub fn on(mut self, page: PageKind) -> Paper {
        self.page = page;
        self
    }

    /// Sets the line above everything.
    pub fn banner(mut self, text: impl Into<String>) -> Paper {
        self.banner = Some(text.into());
        self
    }

    /// Says at the foot of every page that the data is made up.
    pub fn illustration(mut self) -> Paper {
        self.is_illustration = true;
        self
    }

    /// Names those addressed.
    pub fn addressed_to(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Paper {
        self.addressed_to = names.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a piece to the body.
    pub fn with(mut self, block: Block) -> Paper {
        self.blocks.push(block);
        self
    }

    /// Adds pieces to the body.
    pub fn with_all(mut self, blocks: impl IntoIterator<Item = Block>) -> Paper {
        self.blocks.extend(blocks);
        self
    }

    /// Sets who signs.
    pub fn signed(mut self, signature: Signature) -> Paper {
        self.signature = Some(signature);
        self
    }

    /// Sets who signs beside, at the left.
    pub fn countersigned(mut self, signature: Signature) -> Paper {
        self.countersignature = Some(signature);
        self
    }

    /// Names those who receive copies.
    pub fn copies_to(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Paper {
        self.copies_to = names.into_iter().map(Into::into).collect();
        self
    }

    /// Adds the code image.
    pub fn qr(mut self, url: impl Into<String>, caption: impl Into<String>) -> Paper {
        self.qr = Some(QrMark { url: url.into(), caption: caption.into() });
        self
    }

    /// Whether it takes long to print: a book (sổ) or a report of many lines, as against a form of one dossier.
    pub fn is_long(&self) -> bool {
        const MOST_LINES: usize = 150;
        let lines = self.blocks.iter().map(|block| match block {
            Block::Table(table) => table.rows.len(),
            Block::Numbered(items) | Block::Bullets(items) => items.len(),
            _ => 1,
        });
        lines.sum::<usize>() > MOST_LINES
    }

    /// Whether it is a letter (công văn), which names no type and states its subject under the number.
    pub fn is_letter(&self) -> bool {
        self.type_name.trim().is_empty()
    }

    /// Number and symbol with their word, `Số: 05/BC-TĐC`, or what stands in their place; empty for a paper
    /// with neither.
    pub fn number_line(&self) -> String {
        if let Some(line) = &self.code_line {
            return line.clone();
        }
        match &self.number {
            Some(number) => format!("{} {}", self.language.wording().number, number.text()),
            None => String::new(),
        }
    }

    /// Place and day, `Hà Nội, ngày 06 tháng 4 năm 2012`.
    pub fn place_line(&self) -> String {
        let day = self.date.long(self.language);
        if self.place.is_empty() { day } else { format!("{}, {day}", self.place) }
    }

    /// Those who receive copies as printed: a dash before each, `;` after each and `.` after the last.
    pub fn copies_lines(&self) -> Vec<String> {
        let last = self.copies_to.len().saturating_sub(1);
        let line = |(index, name): (usize, &String)| {
            let name = name.trim_end_matches(['.', ';', ',', ' ']);
            format!("- {name}{}", if index == last { '.' } else { ';' })
        };
        self.copies_to.iter().enumerate().map(line).collect()
    }

    /// Title for the document's properties; never empty unless type name and subject both are.
    pub fn title(&self) -> String {
        if !self.document_title.is_empty() {
            return self.document_title.clone();
        }
        let words = [self.type_name.as_str(), self.subject.as_str()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" – ")
    }

    /// Author for the document's properties.
    pub fn author(&self) -> &str {
        if self.document_author.is_empty() { &self.issuer } else { &self.document_author }
    }
}

impl Signature {
    /// The head of the body signs.
    pub fn new(title: impl Into<String>, name: impl Into<String>) -> Signature {
        Signature { authority: None, title: title.into(), name: name.into(), mark: String::new() }
    }

    /// The same signature by an authority, such as `KT. CHỦ TỊCH`.
    pub fn by_authority(self, authority: impl Into<String>) -> Signature {
        Signature { authority: Some(authority.into()), ..self }
    }

    /// The same signature with words in its place, such as `(Đã ký)`.
    pub fn marked(self, mark: impl Into<String>) -> Signature {
        Signature { mark: mark.into(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        let day = PaperDate::new(2012, 4, 6).unwrap();
        Paper::new(Language::Vietnamese, "Báo cáo", "Kết quả năm 2011", day)
    }

    #[test]
    fn copies_end_with_semicolons_and_the_last_with_a_full_stop() {
        let paper = paper().copies_to(["Như trên;", "Bộ trưởng (để báo cáo)", "Lưu: VT, HCHQ."]);
        assert_eq!(paper.copies_lines(), ["- Như trên;", "- Bộ trưởng (để báo cáo);", "- Lưu: VT, HCHQ."]);
        assert!(self::paper().copies_lines().is_empty());
    }

    #[test]
    fn the_frame_lines_speak_the_language_of_the_paper() {
        let paper = paper().at("Hà Nội").numbered(PaperNumber::issued(5, "BC-TĐC"));
        assert_eq!(paper.number_line(), "Số: 05/BC-TĐC");
        assert_eq!(paper.place_line(), "Hà Nội, ngày 06 tháng 4 năm 2012");
        let english = Paper { language: Language::English, place: "Ha Noi".into(), ..paper };
        assert_eq!(english.number_line(), "No.: 05/BC-TĐC");
        assert_eq!(english.place_line(), "Ha Noi, 6 April 2012");
        assert_eq!(english.coded("Mã hồ sơ: H15-1").number_line(), "Mã hồ sơ: H15-1");
    }

    #[test]
    fn the_document_title_falls_back_to_type_and_subject() {
        assert_eq!(paper().title(), "Báo cáo – Kết quả năm 2011");
        assert_eq!(Paper { type_name: String::new(), ..paper() }.title(), "Kết quả năm 2011");
        assert_eq!(Paper { document_title: "Khác".into(), ..paper() }.title(), "Khác");
    }

    #[test]
    fn a_book_is_long_and_a_form_is_not() {
        let lines = |count: usize| paper().with_all((0..count).map(|_| Block::paragraph("Một dòng")));
        let items = |count: usize| paper().with(Block::bullets(vec!["Một mục"; count]));
        assert!(!paper().is_long() && !lines(100).is_long() && !items(100).is_long());
        assert!(lines(200).is_long() && items(200).is_long());
    }

    #[test]
    fn an_empty_superior_is_none() {
        assert_eq!(paper().issued_by(" ", "Chi cục").superior, None);
        assert_eq!(paper().issued_by("Sở", "Chi cục").superior.as_deref(), Some("Sở"));
    }
}
