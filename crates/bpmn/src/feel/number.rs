//! Exact decimal numbers with four places.

/// A number with four decimal places, exact: amounts of money, counts, areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(i64);

const SCALE: i64 = 10_000;

impl Number {
    /// A whole number; `None` beyond about 922 million million.
    #[must_use]
    pub fn whole(value: i64) -> Option<Number> {
        value.checked_mul(SCALE).map(Number)
    }

    /// The number that is so many ten-thousandths.
    #[must_use]
    pub fn from_ten_thousandths(value: i64) -> Number {
        Number(value)
    }

    /// How many ten-thousandths it is.
    #[must_use]
    pub fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Reads digits with at most four decimal places after a point, with or without a minus sign.
    #[must_use]
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        if places.len() > 4 {
            return None;
        }
        let whole = crate::civil::digits(whole.as_bytes())?.checked_mul(SCALE)?;
        let part = crate::civil::digits(places.as_bytes())? * 10_i64.pow(4 - places.len() as u32);
        let value = whole.checked_add(part)?;
        Some(Number(if negative { -value } else { value }))
    }

    pub(crate) fn plus(self, other: Number) -> Option<Number> {
        self.0.checked_add(other.0).map(Number)
    }

    pub(crate) fn minus(self, other: Number) -> Option<Number> {
        self.0.checked_sub(other.0).map(Number)
    }

    pub(crate) fn negative(self) -> Option<Number> {
        self.0.checked_neg().map(Number)
    }

    /// The product, rounded half to even at the fourth place.
    pub(crate) fn times(self, other: Number) -> Option<Number> {
        let exact = i128::from(self.0) * i128::from(other.0);
        let scale = i128::from(SCALE);
        let (below, rest) = (exact.div_euclid(scale), exact.rem_euclid(scale));
        let up = rest * 2 > scale || rest * 2 == scale && below % 2 != 0;
        i64::try_from(below + i128::from(up)).ok().map(Number)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.0.unsigned_abs();
        let (whole, part) = (size / SCALE as u64, size % SCALE as u64);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:04}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_to_four_places_and_products_round_half_to_even() {
        for text in ["0", "12.5", "-0.0001", "922337203685477.5807", "3500000"] {
            assert_eq!(Number::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "1.", ".5", "1.00001", "922337203685478", "1e3", "--1"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        let times = |a: &str, b: &str| {
            Number::parse(a).unwrap().times(Number::parse(b).unwrap()).map(|product| product.to_string())
        };
        assert_eq!(times("0.1", "0.2").as_deref(), Some("0.02"));
        assert_eq!(times("0.0001", "0.5").as_deref(), Some("0"));
        assert_eq!(times("0.0003", "0.5").as_deref(), Some("0.0002"));
        assert_eq!(times("922337203685477", "2"), None);
    }
}
