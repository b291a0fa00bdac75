//! An issued copy and what may happen to it. Pure.

use platform::{Day, Record};
use serde::{Deserialize, Serialize};

/// What stands around an issued copy: number, day, who issues and who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The running number of the year (số).
    pub number: i64,
    /// What stands after the number (ký hiệu), such as `BC-TĐC`.
    pub symbol: String,
    /// The day on the paper.
    pub issued_on: Option<Day>,
    /// The body above the issuing one; empty for none.
    pub superior: String,
    /// The issuing body.
    pub issuer: String,
    /// Where.
    pub place: String,
    /// By what authority the signer signs; empty for the head.
    pub signer_authority: String,
    /// Office of who signs.
    pub signer_title: String,
    /// Name of who signs.
    pub signer_name: String,
    /// Coming tasks (nhiệm vụ), one a line.
    pub tasks: String,
    /// Those who receive copies, one a line.
    pub copies_to: String,
}

/// A notice of what an issued copy says wrongly, as its readers are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The number of the notice.
    pub number: i64,
    /// What stands after it.
    pub symbol: String,
    /// The day on the notice.
    pub noticed_on: Day,
    /// Why the figures are others.
    pub reason: String,
    /// Those addressed, one a line.
    pub addressed_to: String,
    /// Office of who signs.
    pub signer_title: String,
    /// Name of who signs.
    pub signer_name: String,
    /// What differed when it was noticed, as versioned JSON.
    pub differences: String,
}

/// An issued copy of the yearly report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its id.
    pub id: i64,
    /// Who issued it.
    pub owner_agency_id: i64,
    /// The word of its edition.
    pub edition: String,
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// The day on which its figures stand.
    pub as_of: Day,
    /// The instant at which its figures were taken.
    pub issued_at: i64,
    /// Number, day, signature.
    pub heading: Heading,
    /// Its figures and all that was found, as versioned JSON.
    pub figures: String,
    /// What its figures mean, as versioned JSON.
    pub definitions: String,
    /// SHA-256 over figures and definitions, in hexadecimal.
    pub sha256: String,
    /// What was noticed since.
    pub corrections: Vec<Correction>,
    /// How many events made it.
    pub revision: i64,
}

/// What happened to an issued copy. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was issued.
    Issued {
        /// Who issued it.
        owner_agency_id: i64,
        /// The word of its edition.
        edition: String,
        /// First day of the period.
        from: Day,
        /// Last day of the period.
        to: Day,
        /// The day on which its figures stand.
        as_of: Day,
        /// The instant at which its figures were taken.
        issued_at: i64,
        /// Number, day, signature.
        heading: Heading,
        /// Its figures.
        figures: String,
        /// What they mean.
        definitions: String,
        /// The hash over both.
        sha256: String,
    },
    /// A correction was noticed.
    CorrectionNoticed {
        /// The notice.
        correction: Correction,
    },
}

impl Record for Issue {
    const KIND: &'static str = "report_issue";
    type Event = Event;

    fn begin(id: i64, event: &Event) -> Option<Issue> {
        let Event::Issued {
            owner_agency_id,
            edition,
            from,
            to,
            as_of,
            issued_at,
            heading,
            figures,
            definitions,
            sha256,
        } = event
        else {
            return None;
        };
        Some(Issue {
            id,
            owner_agency_id: *owner_agency_id,
            edition: edition.clone(),
            from: *from,
            to: *to,
            as_of: *as_of,
            issued_at: *issued_at,
            heading: heading.clone(),
            figures: figures.clone(),
            definitions: definitions.clone(),
            sha256: sha256.clone(),
            corrections: Vec::new(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &Event) {
        self.revision += 1;
        if let Event::CorrectionNoticed { correction } = event {
            self.corrections.push(correction.clone());
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

impl Issue {
    /// Number and symbol as written: `05/BC-TĐC`.
    pub fn number_text(&self) -> String {
        written_number(self.heading.number, &self.heading.symbol)
    }

    /// The day on the paper; the as-of day where an old copy has none.
    pub fn issued_on(&self) -> Day {
        self.heading.issued_on.unwrap_or(self.as_of)
    }
}

impl Correction {
    /// Number and symbol as written: `12/TĐC-HCHQ`.
    pub fn number_text(&self) -> String {
        written_number(self.number, &self.symbol)
    }
}

fn written_number(number: i64, symbol: &str) -> String {
    if symbol.is_empty() { format!("{number:02}") } else { format!("{number:02}/{symbol}") }
}

/// Lines of a text that hold something.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
