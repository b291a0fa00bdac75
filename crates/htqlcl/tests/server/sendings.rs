//! Imports sent by a browser: one at a time for each person, and files are not kept for ever.

use super::office::Office;
use platform::Error;
use platform::testing::site::{led_to, shows};
use std::sync::{Mutex, mpsc};

const CSV: &[u8] = "date,kind,subject,targets\n2011,dao_tao,Tập huấn tại Hà Nội,01\n".as_bytes();
const SENT: (&str, &str, &[u8]) = ("files", "programme-activities.csv", CSV);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_import_is_refused_while_the_first_runs_and_a_written_one_is_not_written_again() {
    let office = Office::new().await;
    let nation = office.site.browser("nation").await;
    // A session notes its first request in the database: that must be behind.
    assert_eq!(nation.get("/imports").await.status, 200);
    // The one writer of the embedded database is held, so that the first import cannot end.
    let (end, ends) = mpsc::channel::<()>();
    let (begun, begins) = mpsc::channel::<()>();
    let (db, ends) = (office.test.db.clone(), Mutex::new(ends));
    let holds = tokio::spawn(async move {
        db.write(move |_| {
            begun.send(()).map_err(Error::failed)?;
            // Nothing is ever sent: it ends when the other side goes away, also when the job runs once more because
            // a later one of its group was undone.
            let gone: Result<(), mpsc::RecvError> = ends.lock().unwrap().recv();
            assert!(gone.is_err());
            Ok(())
        })
        .await
    });
    begins.recv().unwrap();
    let first = led_to(&nation.upload("/imports", &[], SENT).await);
    let second = nation.upload("/imports", &[], SENT).await;
    assert_eq!(second.status, 422);
    shows(&second, &["Bạn đang có một lần nhập chưa xong."]);
    drop(end);
    holds.await.unwrap().unwrap();

    ended(&nation, &first).await;
    let written = led_to(&nation.post(&format!("{first}/write"), &[]).await);
    ended(&nation, &written).await;
    let again = nation.post(&format!("{first}/write"), &[]).await;
    assert_eq!(again.status, 422);
    shows(&again, &["Tệp đã gửi không còn được giữ"]);
}

/// Asks until the import has ended.
async fn ended(browser: &platform::testing::site::Browser<'_>, path: &str) {
    while browser.get(path).await.headers.contains_key("refresh") {
        tokio::task::yield_now().await;
    }
}
