//! What happens to certificates and agencies, and what it does to the figures, day by day.

use crate::common::{MIGRATIONS, day, import};
use platform::testing::{self, TestDb};
use programme::imports::Files;
use reports::yearly::{self, Measure, Question, Report};

const AGENCIES: &str =
    "code,name,level,kind,ministry_code,province_code,district_code,commune_code,obligation
A,Sở A,local,so,,01,,,bat_buoc
B,Sở B,local,so,,02,,,bat_buoc
C,Xã C,local,ubnd_xa,,02,,,khuyen_khich
T,Cục T,central,don_vi_thuoc_bo,BO-TC,,,,bat_buoc
";
const CERTIFICATES: &str = "certificate_no,agency_code,kind,standard,issued_by,certification_body_code,issued_on,expires_on,known_by\n";
const EVENTS: &str = "certificate_no,kind,on,reason\n";
const SUCCESSIONS: &str = "code,successor_code,on,kind\n";

/// Registers of a story: short lines `number agency kind issued expires`, `number act day`, `old new day kind`.
pub fn files(certificates: &[&str], events: &[&str], successions: &[&str]) -> Files {
    let mut text = CERTIFICATES.to_owned();
    for line in certificates {
        let [number, agency, kind, issued, expires] = words(line);
        let (issued, known_by) = issued.split_once('?').unwrap_or((issued, ""));
        text.push_str(&format!(
            "{number},{agency},{kind},TCVN ISO 9001:2008,TCTDLCL,,{issued},{expires},{known_by}\n"
        ));
    }
    let mut acts = EVENTS.to_owned();
    for line in events {
        let [number, kind, on] = words(line);
        acts.push_str(&format!("{number},{kind},{on},lý do\n"));
    }
    let mut ends = SUCCESSIONS.to_owned();
    for line in successions {
        let [code, successor, on, kind] = words(line);
        ends.push_str(&format!("{code},{successor},{on},{kind}\n"));
    }
    [
        ("agencies.csv", AGENCIES),
        ("certificates.csv", &text),
        ("certificate-events.csv", &acts),
        ("agency-successions.csv", &ends),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .collect()
}

fn words<const N: usize>(line: &str) -> [&str; N] {
    line.split(' ').collect::<Vec<_>>().try_into().unwrap()
}

async fn found(test: &TestDb, as_of: &str) -> Report {
    let question = Question::new(day("2011-01-01"), day("2011-12-31"), day(as_of)).unwrap();
    test.db.read(move |tx| yearly::find(tx, &question)).await.unwrap()
}

/// `in period/to date/valid`, and in brackets certificates in the period and to date.
async fn figures(test: &TestDb, as_of: &str) -> String {
    let report = found(test, as_of).await;
    let of = |measure| report.findings.agencies(measure, |_| true);
    bridges_add_up(&report);
    let [in_period, to_date, valid] = [Measure::InPeriod, Measure::ToDate, Measure::Valid].map(of);
    let [some, all] = [Measure::CertificatesInPeriod, Measure::Certificates].map(of);
    let year_sum: i64 = report.findings.years.iter().map(|year| year.certificates).sum();
    assert_eq!(year_sum, all, "certificates by year and by class");
    format!("{as_of} {in_period}/{to_date}/{valid} ({some}/{all})")
}

/// Every step of every bridge leads to the sum that is counted by itself.
fn bridges_add_up(report: &Report) {
    for indicator in yearly::indicators::INDICATORS {
        let mut left = 0;
        for stepped in indicator.why.bridge_of(&report.findings) {
            match stepped.step.term {
                yearly::indicators::Term::Start => left = stepped.value,
                yearly::indicators::Term::Minus => left -= stepped.value,
                yearly::indicators::Term::Sum => {
                    assert_eq!(left, stepped.value, "{} {}", indicator.key, stepped.step.words.en)
                }
            }
        }
    }
}

/// Tells the figures of these days on both engines, which must tell the same.
async fn check(story: (&[&str], &[&str], &[&str]), days: &[&str], want: &str) {
    for test in testing::both(day("2026-11-23"), &MIGRATIONS) {
        import(&test, files(story.0, story.1, story.2)).await;
        let mut told = Vec::new();
        for as_of in days {
            told.push(figures(&test, as_of).await);
        }
        assert_eq!(told.join("; "), want, "{}", test.engine);
    }
}

#[tokio::test]
async fn a_grant_counts_from_its_day_and_is_valid_to_its_last_day() {
    check(
        (&["1 A initial 2011-05-03 2014-05-03"], &[], &[]),
        &["2011-05-02", "2011-05-03", "2014-05-03", "2014-05-04"],
        "2011-05-02 0/0/0 (0/0); 2011-05-03 1/1/1 (1/1); 2014-05-03 1/1/1 (1/1); 2014-05-04 1/1/0 (1/1)",
    )
    .await;
}

#[tokio::test]
async fn suspension_and_resumption_move_validity_alone_from_their_own_days() {
    check(
        (&["1 A initial 2011-05-03 2014-05-03"], &["1 suspended 2012-01-10", "1 resumed 2012-02-01"], &[]),
        &["2012-01-09", "2012-01-10", "2012-01-31", "2012-02-01"],
        "2012-01-09 1/1/1 (1/1); 2012-01-10 1/1/0 (1/1); 2012-01-31 1/1/0 (1/1); 2012-02-01 1/1/1 (1/1)",
    )
    .await;
}

#[tokio::test]
async fn withdrawal_does_not_lower_what_was_granted() {
    check(
        (&["1 A initial 2011-05-03 2014-05-03"], &["1 withdrawn 2012-01-10"], &[]),
        &["2012-01-09", "2012-01-10"],
        "2012-01-09 1/1/1 (1/1); 2012-01-10 1/1/0 (1/1)",
    )
    .await;
}

#[tokio::test]
async fn annulment_takes_a_certificate_out_of_every_figure_from_its_day_on_and_not_before() {
    check(
        (
            &["1 A initial 2011-05-03 2014-05-03", "2 B initial 2011-06-01 2014-06-01"],
            &["1 annulled 2012-01-10"],
            &[],
        ),
        &["2012-01-09", "2012-01-10"],
        "2012-01-09 2/2/2 (2/2); 2012-01-10 1/1/1 (1/1)",
    )
    .await;
}

#[tokio::test]
async fn a_renewal_adds_a_certificate_and_no_agency_and_revives_validity() {
    check(
        (&["1 A initial 2008-03-01 2011-03-01", "2 A renewal 2011-06-01 2014-06-01"], &[], &[]),
        &["2011-03-01", "2011-03-02", "2011-06-01"],
        "2011-03-01 0/1/1 (0/1); 2011-03-02 0/1/0 (0/1); 2011-06-01 1/1/1 (1/2)",
    )
    .await;
}

#[tokio::test]
async fn when_a_first_certificate_is_annulled_its_renewal_still_counts_the_agency() {
    check(
        (
            &["1 A initial 2008-03-01 2011-03-01", "2 A renewal 2011-06-01 2014-06-01"],
            &["1 annulled 2012-01-10"],
            &[],
        ),
        &["2012-01-09", "2012-01-10"],
        "2012-01-09 1/1/1 (1/2); 2012-01-10 1/1/1 (1/1)",
    )
    .await;
}

#[tokio::test]
async fn a_year_counts_when_all_of_it_is_past_and_an_unknown_date_from_when_it_was_known() {
    check(
        (&["1 A initial 2011 2014", "2 B initial 2011-12 2014-12", "3 C initial ?2012-03-31 2014"], &[], &[]),
        &["2011-12-30", "2011-12-31", "2012-03-30", "2012-03-31"],
        "2011-12-30 0/0/0 (0/0); 2011-12-31 2/2/2 (2/2); 2012-03-30 2/2/2 (2/2); 2012-03-31 2/3/3 (2/3)",
    )
    .await;
}

#[tokio::test]
async fn a_merged_agency_counts_as_what_it_was_on_the_day_of_the_grant() {
    let story: (&[&str], &[&str], &[&str]) = (
        &["1 A initial 2011-05-03 2014-05-03", "2 B initial 2011-06-01 2014-06-01"],
        &[],
        &["B A 2011-09-01 merge"],
    );
    check(
        story,
        &["2011-08-31", "2011-09-01", "2012-03-31"],
        "2011-08-31 2/2/2 (2/2); 2011-09-01 2/2/2 (2/2); 2012-03-31 2/2/2 (2/2)",
    )
    .await;
    for test in testing::both(day("2026-11-23"), &MIGRATIONS) {
        import(&test, files(story.0, story.1, story.2)).await;
        let report = found(&test, "2012-03-31").await;
        let provinces = report.findings.by_province(Measure::ToDate);
        assert_eq!(format!("{provinces:?}"), r#"{"01": 1, "02": 1}"#, "{}", test.engine);
        let told = test
            .db
            .read(move |tx| {
                let query =
                    yearly::rows::RowsQuery::of(report.question.clone(), yearly::rows::Set::AgenciesToDate);
                yearly::rows::rows(tx, &query)
            })
            .await
            .unwrap();
        let beside: Vec<_> = told
            .iter()
            .map(|row| match row {
                yearly::rows::Row::Agency { name, successors, .. } => {
                    format!("{name} -> {}", successors.join(","))
                }
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(beside, ["Sở A -> ", "Sở B -> Sở A"], "{}: the survivor is shown beside it", test.engine);
    }
}

#[tokio::test]
async fn what_is_entered_late_counts_on_its_own_day_in_a_report_of_an_earlier_one() {
    for test in testing::both(day("2026-11-23"), &MIGRATIONS) {
        import(&test, files(&["1 A initial 2011-05-03 2014-05-03"], &[], &[])).await;
        let mut told = vec![figures(&test, "2012-03-31").await];
        test.db.clock().set(day("2026-12-01").starts_at());
        let late =
            files(&["1 A initial 2011-05-03 2014-05-03", "2 T initial 2011-07-01 2014-07-01"], &[], &[]);
        import(&test, late).await;
        told.push(figures(&test, "2012-03-31").await);
        told.push(figures(&test, "2011-06-30").await);
        assert_eq!(
            told.join("; "),
            "2012-03-31 1/1/1 (1/1); 2012-03-31 2/2/2 (2/2); 2011-06-30 1/1/1 (1/1)",
            "{}",
            test.engine
        );
    }
}

#[tokio::test]
async fn the_period_is_cut_at_the_as_of_day() {
    check(
        (
            &[
                "1 A initial 2011-05-03 2014-05-03",
                "2 B initial 2011-10-01 2014-10-01",
                "3 T initial 2012-02-01 2015-02-01",
            ],
            &[],
            &[],
        ),
        &["2011-09-30", "2011-12-31", "2012-03-31"],
        "2011-09-30 1/1/1 (1/1); 2011-12-31 2/2/2 (2/2); 2012-03-31 2/3/3 (2/3)",
    )
    .await;
}
