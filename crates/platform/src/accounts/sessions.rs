//! Signed-in browsers.
//!
//! Own code instead of a session library: a session here is one typed row, not a bag of values;
//! the check must cost microseconds on every request; and the library at hand would bring a second
//! HTTP stack and a second source of randomness into the tree. A session that was read less than
//! [`FRESH`] ago is believed without asking the database; signing out, switching an account off and
//! ending an appointment forget it at once in this process, and within [`FRESH`] in others.

use super::store;
use crate::clock::Micros;
use crate::ctx;
use crate::dates::Day;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::permissions::{DEPUTIES, Role};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

const SECOND: Micros = 1_000_000;
/// How long a session that was read is believed.
pub const FRESH: Micros = 30 * SECOND;
/// After so long without a request one signs in again.
pub const IDLE: Micros = 30 * 60 * SECOND;
/// However busy, one signs in once a working day.
pub const LONGEST: Micros = 12 * 60 * 60 * SECOND;

/// SHA-256 of a session's token: what the server keeps of it.
pub type TokenHash = [u8; 32];

/// A signed-in browser.
#[derive(Debug)]
pub struct Session {
    /// SHA-256 of the browser's token.
    pub token_hash: TokenHash,
    /// Who.
    pub account_id: i64,
    /// The login.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The appointment that is active; none until one is chosen, or when it has ended.
    pub appointment: Option<ctx::Appointment>,
    /// The roles of the absent people for whom the person deputises today.
    pub stands_for: Vec<Role>,
    /// Whether the second factor is still awaited.
    pub awaits_second_factor: bool,
    /// Whether a new password must be set first.
    pub must_change_password: bool,
    created_at: Micros,
    seen_at: AtomicI64,
    read_at: Micros,
}

impl Session {
    /// The page that stands between this session and the product, if one does.
    pub fn first_go_to(&self) -> Option<&'static str> {
        if self.awaits_second_factor {
            return Some("/sign-in/second-factor");
        }
        if self.must_change_password {
            return Some("/account/password");
        }
        if self.appointment.is_none() { Some("/sign-in/appointment") } else { None }
    }

    /// Who acts in this session; the public while something is still to be shown.
    pub fn actor(&self) -> ctx::Actor {
        if self.first_go_to().is_some() {
            return ctx::Actor::public();
        }
        ctx::Actor {
            account_id: self.account_id,
            name: self.name.clone(),
            appointment: self.appointment.clone(),
            system: false,
            stands_for: self.stands_for.clone(),
        }
    }

    fn is_over(&self, now: Micros) -> bool {
        now - self.seen_at.load(Ordering::Relaxed) > IDLE || now - self.created_at > LONGEST
    }
}

/// What a token came to.
#[derive(Debug, Clone)]
pub enum Found {
    /// No such session.
    Nobody,
    /// There was one of this account, but it rested too long.
    Idle(i64),
    /// This one.
    Session(Arc<Session>),
}

/// The sessions this process has read lately.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<TokenHash, Arc<Session>>>);

impl Sessions {
    fn known(&self) -> MutexGuard<'_, HashMap<TokenHash, Arc<Session>>> {
        // A panic elsewhere cannot leave the map half-changed: each use is one call on it.
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// How many sessions this process knows.
    pub fn count(&self) -> usize {
        self.known().len()
    }

    /// The session of a browser's token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, db: &Db, token: &str) -> Result<Found> {
        let token_hash: TokenHash = Sha256::digest(token.as_bytes()).into();
        let now = db.clock().now();
        let known = self.known().get(&token_hash).cloned();
        if let Some(session) = &known
            && now - session.read_at < FRESH
            && !session.is_over(now)
        {
            session.seen_at.store(now, Ordering::Relaxed);
            return Ok(Found::Session(Arc::clone(session)));
        }
        let seen_here = known.map_or(0, |session| session.seen_at.load(Ordering::Relaxed));
        self.read_again(db, token_hash, seen_here).await
    }

    async fn read_again(&self, db: &Db, token_hash: TokenHash, seen_here: Micros) -> Result<Found> {
        let now = db.clock().now();
        let today = Day::of_instant(now);
        let find = move |tx: &mut Tx<'_>| {
            let row = store::session(tx, &token_hash)?.pop().filter(|row| !row.disabled);
            let session = row.map(|row| session_of(row, token_hash, (now, today, seen_here)));
            session.map(|session| with_deputies(tx, session, today)).transpose()
        };
        let Some(session) = db.read(find).await? else {
            self.forget(&token_hash);
            return Ok(Found::Nobody);
        };
        if session.is_over(now) {
            self.forget(&token_hash);
            return Ok(Found::Idle(session.account_id));
        }
        session.seen_at.store(now, Ordering::Relaxed);
        let session = Arc::new(session);
        self.remember(Arc::clone(&session), now);
        if let Err(error) = db.write(move |tx| Ok(store::see_session(tx, &token_hash, now)?)).await {
            // A database that takes no writes can still be read: the session lives on in memory.
            tracing::warn!(%error, "the session's last request was not noted");
        }
        Ok(Found::Session(session))
    }

    fn remember(&self, session: Arc<Session>, now: Micros) {
        let mut known = self.known();
        if known.len() % 1024 == 1023 {
            known.retain(|_, other| !other.is_over(now));
        }
        known.insert(session.token_hash, session);
    }

    /// Forgets a session, so that its next request asks the database.
    pub fn forget(&self, token_hash: &TokenHash) {
        self.known().remove(token_hash);
    }

    /// Forgets every session of an account.
    pub fn forget_account(&self, account_id: i64) {
        self.known().retain(|_, session| session.account_id != account_id);
    }
}

/// The session with the roles that its person stands in for, which only those at work in an agency can.
fn with_deputies(tx: &mut Tx<'_>, session: Session, today: Day) -> Result<Session> {
    let at_work =
        session.appointment.as_ref().filter(|appointment| Role::AT_WORK.contains(&appointment.role));
    let Some(agency_id) = at_work.map(|appointment| appointment.agency_id) else { return Ok(session) };
    let mut stands_for = Vec::new();
    for find in DEPUTIES {
        stands_for.extend(find(tx, (agency_id, session.account_id), today)?);
    }
    Ok(Session { stands_for, ..session })
}

fn session_of(
    row: store::SessionRow,
    token_hash: TokenHash,
    (now, today, seen_here): (Micros, Day, Micros),
) -> Session {
    let holds =
        row.from_on.is_some_and(|from_on| from_on <= today) && row.to_on.is_none_or(|to_on| today < to_on);
    let role = row.role.as_deref().and_then(Role::of_word);
    let appointment = match (row.appointment_id, row.agency_id, row.agency_name, role) {
        (Some(id), Some(agency_id), Some(agency_name), Some(role)) if holds => {
            Some(ctx::Appointment { id, agency_id, agency_name, unit_id: row.unit_id, role })
        }
        _ => None,
    };
    Session {
        token_hash,
        account_id: row.account_id,
        login: row.login,
        name: row.name,
        appointment,
        stands_for: Vec::new(),
        awaits_second_factor: row.stage != "open",
        must_change_password: row.must_change_password,
        created_at: row.created_at,
        seen_at: AtomicI64::new(row.seen_at.max(seen_here)),
        read_at: now,
    }
}
