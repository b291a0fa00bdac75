//! The registers of 2012 give the report of 6/4/2012, on both engines.

use crate::common::{MIGRATIONS, day, fill, seed_files, seed_folder};
use platform::testing;
use reports::yearly::{self, Edition, Question};
use serde_json::Value;

/// Takes away the keys that are remarks.
fn without_remarks(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(key, _)| !key.starts_with('_'))
            .map(|(key, value)| (key.clone(), without_remarks(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn the_seed_gives_the_expected_report_as_a_whole() {
    let text = std::fs::read_to_string(seed_folder().join("expected-report.json")).unwrap();
    let expected = without_remarks(&serde_json::from_str(&text).unwrap());
    let question = Question::new(day("2011-01-01"), day("2011-12-31"), day("2012-03-31")).unwrap();
    for test in testing::both(day("2026-11-23"), &MIGRATIONS) {
        fill(&test, seed_files()).await;
        let asked = question.clone();
        let report = test.db.read(move |tx| yearly::find(tx, &asked)).await.unwrap();
        let found = yearly::json(&report);
        for (key, wanted) in expected.as_object().unwrap() {
            assert_eq!(&found[key], wanted, "{} {key}", test.engine);
        }
        rows_are_as_many_as_figures(&test, &question).await;
        for word in ["province:79", "ministry:BO-TC"] {
            let edition = Edition::of_word(word).unwrap();
            rows_are_as_many_as_figures(&test, &Question { edition, ..question.clone() }).await;
        }
        the_map_of_today_holds_what_the_earlier_one_held(&test).await;
    }
}

/// Every figure, reading and step of a bridge that leads to rows has as many of them.
async fn rows_are_as_many_as_figures(test: &testing::TestDb, question: &Question) {
    let question = question.clone();
    let told = test
        .db
        .read(move |tx| {
            let report = yearly::find(tx, &question)?;
            let mut wrong = Vec::new();
            let mut compare = |what: String, rows: &str, value: i64| -> platform::Result<()> {
                if let Some(found) = yearly::rows::of_template(tx, (rows, &question))?
                    && found.len() as i64 != value
                {
                    wrong.push(format!("{what}: {value} but {} rows ({rows})", found.len()));
                }
                Ok(())
            };
            let applying = yearly::indicators::INDICATORS.iter();
            for indicator in applying.filter(|indicator| (indicator.applies)(&question.edition)) {
                let findings = &report.findings;
                compare(indicator.key.to_owned(), indicator.rows, (indicator.value)(findings))?;
                for reading in indicator.why.readings {
                    compare(reading.words.en.to_owned(), reading.rows, (reading.value)(findings))?;
                }
                for stepped in indicator.why.bridge_of(findings) {
                    compare(stepped.step.words.en.to_owned(), stepped.step.rows, stepped.value)?;
                }
            }
            Ok(wrong)
        })
        .await
        .unwrap();
    assert_eq!(told, Vec::<String>::new(), "{}", test.engine);
}

/// Agencies count as they were on the day of the grant; a province of today holds those of its area.
async fn the_map_of_today_holds_what_the_earlier_one_held(test: &testing::TestDb) {
    let mut told = Vec::new();
    for word in ["nation", "province:08", "province:79"] {
        let edition = Edition::of_word(word).unwrap();
        let question = Question::new(day("2025-01-01"), day("2025-12-31"), day("2026-03-31")).unwrap();
        let question = Question { edition, ..question };
        let (report, names) = test
            .db
            .read(move |tx| {
                let report = yearly::find(tx, &question)?;
                let names = yearly::names(tx, &report)?;
                Ok((report, names))
            })
            .await
            .unwrap();
        let telling = yearly::Telling { report: &report, names: &names, language: platform::Language::Vi };
        let provinces = report.findings.by_province(yearly::Measure::ToDate);
        let local: i64 = provinces.values().sum();
        told.push(format!(
            "{word} {}: {local} in {}, {} earlier",
            names.map,
            provinces.len(),
            telling.granted_on_earlier_map()
        ));
    }
    // Tuyên Quang of today is Hà Giang (21) and Tuyên Quang (18); Hồ Chí Minh holds three of before.
    assert_eq!(
        told.join("; "),
        "nation 2025: 2065 in 63, 2065 earlier; province:08 2025: 39 in 2, 39 earlier; province:79 2025: 202 in 3, 202 earlier",
        "{}",
        test.engine
    );
}
