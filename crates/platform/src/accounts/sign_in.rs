//! Signing in: password, second factor, appointment. Every step is told by one sentence, the same
//! whether the account exists or not.

use super::decide::{self, folded_login};
use super::model::{Account, Appointment};
use super::sessions::{IDLE, LONGEST, Session, TokenHash};
use super::{actions, password, store};
use crate::ctx::{Actor, Ctx};
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::permissions::Role;
use crate::web::App;
use crate::web::secret::{hex, random};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

/// So many failures lock an account.
pub const FAILURES: i64 = 5;
/// For so long (microseconds).
pub const LOCKED_FOR: i64 = 15 * 60 * 1_000_000;
/// Failures are forgotten after a day, so that typed names do not pile up.
const FORGOTTEN_AFTER: i64 = 24 * 60 * 60 * 1_000_000;
/// What the second-factor secret is sealed for.
const PURPOSE: &str = "second factor";

/// Checks login and password and begins a session; returns the browser's token.
///
/// # Errors
/// A refusal that does not tell which of the two was wrong, or that too many attempts failed.
pub async fn sign_in(app: &App, login: &str, password: &str) -> Result<String> {
    let login = folded_login(login).chars().take(64).collect::<String>();
    let asked = login.clone();
    let found = app
        .db
        .read(move |tx| {
            if failures(tx, &asked)? >= FAILURES {
                return Err(locked());
            }
            let Some(id) = store::id_of_login(tx, &asked)?.pop() else {
                return Ok(None);
            };
            let account = store::require_account(tx, id.id)?;
            let secret = store::secret_of(tx, id.id)?.pop();
            Ok(secret.filter(|_| !account.disabled).map(|secret| (account, secret)))
        })
        .await?;
    let stored = found.as_ref().map(|(_, secret)| secret.password_hash.clone());
    let right = password::fits_apart(stored, password.to_owned()).await?;
    match found.filter(|_| right) {
        Some((account, secret)) => begin_session(app, account, secret.totp_sealed.is_some()).await,
        None => Err(note_failure(app, login).await?),
    }
}

fn locked() -> Error {
    Refusal::new("accounts-refusal-locked").into()
}

/// Failures that still count: the last one is not older than the lock.
fn failures(tx: &mut Tx<'_>, login: &str) -> Result<i64> {
    let now = tx.now();
    let row = store::failures_of(tx, login)?.pop().filter(|row| now - row.last_at < LOCKED_FOR);
    Ok(row.map_or(0, |row| row.failures))
}

/// Counts a failure and returns what to tell. Several at once are counted one after the other.
async fn note_failure(app: &App, login: String) -> Result<Error> {
    app.db
        .write(move |tx| {
            let (now, failures) = (tx.now(), failures(tx, &login)?);
            if failures >= FAILURES {
                return Ok(locked());
            }
            store::note_failure(tx, &login, failures + 1, now)?;
            store::forget_failures_before(tx, now - FORGOTTEN_AFTER)?;
            let wrong = || Refusal::new("accounts-refusal-sign-in").into();
            Ok(if failures + 1 >= FAILURES { locked() } else { wrong() })
        })
        .await
}

async fn begin_session(app: &App, account: Account, has_second_factor: bool) -> Result<String> {
    let token = hex(&random::<32>()?);
    let token_hash: TokenHash = Sha256::digest(token.as_bytes()).into();
    let demo = app.demo;
    app.db
        .write(move |tx| {
            if failures(tx, &account.login)? >= FAILURES {
                return Err(locked());
            }
            let (now, today) = (tx.now(), tx.today());
            let mut current = store::appointments_of(tx, account.id)?;
            current.retain(|appointment| appointment.holds_on(today));
            let administers = current.iter().any(|appointment| appointment.role == Role::Administrator);
            let asks = has_second_factor || (administers && !demo);
            let only = if let [only] = current.as_slice() { Some(only.id) } else { None };
            let stage = if asks { "password" } else { "open" };
            store::begin_session(tx, &token_hash, account.id, only, stage, now)?;
            store::forget_failures(tx, &account.login)?;
            store::end_sessions_before(tx, now - IDLE.max(LONGEST))?;
            Ok(())
        })
        .await?;
    Ok(token)
}

/// Ends a session, in this process at once.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(app: &App, session: &Session) -> Result<()> {
    let token_hash = session.token_hash;
    app.sessions.forget(&token_hash);
    app.db.write(move |tx| Ok(store::end_session(tx, &token_hash)?)).await?;
    // A request that was under way may have read the session meanwhile.
    app.sessions.forget(&token_hash);
    Ok(())
}

/// What the second-factor page shows.
pub enum SecondFactor {
    /// The person has one and types its code.
    Asked,
    /// The person has none and takes this secret (base32) into an authenticator.
    Enrol {
        /// The secret as an authenticator takes it.
        secret: String,
        /// The address an authenticator reads from the QR code.
        url: String,
    },
}

/// What the second-factor page of this session shows; makes the secret to be enrolled.
///
/// # Errors
/// When the database fails.
pub async fn second_factor(app: &App, session: &Session) -> Result<SecondFactor> {
    let (account_id, token_hash) = (session.account_id, session.token_hash);
    let fresh = app.secret.seal(PURPOSE, &random::<20>()?)?;
    let pending = app
        .db
        .write(move |tx| {
            if store::secret_of(tx, account_id)?.pop().is_some_and(|row| row.totp_sealed.is_some()) {
                return Ok(None);
            }
            let kept = store::session(tx, &token_hash)?.pop().and_then(|row| row.pending_totp);
            if kept.is_none() {
                store::put_pending_totp(tx, &token_hash, &fresh)?;
            }
            Ok(Some(kept.unwrap_or_else(|| fresh.clone())))
        })
        .await?;
    let Some(sealed) = pending else {
        return Ok(SecondFactor::Asked);
    };
    let totp = opened(app, &sealed)?;
    let secret = totp.secret().to_base32();
    let url = format!("otpauth://totp/HTQLCL:{}?secret={secret}&issuer=HTQLCL", session.login);
    Ok(SecondFactor::Enrol { secret, url })
}

/// Checks the code of the second factor and enrols it if it is new. A code serves once.
///
/// # Errors
/// A refusal when the code is wrong, used, or too many were wrong.
pub async fn pass_second_factor(app: &App, session: &Session, code: &str) -> Result<()> {
    let (account_id, token_hash) = (session.account_id, session.token_hash);
    let login = session.login.clone();
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let shared = app.clone();
    // The answer "wrong" must be kept as a failure, so it is a value here and not an error.
    let refused = app
        .db
        .write(move |tx| {
            let now = tx.now();
            let failures = failures(tx, &login)?;
            if failures >= FAILURES {
                return Ok(Some("accounts-refusal-locked"));
            }
            let secret = store::secret_of(tx, account_id)?.pop().ok_or(Error::NotFound)?;
            let pending = store::session(tx, &token_hash)?.pop().and_then(|row| row.pending_totp);
            let (sealed, enrols) = match (secret.totp_sealed, pending) {
                (Some(sealed), _) => (sealed, false),
                (None, Some(pending)) => (pending, true),
                (None, None) => return Err(Error::NotFound),
            };
            let step = matching_step(&shared, &sealed, &digits, now)?.filter(|step| *step > secret.totp_step);
            let Some(step) = step else {
                store::note_failure(tx, &login, failures + 1, now)?;
                return Ok(Some("accounts-refusal-code"));
            };
            if enrols {
                tx.set_actor(account_id);
                actions::enter_second_factor(tx, account_id, (&sealed, step))?;
            } else {
                store::use_totp_step(tx, account_id, step)?;
            }
            store::pass_second_factor(tx, &token_hash)?;
            store::forget_failures(tx, &login)?;
            Ok(None)
        })
        .await?;
    app.sessions.forget(&token_hash);
    match refused {
        Some(key) => Err(Refusal::new(key).field("code").into()),
        None => Ok(()),
    }
}

fn opened(app: &App, sealed: &[u8]) -> Result<Totp> {
    let bytes = app.secret.unseal(PURPOSE, sealed);
    let bytes = bytes.ok_or_else(|| Error::failed("the second factor was sealed with another key"))?;
    Builder::new()
        .with_secret(bytes)
        .build()
        .map_err(|error| Error::failed(format!("second factor: {error:?}")))
}

fn matching_step(app: &App, sealed: &[u8], digits: &str, now: i64) -> Result<Option<i64>> {
    let seconds = u64::try_from(now / 1_000_000).unwrap_or_default();
    let step = opened(app, sealed)?.check(digits, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The appointments one may choose from today.
///
/// # Errors
/// When the database fails.
pub async fn choices(app: &App, session: &Session) -> Result<Vec<Appointment>> {
    let account_id = session.account_id;
    app.db
        .read(move |tx| {
            let today = tx.today();
            let mut all = store::appointments_of(tx, account_id)?;
            all.retain(|appointment| appointment.holds_on(today));
            Ok(all)
        })
        .await
}

/// Chooses the appointment to act under.
///
/// # Errors
/// [`Error::NotFound`] when it is not one of the person's own today.
pub async fn choose(app: &App, session: &Session, appointment_id: i64) -> Result<()> {
    let (account_id, token_hash) = (session.account_id, session.token_hash);
    app.db
        .write(move |tx| {
            let today = tx.today();
            let chosen = store::load_appointment(tx, appointment_id)?;
            let chosen = chosen.filter(|chosen| chosen.account_id == account_id && chosen.holds_on(today));
            let chosen = chosen.ok_or(Error::NotFound)?;
            Ok(store::put_session_appointment(tx, &token_hash, chosen.id)?)
        })
        .await?;
    app.sessions.forget(&token_hash);
    Ok(())
}

/// Checks and sets one's own password; every other session of the account ends.
///
/// # Errors
/// Every reason at once.
pub async fn change_password(app: &App, session: &Session, typed: &NewPassword) -> Result<()> {
    let account_id = session.account_id;
    let strictness = if app.demo { decide::Strictness::Demo } else { decide::Strictness::Real };
    let mut reasons = decide::password_faults(&typed.password, &session.login, strictness);
    if typed.password != typed.again {
        reasons.push(decide::Refusal::PasswordsDiffer);
    }
    let stored = app.db.read(move |tx| Ok(store::secret_of(tx, account_id)?.pop())).await?;
    if !password::fits_apart(stored.map(|row| row.password_hash), typed.present.clone()).await? {
        reasons.push(decide::Refusal::PasswordWrong);
    }
    reasons.or(())?;
    let hash = password::hash_apart(typed.password.clone()).await?;
    let actor = Actor { account_id, name: session.name.clone(), ..Actor::default() };
    actions::set_own_password(app, &Ctx::new(app.db.clone(), actor), account_id, hash).await?;
    let own = session.token_hash;
    app.db
        .write(move |tx| {
            for other in store::session_hashes_of(tx, account_id)? {
                if other.token_hash != own {
                    store::end_session(tx, &other.token_hash)?;
                }
            }
            Ok(())
        })
        .await
}

/// A new password as a page sends it.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// The present one.
    pub present: String,
    /// The new one.
    pub password: String,
    /// The new one again.
    pub again: String,
}
