//! Names of agencies in narrow columns: where a line may end inside them.

/// The most letters that are kept on one line; a longer run may break between any two words.
const LONGEST: usize = 24;

/// What a place is, when its name follows; they stay on one line.
const PLACE_WORDS: [&str; 8] = ["thành phố", "tỉnh", "phường", "xã", "đặc khu", "quận", "huyện", "thị xã"];

/// The name with no-break spaces inside its compound words, so that a narrow column never parts
/// `Đo lường` or `thành phố Hà Nội`.
///
/// A compound is told by its letters: Vietnamese writes the first syllable of a term in a name with a
/// capital and the next one small (`Tiêu chuẩn`), small syllables go in pairs (`nhân dân`), and proper
/// names have capitals throughout (`Hà Nội`). A name written in capitals throughout tells nothing and
/// stays as it is.
pub fn kept_together(name: &str) -> String {
    if !name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut groups = proper_names(compounds(name));
    with_place_words(&mut groups);
    groups.join(" ")
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_small(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a group holds one word alone: a capital, or the dash of a double name.
fn is_single_name(group: &str) -> bool {
    !group.contains('\u{a0}') && (is_capital(group) || group == "-")
}

/// A term and the small syllable that completes it; `và` and what ends in a comma complete nothing.
fn compounds(name: &str) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut open = false;
    for word in name.split_whitespace() {
        let joins = open && is_small(word) && word != "và";
        match groups.last_mut() {
            Some(last) if joins => {
                last.push('\u{a0}');
                last.push_str(word);
                open = false;
            }
            _ => {
                groups.push(word.to_owned());
                open = word != "và" && word != "-" && !word.ends_with([',', ';']);
            }
        }
    }
    groups
}

/// Joins neighbouring capitals: `Hà Nội`, `Bà Rịa - Vũng Tàu`.
fn proper_names(groups: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut last_is_name = false;
    for group in groups {
        let is_name = is_single_name(&group);
        let fits = |last: &String| last.chars().count() + group.chars().count() < LONGEST;
        match joined.last_mut() {
            Some(last) if is_name && last_is_name && fits(last) => {
                last.push('\u{a0}');
                last.push_str(&group);
            }
            _ => joined.push(group),
        }
        last_is_name = is_name;
    }
    joined
}

/// Joins `thành phố` or `tỉnh` and the name after it.
fn with_place_words(groups: &mut Vec<String>) {
    let mut at = 0;
    while at + 1 < groups.len() {
        let word = groups[at].replace('\u{a0}', " ").to_lowercase();
        let length = groups[at].chars().count() + groups[at + 1].chars().count();
        if PLACE_WORDS.contains(&word.as_str()) && is_capital(&groups[at + 1]) && length < LONGEST {
            let name = groups.remove(at + 1);
            groups[at] = format!("{}\u{a0}{name}", groups[at]);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        assert_eq!(kept_together(name).replace(' ', " | ").replace('\u{a0}', " "), expected);
    }

    #[test]
    fn terms_and_proper_names_stay_on_one_line() {
        check("Tổng cục Tiêu chuẩn Đo lường Chất lượng", "Tổng cục | Tiêu chuẩn | Đo lường | Chất lượng");
        check(
            "Ủy ban Tiêu chuẩn Đo lường Chất lượng Quốc gia",
            "Ủy ban | Tiêu chuẩn | Đo lường | Chất lượng | Quốc gia",
        );
        check("Bộ Khoa học và Công nghệ", "Bộ | Khoa học | và | Công nghệ");
        check("Bộ Công Thương", "Bộ Công Thương");
        check("Bộ Văn hóa, Thể thao và Du lịch", "Bộ | Văn hóa, | Thể thao | và | Du lịch");
        check("Ủy ban nhân dân thành phố Hà Nội", "Ủy ban | nhân dân | thành phố Hà Nội");
        check("Ủy ban nhân dân tỉnh Hà Giang", "Ủy ban | nhân dân | tỉnh Hà Giang");
        check("Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu", "Ủy ban | nhân dân | tỉnh Bà Rịa - Vũng Tàu");
        check("Ngân hàng Nhà nước Việt Nam", "Ngân hàng | Nhà nước | Việt Nam");
    }

    #[test]
    fn what_cannot_be_told_may_break_anywhere() {
        check("TỔNG CỤC TIÊU CHUẨN", "TỔNG | CỤC | TIÊU | CHUẨN");
        check("", "");
        check("Một Hai Ba Bốn Năm Sáu Bảy Tám Chín", "Một Hai Ba Bốn Năm Sáu | Bảy Tám Chín");
    }
}
