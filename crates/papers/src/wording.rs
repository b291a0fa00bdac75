//! The fixed words of the frame, which the decree prescribes and no caller chooses.

use crate::Language;

/// The fixed words of a paper's frame in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// Name of the state (Quốc hiệu).
    pub state: &'static str,
    /// Motto (Tiêu ngữ).
    pub motto: &'static str,
    /// What stands before number and symbol.
    pub number: &'static str,
    /// What stands before those addressed.
    pub addressed_to: &'static str,
    /// What stands above those who receive copies.
    pub copies_to: &'static str,
    /// What stands before the subject of a letter without a type name (công văn).
    pub regarding: &'static str,
    /// What numbers a table.
    pub table: &'static str,
    /// What numbers a figure.
    pub figure: &'static str,
    /// What a renderer says of a code image to those who cannot see it.
    pub code: &'static str,
    /// What the foot of a paper about made-up data says.
    pub illustration: &'static str,
    /// BCP 47 tag of the language.
    pub tag: &'static str,
}

impl Language {
    /// The fixed words in this language.
    pub fn wording(self) -> &'static Wording {
        match self {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }
}

const VIETNAMESE: Wording = Wording {
    state: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto: "Độc lập - Tự do - Hạnh phúc",
    number: "Số:",
    addressed_to: "Kính gửi:",
    copies_to: "Nơi nhận:",
    regarding: "V/v",
    table: "Bảng",
    figure: "Hình",
    code: "Mã QR dẫn tới",
    illustration: "Dữ liệu minh họa",
    tag: "vi-VN",
};

const ENGLISH: Wording = Wording {
    state: "SOCIALIST REPUBLIC OF VIET NAM",
    motto: "Independence - Freedom - Happiness",
    number: "No.:",
    addressed_to: "To:",
    copies_to: "Recipients:",
    regarding: "Re:",
    table: "Table",
    figure: "Figure",
    code: "QR code leading to",
    illustration: "Made-up data, for illustration",
    tag: "en-GB",
};
