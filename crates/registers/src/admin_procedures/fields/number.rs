//! Numbers of fields: whole or with a few digits after the comma, never approximate.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// Most digits after the comma that a field may ask for: conditions of a process know no finer number.
pub const MOST_DECIMALS: u8 = 4;
/// Most digits after the comma of what was kept before that bound; it is read for ever.
pub(super) const MOST_KEPT: u8 = 6;

/// A decimal number, exact. Its written form has a point: `72.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The number without its comma.
    pub units: i64,
    /// How many of its digits stand after the comma.
    pub decimals: u8,
}

impl Decimal {
    /// A whole number.
    pub const fn whole(units: i64) -> Decimal {
        Decimal { units, decimals: 0 }
    }

    /// The largest whole number that conditions of a process know; its negative is the smallest.
    pub const MOST: Decimal = Decimal::whole(i64::MAX / 10_i64.pow(MOST_DECIMALS as u32));

    /// A number of hundredths.
    pub fn hundredths(units: i64) -> Decimal {
        Decimal { units, decimals: 2 }.reduced()
    }

    /// The number without zeros at its end, so that equal numbers are equal values.
    fn reduced(mut self) -> Decimal {
        while self.decimals > 0 && self.units % 10 == 0 {
            self.units /= 10;
            self.decimals -= 1;
        }
        self
    }

    /// Reads a number as people type it: dots between thousands, a comma before the fraction.
    ///
    /// A single dot that cannot stand between thousands (`72.5`) is read as the comma it was meant
    /// to be; `1.500` is one thousand five hundred.
    pub fn parse_typed(text: &str) -> Option<Decimal> {
        let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, fraction) = match digits.split_once(',') {
            Some((whole, fraction)) => (ungrouped(whole)?, fraction),
            None => match ungrouped(digits) {
                Some(whole) => (whole, ""),
                None => {
                    let (whole, fraction) = digits.split_once('.')?;
                    (whole.to_owned(), fraction)
                }
            },
        };
        let point = if fraction.is_empty() && !digits.ends_with(',') { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}").parse().ok()
    }

    /// The number as people read it: `1.500`, `72,5`.
    pub fn vietnamese(self) -> String {
        let text = self.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let comma = if fraction.is_empty() { "" } else { "," };
        format!("{sign}{grouped}{comma}{fraction}")
    }
}

/// Digits with or without dots between thousands; none when the dots stand elsewhere.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split('.');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    (!first.is_empty() && is_grouped).then(|| format!("{first}{}", rest.concat()))
}

impl FromStr for Decimal {
    type Err = ();

    fn from_str(text: &str) -> Result<Decimal, ()> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(()),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let decimals = u8::try_from(fraction.len()).map_err(drop)?;
        if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) || decimals > MOST_KEPT {
            return Err(());
        }
        let units: i64 = format!("{whole}{fraction}").parse().map_err(drop)?;
        let units = if text.starts_with('-') { -units } else { units };
        Ok(Decimal { units, decimals }.reduced())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::from(self.decimals);
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let (sign, point) = (if self.units < 0 { "-" } else { "" }, if places > 0 { "." } else { "" });
        write!(out, "{sign}{whole}{point}{fraction}")
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let most = self.decimals.max(other.decimals);
        let scaled =
            |number: &Decimal| i128::from(number.units) * 10_i128.pow(u32::from(most - number.decimals));
        scaled(self).cmp(&scaled(other))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(text: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(text)?;
        text.parse().map_err(|()| serde::de::Error::custom(format!("{text:?} is no number")))
    }
}
