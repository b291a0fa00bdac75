//! A confirmed body and what may happen to it. Pure.

use crate::standing::{self, Act, Paper, Period, Standing};
use platform::{Day, Record, Scope};
use serde::{Deserialize, Serialize};

/// What a body is confirmed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Consulting organisation (tổ chức tư vấn).
    Consulting,
    /// Certification body (tổ chức chứng nhận).
    Certification,
}

impl BodyKind {
    /// Both, in the order of filters.
    pub const ALL: [BodyKind; 2] = [BodyKind::Consulting, BodyKind::Certification];

    /// The word in rows and URLs.
    pub fn word(self) -> &'static str {
        match self {
            BodyKind::Consulting => "consulting",
            BodyKind::Certification => "certification",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<BodyKind> {
        BodyKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            BodyKind::Consulting => "bodies-kind-consulting",
            BodyKind::Certification => "bodies-kind-certification",
        }
    }

    /// The column of the number in this kind's file.
    pub fn number_column(self) -> &'static str {
        match self {
            BodyKind::Consulting => "confirmation_no",
            BodyKind::Certification => "certificate_no",
        }
    }
}

/// What the register says of a body, all of which may be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its name.
    pub name: String,
    /// Code of the province of its seat; empty when not known.
    pub province_code: String,
    /// Its papers, in the order granted; never none.
    pub papers: Vec<Paper>,
    /// What was done to them, in the order recorded.
    pub acts: Vec<Act>,
}

/// A confirmed body (tổ chức được xác nhận).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its id.
    pub id: i64,
    /// Its code in the registers; never changes.
    pub code: String,
    /// What it is confirmed for.
    pub kind: BodyKind,
    /// What the register says.
    pub content: Content,
    /// Its standing over time.
    pub periods: Vec<Period>,
    /// The agency that keeps this record.
    pub owner_agency_id: i64,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to a body. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum BodyEvent {
    /// It was confirmed, or entered from an older register as it stood there.
    Confirmed {
        /// Its code.
        code: String,
        /// What for.
        kind: BodyKind,
        /// What the register says.
        content: Content,
        /// Who keeps the record.
        owner_agency_id: i64,
    },
    /// It was granted a further paper.
    Renewed {
        /// The paper.
        paper: Paper,
    },
    /// Its paper was suspended, resumed, revoked or issued again.
    Acted {
        /// The act.
        act: Act,
    },
    /// The register was wrong.
    Corrected {
        /// What is right.
        content: Content,
        /// Why.
        reason: String,
    },
}

impl Record for Body {
    const KIND: &'static str = "body";
    type Event = BodyEvent;

    fn begin(id: i64, event: &BodyEvent) -> Option<Body> {
        let BodyEvent::Confirmed { code, kind, content, owner_agency_id } = event else {
            return None;
        };
        Some(Body {
            id,
            code: code.clone(),
            kind: *kind,
            periods: standing::periods(&content.papers, &content.acts),
            content: content.clone(),
            owner_agency_id: *owner_agency_id,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &BodyEvent) {
        self.revision += 1;
        match event {
            BodyEvent::Confirmed { .. } => {}
            BodyEvent::Renewed { paper } => self.content.papers.push(paper.clone()),
            BodyEvent::Acted { act } => self.content.acts.push(act.clone()),
            BodyEvent::Corrected { content, .. } => self.content = content.clone(),
        }
        self.periods = standing::periods(&self.content.papers, &self.content.acts);
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

impl Body {
    /// What its confirmation is worth on `day`; none before the first paper.
    pub fn standing_on(&self, day: Day) -> Option<Standing> {
        standing::standing_on(&self.periods, day)
    }

    /// The paper that counts on `day`: the latest granted by then.
    pub fn paper_on(&self, day: Day) -> Option<&Paper> {
        self.content
            .papers
            .iter()
            .filter(|paper| paper.counts_on() <= day)
            .max_by_key(|paper| paper.counts_on())
    }

    /// The day from which its first paper counts; none for a body without papers.
    pub fn first_on(&self) -> Option<Day> {
        self.content.papers.iter().map(Paper::counts_on).min()
    }

    /// The text that searches look in, the name first because lists are sorted by it.
    pub fn folded(&self) -> String {
        let numbers = self.content.papers.iter().map(|paper| paper.number.as_str());
        let words: Vec<&str> =
            [self.content.name.as_str(), self.code.as_str()].into_iter().chain(numbers).collect();
        platform::search::fold(&words.join(" "))
    }

    /// Who may read it beyond those who read all: the body itself.
    pub fn reading_scope(&self) -> Scope {
        Scope::owned_by(self.id)
    }
}
