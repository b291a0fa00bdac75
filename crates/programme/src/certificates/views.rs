//! What pages of certificates show alike: standings, dates, facts.

use super::model::Standing;
use maud::Markup;
use platform::web::{Icon, Tone, Web, state};
use platform::{Day, KnownDate};

/// From how many days before its last one a certificate is said to end soon.
const SOON_DAYS: i64 = 30;

/// The words of standings in the reader's language, asked for once a page.
pub(super) struct Standings<'w> {
    web: &'w Web,
    words: [String; 6],
}

impl<'w> Standings<'w> {
    /// The words.
    pub(super) fn of(web: &'w Web) -> Standings<'w> {
        Standings { web, words: Standing::ALL.map(|standing| web.t(label_key(standing))) }
    }

    /// The word of a standing.
    pub(super) fn word(&self, standing: Standing) -> &str {
        let at = Standing::ALL.iter().position(|other| *other == standing);
        at.map_or("", |at| self.words[at].as_str())
    }

    /// A standing as icon and words; the days left where it ends soon.
    pub(super) fn tag(&self, standing: Standing, expires_on: Option<Day>, day: Day) -> Markup {
        let left = expires_on.map(|expires_on| expires_on.days_since(day));
        match (standing, left) {
            (Standing::InForce, Some(0)) => {
                state(Tone::Soon, Icon::Clock, &self.web.t("certificates-last-day"))
            }
            (Standing::InForce, Some(left)) if left <= SOON_DAYS => {
                let left = left.to_string();
                state(Tone::Soon, Icon::Clock, &self.web.t_with("certificates-days-left", &[("days", &left)]))
            }
            _ => {
                let (tone, icon) = look(standing);
                state(tone, icon, self.word(standing))
            }
        }
    }
}

/// Key of a standing's word.
pub(super) fn label_key(standing: Standing) -> &'static str {
    match standing {
        Standing::NotYet => "certificates-standing-not-yet",
        Standing::InForce => "certificates-standing-in-force",
        Standing::Suspended => "certificates-standing-suspended",
        Standing::Withdrawn => "certificates-standing-withdrawn",
        Standing::Expired => "certificates-standing-expired",
        Standing::Annulled => "certificates-standing-annulled",
    }
}

fn look(standing: Standing) -> (Tone, Icon) {
    match standing {
        Standing::InForce => (Tone::Live, Icon::Live),
        Standing::Suspended => (Tone::Soon, Icon::Held),
        Standing::Withdrawn | Standing::Annulled => (Tone::Off, Icon::Crossed),
        Standing::Expired => (Tone::Off, Icon::Over),
        Standing::NotYet => (Tone::Off, Icon::Clock),
    }
}

/// A date as far as it is known, in words where it is not.
pub(super) fn date(web: &Web, date: KnownDate) -> String {
    match date {
        KnownDate::KnownBy(by) => web.t_with("certificates-date-unknown", &[("day", &by.vietnamese())]),
        known => known.vietnamese(),
    }
}

/// The address of the public page of a number; its slashes stay, as people type it.
pub(super) fn verify_path(number: &str) -> String {
    let segments: Vec<String> = number.split('/').map(platform::web::segment).collect();
    format!("/verify/{}", segments.join("/"))
}
