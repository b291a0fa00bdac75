//! Numbers that look drawn at random and are the same in every run: each thing draws from its own place.

/// A stream of numbers that follows from a seed and the place it is drawn for.
#[derive(Clone, Copy, Debug)]
pub struct Draw(u64);

impl Draw {
    /// The stream of a place: the same seed and the same numbers give the same stream, whatever was drawn before.
    pub fn of(seed: u64, place: &[u64]) -> Draw {
        place.iter().fold(Draw(mix(seed)), |draw, number| Draw(mix(draw.0 ^ mix(*number))))
    }

    /// The next number below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0) % end.max(1)
    }

    /// Whether something happens that happens to so many of a thousand.
    pub fn happens(&mut self, of_thousand: u64) -> bool {
        self.below(1_000) < of_thousand
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(usize::try_from(self.below(all.len() as u64)).unwrap_or(0))
    }

    /// One of several by their weights, which are hundredths.
    pub fn weighted<'a, T>(&mut self, all: &'a [(T, u64)]) -> Option<&'a T> {
        let whole: u64 = all.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(whole);
        all.iter().find_map(|(one, weight)| {
            let found = left < *weight;
            left = left.saturating_sub(*weight);
            found.then_some(one)
        })
    }
}

/// The finisher of the SplitMix64 generator.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_draws_the_same_in_every_run_and_weights_are_kept() {
        let three = |mut draw: Draw| [draw.below(1000), draw.below(1000), draw.below(1000)];
        assert_eq!(three(Draw::of(7, &[1, 2])), three(Draw::of(7, &[1, 2])));
        assert_ne!(three(Draw::of(7, &[1, 2])), three(Draw::of(7, &[2, 1])));
        let mut draw = Draw::of(1, &[]);
        let rare = (0..10_000).filter(|_| draw.weighted(&[(true, 1), (false, 99)]) == Some(&true)).count();
        assert!((50..200).contains(&rare), "{rare}");
        assert_eq!(draw.weighted::<u8>(&[]), None);
    }
}
