//! What every request shares: the database, the key, the printing press, limits and counters.

use super::frame::Section;
use super::held::Held;
use super::limits::{Limiter, Limits};
use super::metrics::Metrics;
use super::secret::Secret;
use super::turns::Turns;
use crate::accounts::Sessions;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Renders official papers and spreadsheets. The binary plugs in the crate that can.
pub trait Press: Send + Sync {
    /// PDF of a paper.
    ///
    /// # Errors
    /// When the renderer fails.
    fn pdf(&self, paper: &papers::Paper) -> Result<Vec<u8>>;
    /// DOCX of a paper.
    ///
    /// # Errors
    /// When the renderer fails.
    fn docx(&self, paper: &papers::Paper) -> Result<Vec<u8>>;
    /// XLSX of a workbook.
    ///
    /// # Errors
    /// When the renderer fails.
    fn xlsx(&self, workbook: &papers::Workbook) -> Result<Vec<u8>>;
}

/// A press that prints nothing: for tests and for commands that never print.
#[derive(Debug, Clone, Copy)]
pub struct NoPress;

impl Press for NoPress {
    fn pdf(&self, _: &papers::Paper) -> Result<Vec<u8>> {
        Err(Error::failed("this program was built without a press"))
    }
    fn docx(&self, _: &papers::Paper) -> Result<Vec<u8>> {
        Err(Error::failed("this program was built without a press"))
    }
    fn xlsx(&self, _: &papers::Workbook) -> Result<Vec<u8>> {
        Err(Error::failed("this program was built without a press"))
    }
}

/// An agency as accounts know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAgency {
    /// Its id.
    pub id: i64,
    /// Its name today.
    pub name: String,
}

/// Finds the agency of a code typed by an administrator. The register of agencies provides it.
pub type AgencyFinder = fn(&mut Tx<'_>, &str) -> Result<Option<NamedAgency>>;

/// Without a register of agencies there is only the nation, under the code `0`.
fn no_agencies(_: &mut Tx<'_>, code: &str) -> Result<Option<NamedAgency>> {
    Ok((code == "0").then(|| NamedAgency { id: 0, name: "Hệ thống".to_owned() }))
}

/// An account of the demo, as its sign-in page offers it.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
    /// The role.
    pub role: crate::Role,
}

/// How an [`App`] is made.
pub struct AppOptions {
    /// The database.
    pub db: Db,
    /// The key of the installation.
    pub secret: Secret,
    /// The printing press.
    pub press: Arc<dyn Press>,
    /// The address under which people reach the product, without a slash at the end.
    pub public_url: String,
    /// Whether this is the demo: any password, no second factor, loopback only.
    pub demo: bool,
    /// Whether the database holds made-up data, as [`super::is_illustration`] tells; a demo always does.
    pub illustration: bool,
    /// The parts of the product in the rail.
    pub sections: &'static [Section],
    /// How the agency of a typed code is found.
    pub find_agency: AgencyFinder,
    /// How many requests are answered.
    pub limits: Limits,
    /// Accounts that the sign-in page of the demo offers.
    pub demo_accounts: Vec<DemoAccount>,
}

impl AppOptions {
    /// The least there is: no press, no sections, usual limits.
    pub fn new(db: Db, secret: Secret) -> AppOptions {
        AppOptions {
            db,
            secret,
            press: Arc::new(NoPress),
            public_url: "http://127.0.0.1:8080".to_owned(),
            demo: false,
            illustration: false,
            sections: &[],
            find_agency: no_agencies,
            limits: Limits::default(),
            demo_accounts: Vec::new(),
        }
    }
}

/// What every request shares. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// The inside of an [`App`].
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The key of the installation.
    pub secret: Secret,
    /// The printing press; prefer [`App::pdf`] and its neighbours, which leave the server free meanwhile.
    pub press: Arc<dyn Press>,
    /// The address under which people reach the product, without a slash at the end.
    pub public_url: String,
    /// Whether this is the demo.
    pub demo: bool,
    /// Whether the database holds made-up data: every page and every paper says so.
    pub illustration: bool,
    /// The parts of the product in the rail.
    pub sections: &'static [Section],
    /// How the agency of a typed code is found.
    pub find_agency: AgencyFinder,
    /// Counters of requests.
    pub metrics: Metrics,
    /// Limits by account and by address.
    pub limiter: Limiter,
    /// Signed-in browsers.
    pub sessions: Sessions,
    /// Whether the demo is still being filled.
    pub readiness: Readiness,
    /// Forms of people who rested too long.
    pub held: Held,
    /// Whose turn it is to have a spreadsheet made.
    pub(super) spreadsheets: tokio::sync::Semaphore,
    /// Whose turn it is to have a book or a long report printed.
    pub(super) long_papers: Turns,
    /// Accounts that the sign-in page of the demo offers.
    pub demo_accounts: Vec<DemoAccount>,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Makes it.
    pub fn new(options: AppOptions) -> App {
        App(Arc::new(Shared {
            sessions: Sessions::default(),
            metrics: Metrics::default(),
            limiter: Limiter::new(&options.limits),
            readiness: Readiness::default(),
            held: Held::default(),
            spreadsheets: tokio::sync::Semaphore::new(1),
            long_papers: Turns::default(),
            demo_accounts: if options.demo { options.demo_accounts } else { Vec::new() },
            db: options.db,
            secret: options.secret,
            press: options.press,
            public_url: options.public_url.trim_end_matches('/').to_owned(),
            demo: options.demo,
            illustration: options.illustration || options.demo,
            sections: options.sections,
            find_agency: options.find_agency,
        }))
    }

    /// Whether people come by HTTPS.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// PDF of a paper, made on a thread that may take its time.
    ///
    /// # Errors
    /// When the renderer fails.
    pub async fn pdf(&self, paper: papers::Paper) -> Result<Vec<u8>> {
        let paper = self.marked(paper);
        self.print(move |press| press.pdf(&paper)).await
    }

    /// PDF of a paper that this account asked for. Books and long reports of one account are printed one after the
    /// other, so that nobody takes the press for himself; those who are not signed in are limited by address.
    ///
    /// # Errors
    /// A refusal when another long paper of the account waits already; else when the renderer fails.
    pub(super) async fn pdf_for(&self, account_id: i64, paper: papers::Paper) -> Result<Vec<u8>> {
        if !paper.is_long() || account_id == 0 {
            return self.pdf(paper).await;
        }
        let (turn, paper) = (self.long_papers.wait(account_id).await?, self.marked(paper));
        self.print(move |press| {
            let printed = press.pdf(&paper);
            drop(turn);
            printed
        })
        .await
    }

    /// DOCX of a paper.
    ///
    /// # Errors
    /// When the renderer fails.
    pub async fn docx(&self, paper: papers::Paper) -> Result<Vec<u8>> {
        let paper = self.marked(paper);
        self.print(move |press| press.docx(&paper)).await
    }

    /// XLSX of a workbook.
    ///
    /// # Errors
    /// When the renderer fails.
    pub async fn xlsx(&self, workbook: papers::Workbook) -> Result<Vec<u8>> {
        self.print(move |press| press.xlsx(&workbook)).await
    }

    fn marked(&self, paper: papers::Paper) -> papers::Paper {
        if self.illustration { paper.illustration() } else { paper }
    }

    async fn print<F>(&self, job: F) -> Result<Vec<u8>>
    where
        F: FnOnce(&dyn Press) -> Result<Vec<u8>> + Send + 'static,
    {
        let press = Arc::clone(&self.press);
        tokio::task::spawn_blocking(move || job(press.as_ref()))
            .await
            .unwrap_or_else(|error| Err(Error::failed(format!("the press stopped: {error}"))))
    }
}

/// How far the first filling of the demo is; `/healthz` tells it.
#[derive(Clone, Default)]
pub struct Readiness(Arc<Progress>);

#[derive(Default)]
struct Progress {
    filling: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    step: Mutex<String>,
}

impl Readiness {
    /// Says that `total` pieces of work have begun; until [`Self::finish`] the product is not ready.
    pub fn begin(&self, total: u64) {
        self.0.total.store(total, Ordering::SeqCst);
        self.0.done.store(0, Ordering::SeqCst);
        self.0.filling.store(true, Ordering::SeqCst);
    }

    /// Says what is being done, and how many pieces are behind.
    pub fn step(&self, done: u64, words: &str) {
        self.0.done.store(done, Ordering::SeqCst);
        words.clone_into(&mut self.0.step.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
    }

    /// Says that everything is there.
    pub fn finish(&self) {
        self.0.filling.store(false, Ordering::SeqCst);
    }

    /// Whether everything is there.
    pub fn is_ready(&self) -> bool {
        !self.0.filling.load(Ordering::SeqCst)
    }

    /// Pieces behind, pieces in all, and what is being done.
    pub fn progress(&self) -> (u64, u64, String) {
        let step = self.0.step.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
        (self.0.done.load(Ordering::SeqCst), self.0.total.load(Ordering::SeqCst), step)
    }
}
