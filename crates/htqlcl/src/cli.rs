//! The command line: what it takes, what it answers, and how it tells a failure.

use bpmn::feel::{Fields, Type};
use clap::{Args, Parser, Subcommand, ValueEnum};
use platform::db::{DbErrorKind, Location};
use platform::{Day, Error, Language, i18n};
use std::path::PathBuf;

/// Everything went well.
pub const EXIT_DONE: u8 = 0;
/// The input was refused, or a check found faults: nothing was written.
pub const EXIT_REFUSED: u8 = 1;
/// The command line was used wrongly; what the parser refuses ends with the same code.
pub const EXIT_WRONG_USE: u8 = 2;
/// The machine failed: the database cannot be reached or written, a port is taken, a file is gone.
pub const EXIT_FAILED: u8 = 3;
/// Refusals that come from a file or a port, not from the rules.
const OF_THE_MACHINE: [&str; 7] = [
    "cli-port-taken",
    "cli-import-no-folder",
    "cli-not-written",
    "cli-no-database",
    "cli-no-folder",
    "cli-bpmn-no-file",
    "cli-due-no-file",
];

/// Refusals of a word on the command line that names nothing.
const OF_USE: [&str; 2] = ["yearly-refusal-province-unknown", "yearly-refusal-ministry-unknown"];

/// Quality management of public administration: registers, certificates, the yearly report.
///
/// Hệ thống quản lý chất lượng trong cơ quan hành chính nhà nước.
///
/// Exit codes: 0 done; 1 refused or faults found, nothing written; 2 wrong use of the command line;
/// 3 the machine failed (database, file, port).
#[derive(Debug, Parser)]
#[command(name = "htqlcl", version, about, long_about, max_term_width = 100)]
pub struct Arguments {
    /// Language of answers: vi or en.
    #[arg(long, global = true, env = "HTQLCL_LANG", default_value = "vi", value_parser = ["vi", "en"])]
    lang: String,
    /// How the log is written to standard error.
    #[arg(long, global = true, value_enum, default_value = "text")]
    log: LogForm,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Forms of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// One readable line for each event.
    Text,
    /// One JSON object for each event.
    Json,
}

impl Arguments {
    /// The language of answers.
    pub fn language(&self) -> Language {
        Language::of_code(&self.lang).unwrap_or_default()
    }
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct DatabaseOption {
    /// sqlite:FILE (made when it is not there, but never to be read) or
    /// postgres://USER:PASSWORD@HOST:PORT/DATABASE.
    #[arg(long, env = "HTQLCL_DATABASE", default_value = "sqlite:htqlcl.sqlite", hide_env_values = true,
          value_parser = Location::parse)]
    pub database: Location,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web pages and the JSON API.
    Serve(Serve),
    /// Bring the database's tables and reference data up to date.
    Migrate(DatabaseOption),
    /// Read registers from files.
    #[command(subcommand)]
    Import(Import),
    /// Write a report to a file.
    #[command(subcommand)]
    Report(ReportCommand),
    /// Fill a database with demonstration data.
    Demo(Demo),
    /// Check the journal's chains, and every record against the replay of its journal.
    Verify(DatabaseOption),
    /// Accounts: make one, list them, give a new password, unlock.
    #[command(subcommand)]
    User(User),
    /// Ask the map: what was a place on a day, and what became of it.
    #[command(subcommand)]
    Places(Places),
    /// Due moments of the cases in a CSV file, exactly as promises are counted.
    ///
    /// Reads the columns case_id, rule (H, D, DC, C, S15), profile (P1, P2), swaps (yes, no), received, limit
    /// and suspensions (FROM/UNTIL with ; between), in any order; writes case_id, effective_start and due. Every
    /// bad row is told with line, field and reason, and then nothing is written.
    Due(Due),
    /// Ask a BPMN file: can it be executed, what does it look like, which steps has it.
    #[command(subcommand)]
    Bpmn(Bpmn),
}

/// Options of `serve`.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    /// Where the data is.
    pub database: DatabaseOption,
    /// Address to listen on.
    #[arg(long, env = "HTQLCL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
    /// Address under which people reach the server; QR codes and links on papers use it.
    #[arg(long, env = "HTQLCL_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Fill an empty database with demonstration data and one account for each role. Only on a
    /// loopback address.
    #[arg(long)]
    pub demo: bool,
    /// With `--demo`: how many dossiers the year of three offices has; 0 leaves the offices out.
    #[arg(long, default_value_t = 5_000)]
    pub dossiers: u64,
}

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Registers: agencies, certificates, bodies, cards, plans and the rest, as CSV or XLSX files.
    ///
    /// Known names: provinces-2012, agencies, agency-successions, legal-documents,
    /// consulting-organisations, certification-bodies, consultant-cards, assessor-cards,
    /// certificates, certificate-events, plans, model-frameworks, programme-activities.
    /// Every bad row is told with file, line and reason; one bad row and nothing is written.
    Registers(ImportRegisters),
}

/// Options of `import registers`.
#[derive(Debug, Args)]
pub struct ImportRegisters {
    /// Folder with the files.
    pub folder: PathBuf,
    /// Tell what would change, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseOption,
}

/// Reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// The yearly report, for any period as of any day.
    Yearly(YearlyReport),
}

/// Forms in which a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportForm {
    /// Figures for other programs.
    Json,
    /// The official paper, PDF/A.
    Pdf,
    /// The official paper for a word processor.
    Docx,
    /// The tables for a spreadsheet.
    Xlsx,
}

/// Options of `report yearly`.
#[derive(Debug, Args)]
pub struct YearlyReport {
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseOption,
    /// First day of the period, YYYY-MM-DD.
    #[arg(long, value_parser = day)]
    pub from: Day,
    /// Last day of the period, YYYY-MM-DD.
    #[arg(long, value_parser = day)]
    pub to: Day,
    /// The day on which the answer stands, YYYY-MM-DD.
    #[arg(long, value_parser = day)]
    pub as_of: Day,
    /// Only this province's part, by its code.
    #[arg(long, conflicts_with = "ministry")]
    pub province: Option<String>,
    /// Only this ministry's part, by its code.
    #[arg(long)]
    pub ministry: Option<String>,
    /// Form of the file.
    #[arg(long, value_enum, default_value = "json")]
    pub format: ReportForm,
    /// The file to write; `-` for standard output.
    #[arg(long, default_value = "-")]
    pub out: PathBuf,
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseOption,
    /// How many dossiers the year of three offices has; 0 leaves the offices out.
    #[arg(long, default_value_t = 5_000)]
    pub dossiers: u64,
    /// What everything is drawn from: the same number gives the same year.
    #[arg(long, default_value_t = 2_026)]
    pub seed: u64,
    /// The last day of the year, YYYY-MM-DD; today where none is given.
    #[arg(long)]
    pub today: Option<platform::Day>,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account with an appointment; its first password is printed once.
    Add(UserAdd),
    /// List accounts and their appointments.
    List(DatabaseOption),
    /// Give an account a new password, printed once, and unlock it.
    Reset(UserReset),
}

/// Options of `user add`.
#[derive(Debug, Args)]
pub struct UserAdd {
    /// Name to sign in with.
    pub login: String,
    /// Name of the person.
    #[arg(long)]
    pub name: String,
    /// Code of the agency acted for.
    #[arg(long)]
    pub agency: String,
    /// Role, such as administrator, national_officer or office_administrator; a wrong one lists them all.
    #[arg(long)]
    pub role: String,
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseOption,
}

/// Options of `user reset`.
#[derive(Debug, Args)]
pub struct UserReset {
    /// Name to sign in with.
    pub login: String,
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseOption,
}

/// Questions to the map.
#[derive(Debug, Subcommand)]
pub enum Places {
    /// What a code named on a day.
    Was(PlaceQuestion),
    /// What became of the place that a code named on a day.
    Became(PlaceQuestion),
}

/// A place by its code on a day.
#[derive(Debug, Args)]
pub struct PlaceQuestion {
    /// Code of the statistics office: 2 digits for a province, 3 for a district, 5 for a commune.
    pub code: String,
    /// The day, YYYY-MM-DD.
    #[arg(long, value_parser = day)]
    pub on: Day,
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseOption,
}

/// Questions to a BPMN file.
#[derive(Debug, Subcommand)]
pub enum Bpmn {
    /// Whether it is executable and sound: what is refused by name and place, and what was found.
    ///
    /// Exit codes: 0 executable and sound; 1 not.
    Check(BpmnCheck),
    /// The diagram as SVG; what is refused is marked in it.
    Svg(BpmnSvg),
    /// The steps in order: number, step, role, time.
    Steps(BpmnFile),
}

/// A BPMN file.
#[derive(Debug, Args)]
pub struct BpmnFile {
    /// The file.
    pub file: PathBuf,
}

/// Options of `bpmn check`.
#[derive(Debug, Args)]
pub struct BpmnCheck {
    /// The file.
    pub file: PathBuf,
    /// Answer for other programs.
    #[arg(long)]
    pub json: bool,
    /// A field that conditions may name, as NAME:TYPE with type text, number, boolean or date; may be repeated.
    #[arg(long = "field", value_name = "NAME:TYPE", value_parser = field)]
    pub declared: Vec<(String, Type)>,
}

impl BpmnCheck {
    /// The fields that conditions may name.
    pub fn fields(&self) -> Fields {
        self.declared.iter().cloned().collect()
    }
}

/// Options of `bpmn svg`.
#[derive(Debug, Args)]
pub struct BpmnSvg {
    /// The file.
    pub file: PathBuf,
    /// The file to write; `-` for standard output.
    #[arg(long, default_value = "-")]
    pub out: PathBuf,
}

fn field(text: &str) -> Result<(String, Type), String> {
    let kind = |word: &str| match word {
        "text" => Some(Type::Text),
        "number" => Some(Type::Number),
        "boolean" => Some(Type::Boolean),
        "date" => Some(Type::Date),
        _ => None,
    };
    let told =
        text.split_once(':').and_then(|(name, word)| Some((name.trim().to_owned(), kind(word.trim())?)));
    let told = told.filter(|(name, _)| !name.is_empty());
    told.ok_or_else(|| format!("{text:?} is no field; write NAME:TYPE, as in amount:number"))
}

/// Options of `due`.
#[derive(Debug, Args)]
pub struct Due {
    /// The CSV file; `-` for standard input.
    pub file: PathBuf,
    /// Explain this case day by day instead, with the legal basis of every step.
    #[arg(long, value_name = "CASE_ID")]
    pub explain: Option<String>,
    /// Count by the holidays released last in this database; without it, by those the program carries.
    #[arg(long, value_parser = Location::parse)]
    pub database: Option<Location>,
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| format!("{text:?} is not a day; write YYYY-MM-DD, as in 2012-03-31"))
}

/// Writes the log to standard error; `RUST_LOG` chooses what.
pub fn start_log(arguments: &Arguments) {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tokio_postgres=warn"));
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(is_terminal).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first log.
    let _ = match arguments.log {
        LogForm::Json => log.json().try_init(),
        LogForm::Text => log.with_target(false).compact().try_init(),
    };
}

/// Tells an error on standard error and gives its exit code.
pub fn tell(error: &Error, language: Language) -> u8 {
    match error {
        Error::Refused(refusals) => {
            for refusal in &refusals.0 {
                eprintln!("htqlcl: {}", i18n::refusal(language, refusal));
            }
            let any_of = |keys: &[&str]| refusals.0.iter().any(|refusal| keys.contains(&refusal.key));
            match (any_of(&OF_THE_MACHINE), any_of(&OF_USE)) {
                (true, _) => EXIT_FAILED,
                (false, true) => EXIT_WRONG_USE,
                (false, false) => EXIT_REFUSED,
            }
        }
        Error::Forbidden(_) | Error::NotFound | Error::Repeated { .. } => {
            eprintln!("htqlcl: {error}");
            EXIT_REFUSED
        }
        Error::Failed(failure) => {
            let key = match error.db().map(|db| db.kind) {
                Some(DbErrorKind::Full) => Some("cli-database-full"),
                Some(DbErrorKind::ReadOnly) => Some("cli-database-read-only"),
                Some(DbErrorKind::Unreachable) => Some("cli-database-unreachable"),
                Some(DbErrorKind::Busy) => Some("cli-database-busy"),
                _ => None,
            };
            match key {
                Some(key) => eprintln!("htqlcl: {} ({failure})", i18n::text(language, key)),
                None => eprintln!("htqlcl: {failure}"),
            }
            EXIT_FAILED
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::Refusal;

    #[test]
    fn what_a_file_or_a_port_refuses_is_a_failure_of_the_machine() {
        let code = |key| tell(&Refusal::new(key).into(), Language::Vi);
        assert_eq!(OF_THE_MACHINE.map(code), [EXIT_FAILED; 7]);
        assert_eq!(code("cli-demo-loopback"), EXIT_REFUSED);
    }
}
