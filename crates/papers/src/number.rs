//! The number and symbol of a paper.

use serde::{Deserialize, Serialize};

/// Number and symbol (số, ký hiệu): the running number of the year and what kind of paper of which body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperNumber {
    /// The number of the year; none while the paper is a draft, so that a place is left to write it.
    pub number: Option<u32>,
    /// What stands after the slash, such as `BC-TĐC` or `QĐ-UBND`; may be empty.
    pub symbol: String,
}

impl PaperNumber {
    /// The number of a paper that was issued.
    pub fn issued(number: u32, symbol: impl Into<String>) -> PaperNumber {
        PaperNumber { number: Some(number), symbol: symbol.into() }
    }

    /// A place for the number of a paper not yet issued.
    pub fn open(symbol: impl Into<String>) -> PaperNumber {
        PaperNumber { number: None, symbol: symbol.into() }
    }

    /// Number and symbol as written: `05/BC-TĐC`. Numbers below ten carry a leading zero.
    pub fn text(&self) -> String {
        let number = match self.number {
            Some(number) => format!("{number:02}"),
            // No-break spaces keep the gap open in every renderer.
            None => "\u{a0}".repeat(8),
        };
        if self.symbol.is_empty() { number } else { format!("{number}/{}", self.symbol) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_ten_are_padded() {
        assert_eq!(PaperNumber::issued(5, "QĐ-UBND").text(), "05/QĐ-UBND");
        assert_eq!(PaperNumber::issued(10, "QĐ-UBND").text(), "10/QĐ-UBND");
        assert_eq!(PaperNumber::issued(1195, "BC-TĐC").text(), "1195/BC-TĐC");
        assert_eq!(PaperNumber::issued(7, "").text(), "07");
    }

    #[test]
    fn a_draft_leaves_room_for_its_number() {
        let text = PaperNumber::open("BC-TĐC").text();
        assert!(text.ends_with("/BC-TĐC"));
        assert_eq!(text.chars().take_while(|c| *c == '\u{a0}').count(), 8);
    }
}
