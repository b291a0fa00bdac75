//! The key of this installation: form tokens, session tokens and sealed second-factor secrets.

use crate::db::Tx;
use crate::error::{Error, Result};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Length of the form token and of its mask.
const TOKEN_BYTES: usize = 16;
/// Length of the check that ends a sealed value, and of the nonce that begins it.
const SEAL_BYTES: usize = 16;

/// A key of 32 random bytes that signs and seals.
#[derive(Clone)]
pub struct Secret([u8; 32]);

mod store {
    use crate::sql;

    sql!(value_of(name: &str) -> Kept { value: Vec<u8> } =
        "select value
         from installation_secret
         where name = $1");

    sql!(keep(name: &str, value: &[u8]) =
        "insert into installation_secret (name, value)
         values ($1, $2)");
}

impl Secret {
    /// The key made of these words, as an operator writes them into the environment.
    pub fn of_words(words: &str) -> Secret {
        Secret(Sha256::digest(words.as_bytes()).into())
    }

    /// The key that the database keeps, made now if this is its first start.
    ///
    /// Whoever reads the database reads this key too: where the second factor must resist that,
    /// the operator gives words instead.
    ///
    /// # Errors
    /// When the database fails or the machine has no randomness.
    pub fn of_database(tx: &mut Tx<'_>) -> Result<Secret> {
        if let Some(kept) = store::value_of(tx, "key")?.pop() {
            let key = kept.value.try_into().map_err(|_| Error::failed("the kept key is not 32 bytes"))?;
            return Ok(Secret(key));
        }
        let key = random::<32>()?;
        store::keep(tx, "key", &key)?;
        Ok(Secret(key))
    }

    /// The signature of `parts` for `purpose`; no two lists of parts share one layout.
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.mac();
        mac.update(purpose.as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(&self.0).expect("HMAC takes a key of any length")
    }

    /// The form token of a session, masked anew for each page, so that compressed answers do not betray it.
    pub fn form_token(&self, session: &[u8]) -> Result<String> {
        let mask = random::<TOKEN_BYTES>()?;
        let token = self.sign("form", &[session]);
        let masked: Vec<u8> = mask.iter().zip(token).map(|(a, b)| a ^ b).collect();
        Ok(format!("{}{}", hex(&mask), hex(&masked)))
    }

    /// Whether `text` is a form token of this session.
    pub fn is_form_token(&self, session: &[u8], text: &str) -> bool {
        let Some(bytes) = unhex(text).filter(|bytes| bytes.len() == 2 * TOKEN_BYTES) else {
            return false;
        };
        let (mask, masked) = bytes.split_at(TOKEN_BYTES);
        let token: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
        equal(&token, &self.sign("form", &[session])[..TOKEN_BYTES])
    }

    /// Seals up to 32 bytes: whoever reads the row learns nothing, whoever alters it is found out.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn seal(&self, purpose: &str, value: &[u8]) -> Result<Vec<u8>> {
        assert!(value.len() <= 32, "one block of key stream covers the value");
        let mut sealed = random::<SEAL_BYTES>()?.to_vec();
        let stream = self.sign(purpose, &[b"stream", &sealed]);
        sealed.extend(value.iter().zip(stream).map(|(a, b)| a ^ b));
        let check = self.sign(purpose, &[b"check", &sealed]);
        sealed.extend(&check[..SEAL_BYTES]);
        Ok(sealed)
    }

    /// What [`Self::seal`] sealed; none when it was altered or sealed with another key.
    pub fn unseal(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (rest, check) = sealed.split_at(sealed.len().checked_sub(SEAL_BYTES)?);
        let (nonce, hidden) = rest.split_at_checked(SEAL_BYTES)?;
        if !equal(check, &self.sign(purpose, &[b"check", rest])[..SEAL_BYTES]) {
            return None;
        }
        let stream = self.sign(purpose, &[b"stream", nonce]);
        Some(hidden.iter().zip(stream).map(|(a, b)| a ^ b).collect())
    }
}

/// Random bytes from the machine.
///
/// # Errors
/// When it has none to give.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::failed(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// Compares in a time that does not tell where the two differ.
pub fn equal(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of lower- or upper-case hexadecimal.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_token_serves_its_own_session_and_no_other() {
        let secret = Secret::of_words("one");
        let token = secret.form_token(b"session").unwrap();
        assert!(secret.is_form_token(b"session", &token));
        assert!(!secret.is_form_token(b"another", &token));
        assert!(!Secret::of_words("two").is_form_token(b"session", &token));
        assert!(!secret.is_form_token(b"session", "") && !secret.is_form_token(b"session", "zz"));
        assert_ne!(token, secret.form_token(b"session").unwrap(), "each page has its own mask");
    }

    #[test]
    fn what_was_sealed_comes_back_unless_it_was_altered() {
        let secret = Secret::of_words("one");
        let mut sealed = secret.seal("totp", b"twenty bytes of text").unwrap();
        assert_eq!(secret.unseal("totp", &sealed).unwrap(), b"twenty bytes of text");
        assert!(secret.unseal("other", &sealed).is_none() && secret.unseal("totp", b"short").is_none());
        sealed[20] ^= 1;
        assert!(secret.unseal("totp", &sealed).is_none());
    }
}
