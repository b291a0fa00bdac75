//! The token printed on a receipt, with which the citizen may rate how the dossier went.

use platform::web::Secret;
use platform::web::secret::equal;

/// Signs that are not taken for another: no I, L, O and U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them, five bits each.
const LENGTH: usize = 10;

/// The token of a dossier (mã đánh giá): it looks random and follows from the key of the installation alone.
pub fn rating_token(secret: &Secret, agency_id: i64, id: i64) -> String {
    let signature = secret.sign("dossier rating", &[&agency_id.to_be_bytes(), &id.to_be_bytes()]);
    let bits = signature.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..LENGTH).map(|at| char::from(SIGNS[(bits >> (59 - 5 * at) & 31) as usize])).collect()
}

/// Whether `typed` is the token of this dossier; blanks, dashes and small letters do not matter.
pub fn is_rating_token(secret: &Secret, (agency_id, id): (i64, i64), typed: &str) -> bool {
    let sign = |sign: char| match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let is_gap = |sign: &char| sign.is_whitespace() || *sign == '-';
    let typed: String = typed.chars().filter(|sign| !is_gap(sign)).take(LENGTH + 1).map(sign).collect();
    equal(typed.as_bytes(), rating_token(secret, agency_id, id).as_bytes())
}

/// The token in two groups that stay on one line, as it is printed.
pub(super) fn grouped(token: &str) -> String {
    match token.split_at_checked(LENGTH / 2) {
        Some((first, second)) => format!("{first}\u{a0}{second}"),
        None => token.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_token_opens_its_own_dossier_and_no_other() {
        let secret = Secret::of_words("one");
        let token = rating_token(&secret, 7, 12);
        assert_eq!(token.len(), LENGTH);
        assert!(is_rating_token(&secret, (7, 12), &token));
        assert!(is_rating_token(&secret, (7, 12), &format!(" {} ", grouped(&token).to_lowercase())));
        assert!(!is_rating_token(&secret, (7, 13), &token) && !is_rating_token(&secret, (8, 12), &token));
        assert!(!is_rating_token(&Secret::of_words("two"), (7, 12), &token));
        for wrong in ["", "0", &token[..9], &format!("{token}0"), "ĐĐĐĐĐĐĐĐĐĐ"] {
            assert!(!is_rating_token(&secret, (7, 12), wrong), "{wrong}");
        }
    }

    #[test]
    fn tokens_of_neighbours_have_nothing_in_common() {
        let secret = Secret::of_words("one");
        let tokens: BTreeSet<String> = (0..1000).map(|id| rating_token(&secret, 7, id)).collect();
        assert_eq!(tokens.len(), 1000);
        let firsts: BTreeSet<char> = tokens.iter().filter_map(|token| token.chars().next()).collect();
        assert_eq!(firsts.len(), 32, "every sign begins some token");
    }
}
