//! What a same-day request costs, where the words of the procedure's fee leave nothing open.
//!
//! A procedure keeps its fee in each of its dated versions, as one figure or in the words of its source. Words are
//! taken for a tariff only when they are those known here, sign for sign; any other fee is typed.

use platform::search::fold;
use registers::admin_procedures::Procedure;

/// How a fee follows from what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tariff {
    /// The same for every request.
    Request(i64),
    /// So much a copy.
    Copy(i64),
    /// By the pages of the original, for each copy.
    Pages {
        /// For each of the first pages.
        first_vnd: i64,
        /// From which page on it is less.
        less_from: i64,
        /// For each page from there on.
        then_vnd: i64,
        /// The most for one copy.
        most_vnd: i64,
    },
}

const BY_PAGES: &str =
    "{} đồng/trang; từ trang thứ {} trở lên thu {} đồng/trang. Mức thu tối đa không quá {} đồng/bản.";

impl Tariff {
    /// The tariff of a procedure in one of its versions; none where the fee must be typed.
    pub(super) fn of(procedure: &Procedure) -> Option<Tariff> {
        let text = procedure.fee_text.trim();
        if let Some(fee_vnd) = procedure.fee_vnd {
            let is_a_copy = ["Phí là {} đồng/bản", "{} đồng/bản"]
                .iter()
                .any(|words| amounts(text, words).is_some_and(|found| found == [fee_vnd]));
            return Some(if is_a_copy { Tariff::Copy(fee_vnd) } else { Tariff::Request(fee_vnd) });
        }
        match amounts(text, BY_PAGES)?.as_slice() {
            [first_vnd, less_from, then_vnd, most_vnd] if *less_from > 0 => Some(Tariff::Pages {
                first_vnd: *first_vnd,
                less_from: *less_from,
                then_vnd: *then_vnd,
                most_vnd: *most_vnd,
            }),
            _ => None,
        }
    }

    /// Whether the pages must be known.
    pub(super) fn counts_pages(self) -> bool {
        matches!(self, Tariff::Pages { .. })
    }

    /// Whether the fee is the same whatever is asked for.
    pub(super) fn is_fixed(self) -> bool {
        matches!(self, Tariff::Request(_))
    }

    /// The fee of so many copies of an original of so many pages.
    pub(super) fn fee_vnd(self, (pages, copies): (i64, i64)) -> i64 {
        let (pages, copies) = (pages.max(0), copies.max(0));
        let one = match self {
            Tariff::Request(fee_vnd) => return fee_vnd,
            Tariff::Copy(fee_vnd) => fee_vnd,
            Tariff::Pages { first_vnd, less_from, then_vnd, most_vnd } => {
                let first = pages.min(less_from - 1);
                let rest = pages - first;
                let all = first.saturating_mul(first_vnd).saturating_add(rest.saturating_mul(then_vnd));
                all.min(most_vnd)
            }
        };
        one.saturating_mul(copies)
    }
}

/// The fee that every dossier of a procedure pays; none where the words of its fee name another sum, or a case in
/// which it is less, so that it must be typed.
pub(super) fn certain(procedure: &Procedure) -> Option<i64> {
    let Some(Tariff::Request(fee_vnd)) = Tariff::of(procedure) else { return None };
    let text = fold(&procedure.fee_text);
    let is_other = |sum: &i64| *sum >= LEAST_SUM && *sum != fee_vnd;
    let has_case = fee_vnd > 0 && ["mien ", "giam "].iter().any(|word| text.contains(word));
    (!has_case && !sums(&procedure.fee_text).iter().any(is_other)).then_some(fee_vnd)
}

/// Numbers below this in the words of a fee are no sums of money.
const LEAST_SUM: i64 = 1_000;

/// The numbers in a text; thousands are set off by dots.
fn sums(text: &str) -> Vec<i64> {
    let pieces = text.split(|sign: char| !sign.is_ascii_digit() && sign != '.');
    pieces.filter_map(|piece| piece.replace('.', "").parse().ok()).collect()
}

/// The amounts that stand at the braces of `words` where a text begins with them: thousands are set off by dots.
fn amounts(text: &str, words: &str) -> Option<Vec<i64>> {
    let mut rest = text;
    let mut found = Vec::new();
    for (at, piece) in words.split("{}").enumerate() {
        if at > 0 {
            let is_of_number = |sign: char| sign.is_ascii_digit() || sign == '.';
            let end = rest.find(|sign| !is_of_number(sign)).unwrap_or(rest.len());
            found.push(rest[..end].replace('.', "").parse().ok()?);
            rest = &rest[end..];
        }
        rest = rest.strip_prefix(piece)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTIFIED: &str = "2.000 đồng/trang; từ trang thứ 3 trở lên thu 1.000 đồng/trang. Mức thu tối đa không quá \
                             200.000 đồng/bản. Trang được tính theo trang của bản chính.";

    #[test]
    fn known_words_are_read_and_others_are_not() {
        assert_eq!(amounts(CERTIFIED, BY_PAGES), Some(vec![2_000, 3, 1_000, 200_000]));
        for other in ["", "2.000 đồng/trang", "theo nghị quyết HĐND cấp tỉnh", "đồng/trang; từ trang thứ"]
        {
            assert_eq!(amounts(other, BY_PAGES), None, "{other}");
        }
        assert_eq!(amounts("8.000 đồng/bản sao hoặc 5.000", "{} đồng/bản"), Some(vec![8_000]));
        assert_eq!(amounts("99999999999999999999 đồng/bản", "{} đồng/bản"), None);
    }

    #[test]
    fn the_sums_in_the_words_of_a_fee_are_seen() {
        assert_eq!(sums("Miễn lệ phí. Phí cấp bản sao: 8.000 đồng/bản."), vec![8_000]);
        assert_eq!(sums("10.000 đồng/trường hợp (một hoặc nhiều chữ ký trong một giấy)."), vec![10_000]);
        assert_eq!(sums("theo nghị quyết HĐND cấp tỉnh"), Vec::<i64>::new());
    }

    #[test]
    fn pages_from_the_third_on_cost_less_and_a_copy_never_more_than_its_most() {
        let tariff = Tariff::Pages { first_vnd: 2_000, less_from: 3, then_vnd: 1_000, most_vnd: 200_000 };
        for ((pages, copies), fee_vnd) in [
            ((1, 1), 2_000),
            ((2, 3), 12_000),
            ((3, 1), 5_000),
            ((10, 2), 24_000),
            ((198, 1), 200_000),
            ((1_000, 2), 400_000),
            ((0, 5), 0),
            ((-3, -1), 0),
        ] {
            assert_eq!(tariff.fee_vnd((pages, copies)), fee_vnd, "{pages} pages, {copies} copies");
        }
        assert_eq!(tariff.fee_vnd((i64::MAX, i64::MAX)), i64::MAX);
        assert_eq!(Tariff::Copy(8_000).fee_vnd((0, 3)), 24_000);
        assert_eq!(Tariff::Request(10_000).fee_vnd((9, 3)), 10_000);
    }
}
