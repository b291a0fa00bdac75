//! Stories of activities.

use super::*;
use crate::certificates::{Command, Judged};
use crate::stories::{day, entered, on_both, system, told};
use platform::testing::TestDb;

fn row([date, kind, subject, targets]: [&str; 4]) -> Row {
    let [date, kind, subject, targets] = [date, kind, subject, targets].map(str::to_owned);
    Row { date, kind, subject, targets, known_by: None }
}

async fn enter_line(test: &TestDb, line: [&str; 4]) -> String {
    let row = row(line);
    entered(test.db.write(move |tx| enter(tx, &row)).await)
}

async fn listed(test: &TestDb, on: &str, text: &str) -> String {
    let filter = Filter { text: text.to_owned(), ..Filter::on(day(on)) };
    let (number, lines) =
        test.db.read(move |tx| Ok((count(tx, &filter)?, list(tx, &filter, None, 9)?))).await.unwrap();
    let lines = lines.iter().map(|line| match line.count_stated {
        Some(count) => format!("{}({count})", line.kind),
        None => line.kind.clone(),
    });
    format!("{number} {}", lines.collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn the_same_kind_day_and_subject_are_the_same_activity() {
    let told = on_both(async |test| {
        vec![
            enter_line(test, ["2011", "ban_hanh", "02 thông tư", ""]).await,
            enter_line(test, ["2011", "ban_hanh", "02 thông tư", ""]).await,
            enter_line(test, ["2011", "don_doc", "Đôn đốc", "BO-CT;BO-YT"]).await,
            enter_line(test, ["2011", "don_doc", "Đôn đốc", "BO-CT; BO-YT;BO-XD"]).await,
            enter_line(test, ["2012-04-06", "hoi_nghi", "Hội nghị tổng kết", ""]).await,
            listed(test, "2012-03-31", "").await,
            listed(test, "2012-04-06", "").await,
            listed(test, "2012-04-06", "bo-xd").await,
            listed(test, "2011-12-30", "").await,
        ]
    })
    .await;
    assert_eq!(
        told,
        "created; unchanged; created; targets:BO-CT;BO-YT>BO-CT;BO-YT;BO-XD; created; 2 don_doc ban_hanh(2); \
         3 hoi_nghi don_doc ban_hanh(2); 1 don_doc; 0 "
    );
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_a_correction_says_why() {
    let told = on_both(async |test| {
        let content = Content {
            happened: day("2031-01-01").into(),
            kind: ActivityKind::DaoTao,
            subject: " ".to_owned(),
            targets: Vec::new(),
            count_stated: Some(-1),
        };
        let ctx = system(test);
        let mut lines = vec![
            enter_line(test, ["hôm qua", "tiec", "", ""]).await,
            told(record(&ctx, content.clone()).await),
        ];
        let good = Content {
            happened: day("2029-05-01").into(),
            subject: "Lớp đào tạo".to_owned(),
            count_stated: Some(3),
            ..content
        };
        let id = record(&ctx, good.clone()).await.unwrap();
        lines.push(told(record(&ctx, good.clone()).await));
        let right = Content { count_stated: Some(4), ..good };
        let fix = |seen, reason: &str| {
            let what = Judged { right: right.clone(), reason: reason.to_owned() };
            correct(&ctx, Command { id, seen, what })
        };
        lines.push(told(fix(1, "").await));
        lines.push(told(fix(1, "đếm thiếu").await));
        lines.push(told(fix(1, "đếm thiếu").await));
        lines.push(told(fix(2, "đếm thiếu").await));
        lines
    })
    .await;
    assert_eq!(
        told,
        "date@date word@kind missing@subject; subject-missing@subject future@date count-negative@count_stated; \
         already-recorded@subject; reason-missing@reason; ok; stale@-; nothing-to-correct@-"
    );
}
