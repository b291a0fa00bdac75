//! What the stories of this crate share.

use platform::Day;
use platform::testing::{self, TestDb};

/// A day from its ISO text.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Tells a story on both engines; they must tell the same.
pub async fn on_both(story: impl AsyncFn(&TestDb) -> String) -> String {
    let mut told = Vec::new();
    for test in testing::both(day("2026-11-23"), &[platform::MIGRATIONS, registers::MIGRATIONS]) {
        told.push(story(&test).await);
    }
    assert_eq!(told[0], told[1], "both engines tell the same");
    told.remove(0)
}
