//! An applicant as the fold of its events. Pure.

use platform::Record;
use serde::{Deserialize, Serialize};

/// What an applicant is (loại đối tượng), with the national number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 0: công dân.
    #[default]
    Citizen,
    /// 1: doanh nghiệp.
    Enterprise,
    /// 2: hộ kinh doanh.
    Household,
}

impl Kind {
    /// All kinds in the order of their numbers.
    pub const ALL: [Kind; 3] = [Kind::Citizen, Kind::Enterprise, Kind::Household];

    /// The word in rows and forms.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Citizen => "citizen",
            Kind::Enterprise => "enterprise",
            Kind::Household => "household",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Citizen => "dossiers-applicant-citizen",
            Kind::Enterprise => "dossiers-applicant-enterprise",
            Kind::Household => "dossiers-applicant-household",
        }
    }
}

/// The data of an applicant or a proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// What it is.
    pub kind: Kind,
    /// Name of the person or organisation.
    pub name: String,
    /// Number of the identity card, or tax code; empty where none was shown.
    pub id_number: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Mail address.
    pub email: String,
}

impl Person {
    /// The same without blanks around, the name composed.
    pub fn tidy(&self) -> Person {
        let tidy = |text: &str| platform::search::compose(text.trim());
        Person {
            kind: self.kind,
            name: tidy(&self.name),
            id_number: self.id_number.trim().to_owned(),
            address: tidy(&self.address),
            phone: self.phone.trim().to_owned(),
            email: self.email.trim().to_owned(),
        }
    }

    /// All data as one text, of which the commitment is made: each part with its length before it.
    pub fn text(&self) -> String {
        let parts = [self.kind.word(), &self.name, &self.id_number, &self.address, &self.phone, &self.email];
        parts.iter().map(|part| format!("{}:{part};", part.len())).collect()
    }

    /// The identity number with all but its last three digits hidden, for pages that need no more.
    pub fn masked_number(&self) -> String {
        let count = self.id_number.chars().count();
        let tail: String = self.id_number.chars().skip(count.saturating_sub(3)).collect();
        if count <= 3 { self.id_number.clone() } else { format!("{}{tail}", "•".repeat(count - 3)) }
    }
}

/// An applicant: what the journal knows of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// The agency that serves it.
    pub agency_id: i64,
    /// Its id.
    pub id: i64,
    /// The salted SHA-256 of its data.
    pub commitment: String,
    /// Whether the data were erased.
    pub erased: bool,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What may happen to an applicant. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ApplicantEvent {
    /// It came for the first time.
    Entered {
        /// The agency that serves it.
        agency_id: i64,
        /// The salted SHA-256 of its data.
        commitment: String,
    },
    /// Its data were erased.
    Erased,
}

impl Record for Applicant {
    const KIND: &'static str = "applicant";
    type Event = ApplicantEvent;

    fn begin(id: i64, event: &ApplicantEvent) -> Option<Applicant> {
        let ApplicantEvent::Entered { agency_id, commitment } = event else { return None };
        Some(Applicant {
            agency_id: *agency_id,
            id,
            commitment: commitment.clone(),
            erased: false,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &ApplicantEvent) {
        self.revision += 1;
        if matches!(event, ApplicantEvent::Erased) {
            self.erased = true;
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_hidden_but_for_its_end() {
        let person = |number: &str| Person { id_number: number.to_owned(), ..Person::default() };
        assert_eq!(person("001099012345").masked_number(), "•••••••••345");
        assert_eq!(person("12").masked_number(), "12");
        assert_eq!(person("").masked_number(), "");
    }
}
