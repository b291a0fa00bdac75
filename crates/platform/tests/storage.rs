//! The facade and the journal, told as stories on both engines.

use platform::db::{Migrations, check_on_postgres, check_on_sqlite};
use platform::journal::{self, Entry};
use platform::testing::{self, TestDb};
use platform::{Actor, Ctx, Day, Error, MIGRATIONS, sql};

const NOTES: Migrations = Migrations {
    component: "notes",
    files: &[(
        1,
        "notes",
        "create table note (\n  id bigint not null,\n  word text not null,\n  primary key (id)\n);\n",
    )],
};

/// Its rows are judged only when the transaction is committed, so that the commit itself can fail.
const PAIRS: Migrations = Migrations {
    component: "pairs",
    files: &[(
        1,
        "pairs",
        "create table pair (\n  id bigint not null,\n  note_id bigint not null references note deferrable initially deferred,\n  primary key (id)\n);\n",
    )],
};

sql!(pair(id: i64, note_id: i64) = "insert into pair (id, note_id) values ($1, $2)");
sql!(word_of(id: i64) -> One { word: String } = "select word from note where id = $1");
sql!(put(id: i64, word: &str) = "insert into note (id, word) values ($1, $2)");
sql!(words() -> Word { word: String } = "select word from note order by id");

fn today() -> Day {
    "2012-03-31".parse().unwrap()
}

fn note(tx: &mut platform::Tx<'_>, id: i64, word: &str) -> platform::Result<()> {
    put(tx, id, word)?;
    let entry = Entry { agency_id: 1, subject_kind: "note", subject_id: id, kind: "noted.1", payload: "{}" };
    journal::append(tx, entry)?;
    Ok(())
}

/// The word of a note, kept under the number of the note, and how often it had to be read for that.
fn kept_word(tx: &mut platform::Tx<'_>, id: i64) -> platform::Result<String> {
    let kept =
        tx.kept(&format!("note/{id}"), |tx| Ok(word_of(tx, id)?.into_iter().map(|row| row.word).collect()));
    kept.map(|words: std::sync::Arc<Vec<String>>| words.concat())
}

#[tokio::test]
async fn what_was_made_of_rows_that_are_undone_is_forgotten_with_them() {
    for test in testing::both(today(), &[MIGRATIONS, NOTES, PAIRS]) {
        let refused = test.db.write(|tx| {
            note(tx, 1, "refused")?;
            Err::<(), _>(Error::failed(kept_word(tx, 1)?))
        });
        assert_eq!(refused.await.unwrap_err().to_string(), "refused");
        let not_committed = test.db.write(|tx| {
            note(tx, 1, "not committed")?;
            pair(tx, 1, 2)?;
            assert_eq!(kept_word(tx, 1)?, "not committed");
            Ok(())
        });
        let error = not_committed.await.unwrap_err();
        assert!(error.db().is_some(), "the commit failed, and not the job: {error}");
        let written = |tx: &mut platform::Tx<'_>| {
            note(tx, 1, "written")?;
            kept_word(tx, 1)
        };
        assert_eq!(test.db.write(written).await.unwrap(), "written");
        // Read by a worker that did not make it, of a row that is another one by now.
        test.db.write(|tx| Ok(reword(tx, "changed")?)).await.unwrap();
        assert_eq!(test.db.read(|tx| kept_word(tx, 1)).await.unwrap(), "written");
    }
}

#[tokio::test]
async fn what_a_neighbour_in_the_same_commit_made_is_not_left_by_it_when_it_is_undone() {
    for test in testing::both(today(), &[MIGRATIONS, NOTES]) {
        let jobs: Vec<_> = (0..40)
            .map(|n| {
                let db = test.db.clone();
                tokio::spawn(async move {
                    let job = move |tx: &mut platform::Tx<'_>| {
                        put(tx, 1, &format!("w{n}"))?;
                        let kept = kept_word(tx, 1)?;
                        assert_eq!(kept, format!("w{n}"), "the word of another attempt was kept");
                        Err::<(), _>(Error::failed("on purpose"))
                    };
                    db.write(job).await.unwrap_err().to_string()
                })
            })
            .collect();
        for job in jobs {
            let told = job.await.unwrap();
            assert!(told.contains("on purpose"), "{told}");
        }
    }
}

sql!(reword(word: &str) = "update note set word = $1");

async fn on_both(story: impl AsyncFn(&TestDb) -> String) -> String {
    let mut told = Vec::new();
    for test in testing::both(today(), &[MIGRATIONS, NOTES]) {
        told.push(story(&test).await);
    }
    assert_eq!(told[0], told[1], "both engines tell the same");
    told.remove(0)
}

async fn all_words(test: &TestDb) -> String {
    let words = test.db.read(|tx| Ok(words(tx)?)).await.unwrap();
    words.into_iter().map(|row| row.word).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_job_that_fails_or_panics_leaves_nothing_and_hurts_no_neighbour() {
    let told = on_both(async |test| {
        let jobs: Vec<_> = (0..40)
            .map(|n| {
                let db = test.db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| {
                        note(tx, n, &format!("w{n:02}"))?;
                        match n % 4 {
                            1 => Err(Error::failed("on purpose")),
                            2 => panic!("on purpose"),
                            _ => Ok(()),
                        }
                    })
                    .await
                    .is_ok()
                })
            })
            .collect();
        let mut kept = 0;
        for job in jobs {
            kept += usize::from(job.await.unwrap());
        }
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        format!(
            "kept {kept}; links {}; faults {}; {}",
            verified.links,
            verified.faults.len(),
            all_words(test).await
        )
    })
    .await;
    assert!(told.starts_with("kept 20; links 20; faults 0; w00 w03 w04"), "{told}");
}

#[tokio::test]
async fn a_form_sent_twice_does_its_work_once() {
    let told = on_both(async |test| {
        let mut ctx = Ctx::new(test.db.clone(), Actor::system());
        ctx.form_key = Some("form-1".to_owned());
        let mut out = Vec::new();
        for _ in 0..2 {
            out.push(match ctx.write(|tx| note(tx, 5, "once")).await {
                Ok(()) => "written".to_owned(),
                Err(Error::Repeated { subject_kind, subject_id }) => {
                    format!("see {subject_kind} {subject_id}")
                }
                Err(other) => other.to_string(),
            });
        }
        out.join("; ")
    })
    .await;
    assert_eq!(told, "written; see note 5");
}

#[tokio::test]
async fn verification_names_the_first_altered_link() {
    let told = on_both(async |test| {
        for id in 1..=5 {
            test.db.write(move |tx| note(tx, id, "x")).await.unwrap();
        }
        test.db.write(|tx| Ok(alter(tx, 3)?)).await.unwrap();
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        format!("{:?}", verified.faults)
    })
    .await;
    assert!(told.contains("seq: 3") && told.contains("payload of noted.1 was altered"), "{told}");
}

sql!(alter(seq: i64) = "update journal set payload = '{\"a\":1}' where seq = $1");

#[test]
fn every_statement_fits_both_engines() {
    let lite = testing::sqlite(today(), &[MIGRATIONS, NOTES, PAIRS]);
    let server = testing::postgres(today(), &[MIGRATIONS, NOTES, PAIRS]);
    if let platform::db::Location::Sqlite(file) = lite.db.location() {
        assert_eq!(check_on_sqlite(file).unwrap(), Vec::<String>::new());
    }
    if let platform::db::Location::Postgres(url) = server.db.location() {
        assert_eq!(check_on_postgres(url).unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_full_database_says_so_and_keeps_what_it_had() {
    let test = testing::sqlite(today(), &[MIGRATIONS, NOTES]);
    test.db.write(|tx| note(tx, 1, "kept")).await.unwrap();
    test.db.write(|tx| Ok(limit_pages(tx).map(drop)?)).await.unwrap();
    let long = "x".repeat(2_000_000);
    let error = test.db.write(move |tx| note(tx, 2, &long)).await.unwrap_err();
    assert_eq!(error.db().map(|db| db.kind), Some(platform::db::DbErrorKind::Full), "{error}");
    assert_eq!(all_words(&test).await, "kept");
}

/// Declared by hand: a pragma is no statement of the product and only one engine has it.
fn limit_pages(tx: &mut platform::Tx<'_>) -> Result<u64, platform::db::DbError> {
    static PRAGMA: platform::db::Statement = platform::db::Statement {
        name: "limit_pages",
        sql: "pragma max_page_count = 64",
        parameters: &[],
        columns: &[],
    };
    tx.run(&PRAGMA, &[], &mut |_| Ok(()))
}
