//! How many requests are answered: by account once signed in, by address before that.
//!
//! An office sits behind one address, so signed-in people are never limited by address. The
//! machine itself (loopback) is a proxy or an operator: it is limited only when it says for whom it asks.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// A steady rate and what may come at once.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Requests a minute in the long run.
    pub per_minute: NonZeroU32,
    /// Requests at once.
    pub burst: NonZeroU32,
}

impl Rate {
    const fn of(per_minute: u32, burst: u32) -> Rate {
        match (NonZeroU32::new(per_minute), NonZeroU32::new(burst)) {
            (Some(per_minute), Some(burst)) => Rate { per_minute, burst },
            _ => Rate { per_minute: NonZeroU32::MIN, burst: NonZeroU32::MIN },
        }
    }

    /// A limiter that tells keys apart.
    fn keyed<K: std::hash::Hash + Eq + Clone>(self) -> DefaultKeyedRateLimiter<K> {
        RateLimiter::keyed(Quota::per_minute(self.per_minute).allow_burst(self.burst))
    }
}

/// The limits of an installation.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For one account.
    pub account: Rate,
    /// For one address that has not signed in.
    pub address: Rate,
    /// Attempts to sign in from one address.
    pub sign_in: Rate,
    /// Codes looked up by one address that has not signed in, where codes could be guessed.
    pub lookup: Rate,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            account: Rate::of(6_000, 1_000),
            address: Rate::of(1_200, 300),
            sign_in: Rate::of(30, 30),
            lookup: Rate::of(30, 30),
        }
    }
}

impl Limits {
    /// The same small limit everywhere, for tests.
    pub const fn tight(burst: u32) -> Limits {
        let rate = Rate::of(1, burst);
        Limits { account: rate, address: rate, sign_in: rate, lookup: rate }
    }
}

/// Counts requests against the limits.
pub struct Limiter {
    accounts: DefaultKeyedRateLimiter<i64>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    sign_ins: DefaultKeyedRateLimiter<IpAddr>,
    lookups: DefaultKeyedRateLimiter<IpAddr>,
    asked: AtomicU32,
    has_warned: AtomicBool,
}

impl Limiter {
    /// A limiter for these limits.
    pub fn new(limits: &Limits) -> Limiter {
        Limiter {
            accounts: limits.account.keyed(),
            addresses: limits.address.keyed(),
            sign_ins: limits.sign_in.keyed(),
            lookups: limits.lookup.keyed(),
            asked: AtomicU32::new(0),
            has_warned: AtomicBool::new(false),
        }
    }

    /// Whether one more request of this account is answered.
    pub fn admits_account(&self, account_id: i64) -> bool {
        self.forget_the_quiet();
        self.accounts.check_key(&account_id).is_ok()
    }

    /// Whether one more request from this address is answered.
    pub fn admits_address(&self, address: Option<IpAddr>) -> bool {
        self.forget_the_quiet();
        if address.is_some_and(|address| address.to_canonical().is_loopback()) {
            self.warn_once();
        }
        limited(address).is_none_or(|address| self.addresses.check_key(&address).is_ok())
    }

    /// A proxy that does not say for whom it asks makes all the world one unlimited asker: whoever runs the machine
    /// hears of it.
    fn warn_once(&self) {
        if !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a request came from this machine without X-Forwarded-For: such requests are not limited; \
                 if a proxy sent it, let the proxy set that header"
            );
        }
    }

    /// Whether one more attempt to sign in from this address is answered.
    pub fn admits_sign_in(&self, address: Option<IpAddr>) -> bool {
        limited(address).is_none_or(|address| self.sign_ins.check_key(&address).is_ok())
    }

    /// Whether one more code that could be guessed is looked up for this address.
    pub fn admits_lookup(&self, address: Option<IpAddr>) -> bool {
        limited(address).is_none_or(|address| self.lookups.check_key(&address).is_ok())
    }

    /// Now and then drops those who have not asked for a while, so that memory stays small.
    fn forget_the_quiet(&self) {
        if self.asked.fetch_add(1, Ordering::Relaxed) % 4096 == 4095 {
            self.accounts.retain_recent();
            self.addresses.retain_recent();
            self.sign_ins.retain_recent();
            self.lookups.retain_recent();
        }
    }
}

/// The address to count; one IPv6 household is one address (its /64).
fn limited(address: Option<IpAddr>) -> Option<IpAddr> {
    match address?.to_canonical() {
        address if address.is_loopback() => None,
        IpAddr::V6(long) => Some(IpAddr::V6((u128::from(long) >> 64 << 64).into())),
        short => Some(short),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_limited_an_account_apart_and_loopback_not_at_all() {
        let limiter = Limiter::new(&Limits::tight(2));
        let told = |ask: &dyn Fn() -> bool| (0..4).map(|_| if ask() { 'y' } else { 'n' }).collect::<String>();
        let address: IpAddr = "203.0.113.7".parse().unwrap();
        assert_eq!(told(&|| limiter.admits_address(Some(address))), "yynn");
        assert_eq!(told(&|| limiter.admits_account(1)), "yynn");
        assert_eq!(told(&|| limiter.admits_account(2)), "yynn");
        assert_eq!(told(&|| limiter.admits_lookup(Some(address))), "yynn");
        assert!(!limiter.has_warned.load(Ordering::Relaxed));
        assert_eq!(told(&|| limiter.admits_address(Some("::1".parse().unwrap()))), "yyyy");
        assert!(limiter.has_warned.load(Ordering::Relaxed), "the log tells of it once");
        assert_eq!(told(&|| limiter.admits_address(None)), "yyyy");
    }
}
