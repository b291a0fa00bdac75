//! What the stories of this crate share: both engines, and outcomes told in words.

use platform::i18n::Language;
use platform::testing::{self, TestDb};
use platform::{Actor, Ctx, Day, Error, Refusal, Result, i18n, journal};
use registers::Entered;

/// The day of every story.
pub const TODAY: &str = "2030-01-15";

/// A day of a story.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Tells a story on both engines, whose journals must verify in the end and who must tell the same.
pub async fn on_both(story: impl AsyncFn(&TestDb) -> Vec<String>) -> String {
    let migrations = [platform::MIGRATIONS, registers::MIGRATIONS, crate::MIGRATIONS];
    let mut told = Vec::new();
    for test in testing::both(day(TODAY), &migrations) {
        let lines = story(&test).await;
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert_eq!(format!("{:?}", verified.faults), "[]", "{}", test.engine);
        told.push(lines.join("; "));
    }
    assert_eq!(told[0], told[1], "both engines tell the same");
    told.remove(0)
}

/// The operator's context.
pub fn system(test: &TestDb) -> Ctx {
    Ctx::new(test.db.clone(), Actor::system())
}

/// An outcome in words: `ok`, or every reason by the end of its key, with the field.
pub fn told<T>(outcome: Result<T>) -> String {
    match outcome {
        Ok(_) => "ok".to_owned(),
        Err(Error::Refused(reasons)) => reasons_told(&reasons.0),
        Err(other) => other.to_string(),
    }
}

/// What an import did, with its warnings after a bang.
pub fn entered(outcome: Result<(Entered, Vec<Refusal>)>) -> String {
    let (entered, warnings) = match outcome {
        Ok(done) => done,
        Err(error) => return told::<()>(Err(error)),
    };
    let mut words = match entered {
        Entered::Created => "created".to_owned(),
        Entered::Unchanged => "unchanged".to_owned(),
        Entered::Corrected(changes) => {
            let changes =
                changes.iter().map(|change| format!("{}:{}>{}", change.field, change.before, change.after));
            changes.collect::<Vec<_>>().join(" ")
        }
    };
    if !warnings.is_empty() {
        words.push_str(" !");
        words.push_str(&reasons_told(&warnings));
    }
    words
}

fn reasons_told(reasons: &[Refusal]) -> String {
    let told = reasons.iter().map(|reason| {
        for language in Language::ALL {
            let sentence = i18n::refusal(language, reason);
            assert!(
                sentence != reason.key && !sentence.contains('{'),
                "{language:?} {}: {sentence}",
                reason.key
            );
        }
        let key = reason.key.split_once("-refusal-").or(reason.key.split_once("-warning-"));
        format!("{}@{}", key.map_or(reason.key, |(_, end)| end), reason.field.unwrap_or("-"))
    });
    told.collect::<Vec<_>>().join(" ")
}
