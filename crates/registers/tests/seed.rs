//! All data together: the released agencies and documents, the registers of 2012, and what connects them.

mod common;

use common::on_both;
use platform::testing::TestDb;
use platform::{Tx, journal};
use registers::agencies::{self, AgencyRow};
use registers::frameworks::{self, FrameworkRow};
use registers::legal_documents::{self, DocumentRow};
use registers::{Entered, places};
use std::collections::{BTreeMap, BTreeSet};

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn agency_rows() -> Vec<AgencyRow> {
    let text = include_str!("seed-2012/agencies.csv");
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn count(entered: &[Entered]) -> String {
    let of = |wanted: &dyn Fn(&Entered) -> bool| entered.iter().filter(|entered| wanted(entered)).count();
    format!(
        "{} created, {} corrected, {} unchanged",
        of(&|entered| *entered == Entered::Created),
        of(&|entered| matches!(entered, Entered::Corrected(_))),
        of(&|entered| *entered == Entered::Unchanged)
    )
}

fn enter_all(tx: &mut Tx<'_>) -> platform::Result<String> {
    let mut entered = Vec::new();
    for row in agency_rows() {
        entered.push(agencies::enter(tx, &row)?);
    }
    let told = count(&entered);
    let mut papers = Vec::new();
    let by = common::day("2012-04-06");
    for row in rows(include_str!("seed-2012/legal-documents.csv")) {
        let document = DocumentRow {
            number: row["number"].clone(),
            kind: row["kind"].clone(),
            title: row["title"].clone(),
            issued_on: row["issued_on"].clone(),
            issuer: row["issuer"].clone(),
            status_note: row["status_note"].clone(),
            certainty: row["certainty"].clone(),
            known_by: by,
        };
        papers.push(legal_documents::enter(tx, &document)?.0);
    }
    for row in rows(include_str!("seed-2012/model-frameworks.csv")) {
        let framework = FrameworkRow {
            code: row["code"].clone(),
            publisher_code: row["publisher_code"].clone(),
            publisher: row["publisher"].clone(),
            applies_to: row["applies_to"].clone(),
            published_year: row["published_year"].clone(),
            published_on: row["published_on"].clone(),
            known_by: row["known_by"].parse().unwrap(),
            decision_no: row["decision_no"].clone(),
            certainty: row["certainty"].clone(),
        };
        papers.push(frameworks::enter(tx, &framework)?.0);
    }
    Ok(format!("agencies: {told}; papers: {}", count(&papers)))
}

async fn load(test: &TestDb) -> String {
    test.db
        .write(|tx| {
            places::release(tx)?;
            let released = agencies::release(tx)?;
            let again = agencies::release(tx)?;
            let documents = legal_documents::release(tx)? + legal_documents::release(tx)?;
            let first = enter_all(tx)?;
            let second = enter_all(tx)?;
            Ok(format!("released {released}, then {again}; documents {documents}\n{first}\n{second}"))
        })
        .await
        .unwrap()
}

/// The connections of the agencies of 2012 by reason, and that each has exactly one.
fn connections(tx: &mut Tx<'_>) -> platform::Result<String> {
    let seed: BTreeSet<String> = agency_rows().into_iter().map(|row| row.code).collect();
    let mut sets = [BTreeSet::new(), BTreeSet::new()];
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for (connected, set) in [true, false].into_iter().zip(&mut sets) {
        let mut after = 0;
        loop {
            let page = agencies::store::connections_page(tx, connected, after, 500)?;
            let Some(last) = page.last() else { break };
            after = last.agency_id;
            for row in page.into_iter().filter(|row| seed.contains(&row.code)) {
                *reasons.entry(format!("{} {}", row.kind, row.reason_key)).or_default() += 1;
                set.insert(row.code);
            }
        }
    }
    assert!(sets[0].is_disjoint(&sets[1]), "no agency is both connected and unresolved");
    let all: BTreeSet<String> = sets[0].union(&sets[1]).cloned().collect();
    assert_eq!(all, seed, "every agency of 2012 is connected or unresolved");
    let reasons: Vec<String> =
        reasons.into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    Ok(format!("{} connected, {} not\n{}", sets[0].len(), sets[1].len(), reasons.join("\n")))
}

fn example(tx: &mut Tx<'_>, code: &str) -> platform::Result<String> {
    let agency = agencies::by_code(tx, code)?.unwrap();
    let line = agencies::store::connection(tx, agency.id)?.pop().unwrap();
    let today = match line.today_agency_id {
        Some(id) => agencies::load(tx, id)?.unwrap().name().to_owned(),
        None => format!("? ({} others)", line.others),
    };
    Ok(format!("{} → {today}", agency.name()))
}

#[tokio::test]
async fn every_agency_of_2012_is_connected_to_today_or_unresolved_with_a_reason() {
    let told = on_both(async |test| {
        let loaded = load(test).await;
        let connected = test
            .db
            .write(|tx| {
                agencies::connect(tx)?;
                let mut told = connections(tx)?;
                for code in
                    ["02-SKHDT", "04-SNV", "01-H001", "BO-KHCN-02", "BO-TNMT-02", "46-UBND", "BO-NNPTNT"]
                {
                    told.push('\n');
                    told.push_str(&example(tx, code)?);
                }
                Ok(told)
            })
            .await
            .unwrap();
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        format!("{loaded}\n{connected}\nverified: {} records, faults {:?}", verified.records, verified.faults)
    })
    .await;
    assert_eq!(told, include_str!("seed.expected.txt").trim_end());
}
