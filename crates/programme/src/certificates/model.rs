//! A certificate and what may happen to it. Pure.

use platform::{Day, KnownDate, Record};
use serde::{Deserialize, Serialize};

/// Whether an agency is certified for the first time or again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateKind {
    /// First certification (cấp lần đầu).
    Initial,
    /// Certification again after one that expired or is about to (cấp lại).
    Renewal,
}

impl CertificateKind {
    /// The word in rows, files and URLs.
    pub fn word(self) -> &'static str {
        match self {
            CertificateKind::Initial => "initial",
            CertificateKind::Renewal => "renewal",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<CertificateKind> {
        [CertificateKind::Initial, CertificateKind::Renewal].into_iter().find(|kind| kind.word() == word)
    }
}

/// What may be done to a certificate after its grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Đình chỉ: not valid from its day on, until resumed.
    Suspended,
    /// Khôi phục: valid again.
    Resumed,
    /// Thu hồi: not valid from its day on.
    Withdrawn,
    /// Hủy vì cấp sai: from its day on the certificate counts nowhere, as if never granted.
    Annulled,
}

impl ActKind {
    /// All of them, in the order of menus.
    pub const ALL: [ActKind; 4] =
        [ActKind::Suspended, ActKind::Resumed, ActKind::Withdrawn, ActKind::Annulled];

    /// The word in rows, files and URLs.
    pub fn word(self) -> &'static str {
        match self {
            ActKind::Suspended => "suspended",
            ActKind::Resumed => "resumed",
            ActKind::Withdrawn => "withdrawn",
            ActKind::Annulled => "annulled",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<ActKind> {
        ActKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One act on a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What was done.
    pub kind: ActKind,
    /// When it took effect.
    pub happened: KnownDate,
    /// Why, in the words of the decision.
    pub reason: String,
    /// Number of the decision, if there is one.
    pub decision_no: Option<String>,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its number, as printed.
    pub number: String,
    /// The agency it was granted to, as that agency was on the day.
    pub agency_id: i64,
    /// First or again.
    pub kind: CertificateKind,
    /// The standard, such as `TCVN ISO 9001:2008`.
    pub standard: String,
    /// What it covers.
    pub scope: String,
    /// Who granted it.
    pub issued_by: String,
    /// The certification body that assessed, if one did.
    pub certification_body_code: Option<String>,
    /// The certificate that this one renews, if it is recorded.
    pub renews_id: Option<i64>,
    /// When it was granted.
    pub issued: KnownDate,
    /// The last valid day; a month or year means its last day; none when the paper states none.
    pub expires: Option<KnownDate>,
}

/// A certificate of a quality management system (giấy chứng nhận hệ thống quản lý chất lượng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: i64,
    /// The agency that keeps this record.
    pub owner_agency_id: i64,
    /// What it says today.
    pub content: Content,
    /// What was done to it, in the order recorded.
    pub acts: Vec<Act>,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to a certificate. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was granted, or entered from an older register.
    Granted {
        /// Who keeps the record.
        owner_agency_id: i64,
        /// What it says.
        content: Content,
    },
    /// What was recorded was wrong; this is right.
    Corrected {
        /// What it says.
        content: Content,
        /// Why.
        reason: String,
    },
    /// Something was done to it.
    Acted {
        /// What.
        act: Act,
    },
    /// An act was recorded wrongly; this is right.
    ActCorrected {
        /// Which act, from 0.
        position: usize,
        /// What it was.
        act: Act,
        /// Why it is corrected.
        reason: String,
    },
}

impl Record for Certificate {
    const KIND: &'static str = "certificate";
    type Event = Event;

    fn begin(id: i64, event: &Event) -> Option<Certificate> {
        match event {
            Event::Granted { owner_agency_id, content } => Some(Certificate {
                id,
                owner_agency_id: *owner_agency_id,
                content: content.clone(),
                acts: Vec::new(),
                revision: 1,
            }),
            _ => None,
        }
    }

    fn apply(&mut self, event: &Event) {
        self.revision += 1;
        match event {
            Event::Granted { .. } => {}
            Event::Corrected { content, .. } => self.content = content.clone(),
            Event::Acted { act } => self.acts.push(act.clone()),
            Event::ActCorrected { position, act, .. } => {
                if let Some(recorded) = self.acts.get_mut(*position) {
                    *recorded = act.clone();
                }
            }
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

/// What a certificate is worth on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not yet granted on that day.
    NotYet,
    /// Valid (còn hiệu lực).
    InForce,
    /// Suspended (đình chỉ).
    Suspended,
    /// Withdrawn (thu hồi).
    Withdrawn,
    /// Its last day has passed (hết hạn).
    Expired,
    /// Granted in error and annulled (hủy).
    Annulled,
}

impl Standing {
    /// All of them, in the order of filters.
    pub const ALL: [Standing; 6] = [
        Standing::InForce,
        Standing::Suspended,
        Standing::Withdrawn,
        Standing::Expired,
        Standing::Annulled,
        Standing::NotYet,
    ];

    /// The standing of a word.
    pub fn of_word(word: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|standing| standing.word() == word)
    }

    /// The word in URLs, the JSON API and keys of sentences.
    pub fn word(self) -> &'static str {
        match self {
            Standing::NotYet => "not_yet",
            Standing::InForce => "in_force",
            Standing::Suspended => "suspended",
            Standing::Withdrawn => "withdrawn",
            Standing::Expired => "expired",
            Standing::Annulled => "annulled",
        }
    }
}

/// A period without validity: from a day until the day before `to_on`, or on and on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// First day without validity.
    pub from_on: Day,
    /// First day after it; none when it lasts.
    pub to_on: Option<Day>,
    /// Suspended or withdrawn.
    pub kind: ActKind,
}

impl Certificate {
    /// The last valid day, if the paper states one.
    pub fn expires_on(&self) -> Option<Day> {
        self.content.expires.map(KnownDate::counts_from)
    }

    /// The day from which it counts nowhere, if it was annulled.
    pub fn annulled_on(&self) -> Option<Day> {
        let annulled = self.acts.iter().filter(|act| act.kind == ActKind::Annulled);
        annulled.map(|act| act.happened.counts_from()).min()
    }

    /// The acts in the order of the days they rule from; on one day, in the order recorded.
    pub fn acts_by_day(&self) -> Vec<&Act> {
        let mut acts: Vec<&Act> = self.acts.iter().collect();
        acts.sort_by_key(|act| act.happened.counts_from());
        acts
    }

    /// The periods in which suspension or withdrawal took its validity away.
    ///
    /// An act rules from its own day on; of several on one day the last recorded rules.
    pub fn holds(&self) -> Vec<Hold> {
        let mut holds: Vec<Hold> = Vec::new();
        for act in self.acts_by_day() {
            let on = act.happened.counts_from();
            if act.kind == ActKind::Annulled {
                continue;
            }
            if let Some(open) = holds.last_mut().filter(|hold| hold.to_on.is_none()) {
                open.to_on = Some(on);
            }
            holds.retain(|hold| hold.to_on != Some(hold.from_on));
            if act.kind != ActKind::Resumed {
                holds.push(Hold { from_on: on, to_on: None, kind: act.kind });
            }
        }
        holds
    }

    /// What it is worth on `day`.
    pub fn standing_on(&self, day: Day) -> Standing {
        if self.annulled_on().is_some_and(|on| on <= day) {
            return Standing::Annulled;
        }
        if self.content.issued.counts_from() > day {
            return Standing::NotYet;
        }
        let holds = self.holds();
        let hold =
            holds.iter().find(|hold| hold.from_on <= day && hold.to_on.is_none_or(|to_on| to_on > day));
        let expired = self.expires_on().is_none_or(|on| on < day);
        match hold.map(|hold| hold.kind) {
            Some(ActKind::Withdrawn) => Standing::Withdrawn,
            _ if expired => Standing::Expired,
            Some(_) => Standing::Suspended,
            None => Standing::InForce,
        }
    }
}
