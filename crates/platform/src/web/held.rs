//! What was typed into a form when its session had rested too long: held for a quarter of an hour, for the
//! same person, so that signing in again loses nothing.

use super::fields::Fields;
use super::request::Web;
use super::secret::{hex, random};
use crate::clock::Micros;
use crate::error::Result;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

/// For so long it is held.
const HELD_FOR: Micros = 15 * 60 * 1_000_000;
/// So many forms are held at once.
const MOST: usize = 200;
/// So many bytes of one form; longer ones are not held.
const LARGEST: usize = 64 << 10;

struct Kept {
    account_id: i64,
    path: String,
    fields: Fields,
    at: Micros,
}

/// The forms held by this process.
#[derive(Default)]
pub struct Held(Mutex<HashMap<String, Kept>>);

impl Held {
    fn kept(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        // A panic elsewhere cannot leave the map half-changed: each use is one call on it.
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Holds what was typed; the key leads back to it. Empty when it is too large or too much is held.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub(super) fn hold(
        &self,
        (account_id, path): (i64, &str),
        fields: Fields,
        now: Micros,
    ) -> Result<String> {
        let size: usize = fields.texts().iter().map(|(name, text)| name.len() + text.len()).sum();
        let mut kept = self.kept();
        kept.retain(|_, one| now - one.at < HELD_FOR);
        if size > LARGEST || kept.len() >= MOST {
            return Ok(String::new());
        }
        let key = hex(&random::<16>()?);
        kept.insert(key.clone(), Kept { account_id, path: path.to_owned(), fields, at: now });
        Ok(key)
    }

    /// Takes back what this person typed on this page.
    pub(super) fn take(&self, key: &str, (account_id, path): (i64, &str), now: Micros) -> Option<Fields> {
        let mut kept = self.kept();
        let one = kept.get(key)?;
        if one.account_id != account_id || one.path != path || now - one.at >= HELD_FOR {
            return None;
        }
        kept.remove(key).map(|one| one.fields)
    }
}

impl Web {
    /// What this person typed on this page when the session had rested too long, once: `?held=KEY` leads back to
    /// it. For pages that draw their own form; [`Form::page`](super::Form::page) asks for itself.
    pub fn held_fields(&self) -> Option<Fields> {
        let asker = (self.ctx.actor.account_id, self.path.as_str());
        let now = self.app.db.clock().now();
        self.query.some("held").and_then(|key| self.app.held.take(key, asker, now))
    }
}
