//! Passwords: hashed with argon2id, compared in a time that does not tell whether the account exists.

use crate::error::{Error, Result};
use crate::web::secret::{hex, random};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// Hashing takes 19 MiB: so many at once and no more, however many sign in.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Letters of a one-time password: none that are mistaken for another when read aloud or copied.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The hash of `password` as a PHC string, with a salt of its own. Takes tens of milliseconds.
///
/// # Errors
/// When the machine has no randomness.
pub fn hash(password: &str) -> Result<String> {
    hash_with(Params::default(), password)
}

/// As [`hash`], at a cost that only tests and the demo can afford.
///
/// # Errors
/// When the machine has no randomness.
pub fn hash_lightly(password: &str) -> Result<String> {
    hash_with(Params::new(64, 1, 1, None).map_err(Error::failed)?, password)
}

fn hash_with(params: Params, password: &str) -> Result<String> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = random::<16>()?;
    let hashed: PasswordHash =
        argon.hash_password_with_salt(password.as_bytes(), &salt).map_err(Error::failed)?;
    Ok(hashed.to_string())
}

/// Whether `password` is the one of `stored`; takes as long when there is none.
pub fn fits(stored: Option<&str>, password: &str) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let stand_in = || NOBODY.get_or_init(|| hash("nobody has this password").unwrap_or_default()).as_str();
    let hashed = PasswordHash::new(stored.unwrap_or_else(stand_in));
    let fits =
        hashed.is_ok_and(|hashed| Argon2::default().verify_password(password.as_bytes(), &hashed).is_ok());
    fits && stored.is_some()
}

/// Runs [`hash`] on a thread that may take its time.
///
/// # Errors
/// When the machine has no randomness.
pub async fn hash_apart(password: String) -> Result<String> {
    apart(move || hash(&password)).await?
}

/// Runs [`fits`] on a thread that may take its time.
///
/// # Errors
/// When the server is stopping.
pub async fn fits_apart(stored: Option<String>, password: String) -> Result<bool> {
    apart(move || fits(stored.as_deref(), &password)).await
}

async fn apart<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::failed)?;
    tokio::task::spawn_blocking(job).await.map_err(Error::failed)
}

/// What the journal says of a secret: its SHA-256. The secret is salted or random itself.
pub fn commitment(secret: &[u8]) -> String {
    hex(&Sha256::digest(secret))
}

/// A password to be used once: four groups of four letters, 80 random bits.
///
/// # Errors
/// When the machine has no randomness.
pub fn one_time() -> Result<String> {
    let letters = random::<16>()?.map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_and_nobody_has_none() {
        let stored = hash_lightly("một mật khẩu đủ dài").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(fits(Some(&stored), "một mật khẩu đủ dài"));
        assert!(!fits(Some(&stored), "một mật khẩu khác"));
        assert!(!fits(None, "nobody has this password"), "the stand-in lets nobody in");
        assert!(!fits(Some("not a hash"), ""));
        assert_eq!(one_time().unwrap().len(), 19);
    }
}
