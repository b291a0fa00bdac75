//! A copy is issued, the registers move on, a correction is noticed.

use crate::common::{MIGRATIONS, day, import, system};
use crate::stories::files;
use platform::testing::{self, TestDb};
use platform::{Error, Language, Result, i18n, journal};
use reports::issues::{self, Correction, Frozen, Heading, Issue, IssueCommand, NoticeCommand};
use reports::yearly::{Edition, Question};

fn heading(number: i64) -> Heading {
    Heading {
        number,
        symbol: "BC-TĐC".to_owned(),
        issued_on: Some(day("2012-04-06")),
        issuer: "Tổng cục Tiêu chuẩn Đo lường Chất lượng".to_owned(),
        place: "Hà Nội".to_owned(),
        signer_title: "Tổng cục trưởng".to_owned(),
        signer_name: "Nguyễn Văn A".to_owned(),
        tasks: "Tập huấn cho địa phương\n\nĐôn đốc các bộ".to_owned(),
        ..Heading::default()
    }
}

fn question() -> Question {
    Question::new(day("2011-01-01"), day("2011-12-31"), day("2012-03-31")).unwrap()
}

fn correction(number: i64, on: &str) -> Correction {
    Correction {
        number,
        symbol: "TĐC".to_owned(),
        noticed_on: day(on),
        reason: "Bổ sung giấy cấp năm 2011 chưa vào sổ".to_owned(),
        addressed_to: String::new(),
        signer_title: "Tổng cục trưởng".to_owned(),
        signer_name: "Nguyễn Văn A".to_owned(),
        differences: String::new(),
    }
}

fn told<T>(outcome: Result<T>) -> String {
    match outcome {
        Ok(_) => "ok".to_owned(),
        Err(Error::Refused(reasons)) => {
            let keys = reasons.0.iter().map(|reason| {
                for language in Language::ALL {
                    let sentence = i18n::refusal(language, reason);
                    assert!(sentence != reason.key && !sentence.contains('{'), "{sentence}");
                }
                reason.key.trim_start_matches("issues-refusal-")
            });
            keys.collect::<Vec<_>>().join(" ")
        }
        Err(other) => other.to_string(),
    }
}

async fn load(test: &TestDb, id: i64) -> Issue {
    test.db.read(move |tx| issues::load(tx, id)).await.unwrap().unwrap()
}

/// What differs today and what changed it, in words.
async fn compared(test: &TestDb, id: i64) -> String {
    let issue = load(test, id).await;
    let (differences, changes) = test
        .db
        .read(move |tx| {
            let frozen = Frozen::read(&issue.figures, &issue.definitions)?;
            let now = reports::yearly::find(tx, &frozen.report.question)?;
            Ok((issues::differences(&frozen, &now), issues::changes(tx, &issue)?.0))
        })
        .await
        .unwrap();
    let mut told: Vec<String> =
        differences.iter().map(|found| format!("{} {}>{}", found.key, found.was, found.now)).collect();
    told.extend(changes.iter().map(|change| {
        let flags = |effect: issues::Effect| {
            [(effect.in_period, 'P'), (effect.to_date, 'D'), (effect.valid, 'V')]
                .iter()
                .filter(|(is, _)| *is)
                .map(|(_, letter)| *letter)
                .collect::<String>()
        };
        let effect = change
            .effect
            .map_or(String::new(), |(before, after)| format!(" {}>{}", flags(before), flags(after)));
        format!("{} {} {}{effect}", change.what, change.subject_kind, change.number)
    }));
    told.join("; ")
}

const FIRST: &[&str] = &["1 A initial 2011-05-03 2014-05-03", "2 T initial 2010-05-03 2013-05-03"];
const LATER: &[&str] = &[
    "1 A initial 2011-05-03 2014-05-03",
    "2 T initial 2010-05-03 2013-05-03",
    "3 B initial 2011-07-01 2014-07-01",
];

#[tokio::test]
async fn a_copy_stays_as_it_was_while_the_registers_move_and_the_notice_tells_the_difference() {
    for test in testing::both(day("2012-04-06"), &MIGRATIONS) {
        import(&test, files(FIRST, &[], &[])).await;
        let ctx = system(&test);
        let command = IssueCommand { question: question(), heading: heading(5) };
        let id = issues::issue(&ctx, command.clone()).await.unwrap();
        let issued = load(&test, id).await;
        assert_eq!(compared(&test, id).await, "", "{}", test.engine);
        assert_eq!(told(issues::issue(&ctx, command).await), "number-taken");
        let notice = |seen, correction| NoticeCommand { id, seen, correction };
        assert_eq!(
            told(issues::notice(&ctx, notice(1, correction(6, "2012-04-06"))).await),
            "nothing-differs"
        );

        test.db.clock().set(day("2012-06-01").starts_at());
        let events = ["1 withdrawn 2012-03-01", "2 suspended 2012-05-01"];
        import(&test, files(LATER, &events, &[])).await;
        // The suspension is of a day after the copy's, so that it moves no figure of it.
        assert_eq!(
            compared(&test, id).await,
            "agencies_certified_in_period 1>2; local_agencies_certified_to_date 1>2; \
             provinces_with_certified_agencies 1>2; agencies_certified_to_date 2>3; \
             certificates_granted_to_date 2>3; granted certificate 3 >PDV; withdrawn certificate 1 PDV>PD",
            "{}",
            test.engine
        );
        assert_eq!(load(&test, id).await, issued, "{}: nothing of the copy moved", test.engine);

        let wrong =
            Correction { reason: " ".into(), signer_name: String::new(), ..correction(0, "2012-04-01") };
        assert_eq!(
            told(issues::notice(&ctx, notice(1, wrong)).await),
            "number-missing reason-missing signer-missing before-issue"
        );
        assert_eq!(told(issues::notice(&ctx, notice(1, correction(6, "2012-06-01"))).await), "ok");
        assert_eq!(told(issues::notice(&ctx, notice(1, correction(7, "2012-06-01"))).await), "stale");
        assert_eq!(
            told(issues::notice(&ctx, notice(2, correction(6, "2012-06-01"))).await),
            "already-noticed number-taken"
        );

        let corrected = load(&test, id).await;
        assert_eq!((corrected.figures, corrected.sha256), (issued.figures, issued.sha256), "{}", test.engine);
        assert_eq!(corrected.corrections.len(), 1);
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert_eq!(format!("{:?}", verified.faults), "[]", "{}", test.engine);
    }
}

#[tokio::test]
async fn every_reason_against_issuing_is_told_at_once() {
    let test = testing::sqlite(day("2012-04-06"), &MIGRATIONS);
    let ctx = system(&test);
    let late = Question::new(day("2011-01-01"), day("2011-12-31"), day("2012-05-31")).unwrap();
    let empty = Heading { number: -1, issued_on: Some(day("2012-04-07")), ..Heading::default() };
    assert_eq!(
        told(issues::issue(&ctx, IssueCommand { question: late, heading: empty }).await),
        "number-missing as-of-future future issuer-missing signer-missing"
    );
    let early = Heading { issued_on: Some(day("2012-03-30")), ..heading(1) };
    assert_eq!(
        told(issues::issue(&ctx, IssueCommand { question: question(), heading: early }).await),
        "before-as-of"
    );
}

#[tokio::test]
async fn an_edition_holds_its_own_part_alone() {
    for test in testing::both(day("2012-04-06"), &MIGRATIONS) {
        import(&test, files(LATER, &[], &[])).await;
        let mut figures = Vec::new();
        for word in ["nation", "province:01", "province:02", "ministry:BO-TC", "ministry:BO-YT"] {
            let asked = Question { edition: Edition::of_word(word).unwrap(), ..question() };
            let report = test.db.read(move |tx| reports::yearly::find(tx, &asked)).await.unwrap();
            let found = reports::yearly::figures(&report);
            let of = |key: &str| found.get(key).map_or("-".to_owned(), ToString::to_string);
            figures.push(format!(
                "{word} {}+{}={} of {}",
                of("local_agencies_certified_to_date"),
                of("central_agencies_certified_to_date"),
                of("agencies_certified_to_date"),
                of("certificates_granted_to_date")
            ));
        }
        assert_eq!(
            figures.join("; "),
            "nation 2+1=3 of 3; province:01 1+-=1 of 1; province:02 1+-=1 of 1; \
             ministry:BO-TC -+1=1 of 1; ministry:BO-YT -+0=0 of 0",
            "{}",
            test.engine
        );
    }
}
