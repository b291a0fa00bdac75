//! The shared deadline cases, each exactly, by the tables and by the walk.

use crate::common::{at, calendar};
use workdays::{Due, Limit, Suspension, due, explain, instant_text};

fn suspensions(text: &str) -> Vec<Suspension> {
    let pause = |pair: &str| {
        let (from, until) = pair.split_once('/').unwrap();
        Suspension { from_at: at(from), until_at: Some(at(until)) }
    };
    text.split(';').filter(|pair| !pair.is_empty()).map(pause).collect()
}

/// `bl-91-2015/147/1`, `bl-91-2015/147/2`, `bl-91-2015/148/5`: the rules of the cases.
#[test]
fn all_shared_cases_have_their_exact_start_and_due_moment() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/deadline-cases.csv");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for record in csv::Reader::from_path(path).unwrap().records() {
        let record = record.unwrap();
        let calendar = calendar(&record[2], &record[3] == "yes");
        let limit = Limit::read(&record[1], &record[5]).unwrap();
        let (received_at, suspensions) = (at(&record[4]), suspensions(&record[6]));
        let found = due(&calendar, &limit, received_at, &suspensions).unwrap();
        let Due::At(promise) = found else { panic!("{} stands still", &record[0]) };
        let got = (instant_text(promise.start_at), instant_text(promise.due_at));
        if got != (record[7].to_owned(), record[8].to_owned()) {
            wrong.push(format!("{record:?}: {got:?}"));
        }
        let told = explain(&calendar, &limit, received_at, &suspensions).unwrap();
        assert_eq!(told.due, found, "{}", &record[0]);
        assert_eq!(told.due.provisional(), record[8].starts_with("2027"), "{}", &record[0]);
        seen += 1;
    }
    assert_eq!(seen, 205);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
