//! Whose turn it is to have a book or a long report printed: one of each account at a time.

use crate::error::{Refusal, Result};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Of one account one is printed and one may wait, as after a second click; more would keep others from theirs.
const MOST_OF_ONE: usize = 2;

/// The accounts that have long papers printed.
#[derive(Clone, Default)]
pub(super) struct Turns(Arc<Mutex<HashMap<i64, Asked>>>);

/// The long papers of one account.
struct Asked {
    count: usize,
    printing: Arc<Semaphore>,
}

/// A turn; it ends when it is dropped, which is when the paper is printed, not when its reader has gone.
pub(super) struct Turn {
    turns: Turns,
    account_id: i64,
    printing: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// Waits for the turn of this account.
    ///
    /// # Errors
    /// A refusal when another long paper of it waits already.
    pub(super) async fn wait(&self, account_id: i64) -> Result<Turn> {
        let (mut turn, printing) = {
            let mut asked = self.asked();
            let asked = asked
                .entry(account_id)
                .or_insert_with(|| Asked { count: 0, printing: Arc::new(Semaphore::new(1)) });
            if asked.count >= MOST_OF_ONE {
                return Err(Refusal::new("paper-refusal-one-waits").into());
            }
            asked.count += 1;
            let turn = Turn { turns: self.clone(), account_id, printing: None };
            (turn, Arc::clone(&asked.printing))
        };
        // The semaphore is never closed, so a turn without a permit cannot come about.
        turn.printing = printing.acquire_owned().await.ok();
        Ok(turn)
    }

    fn asked(&self) -> MutexGuard<'_, HashMap<i64, Asked>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.printing = None;
        let mut asked = self.turns.asked();
        if let Some(of_account) = asked.get_mut(&self.account_id) {
            of_account.count -= 1;
            if of_account.count == 0 {
                asked.remove(&self.account_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    #[test]
    fn one_long_paper_of_an_account_is_printed_and_one_waits() {
        let turns = Turns::default();
        let mut context = Context::from_waker(Waker::noop());
        let mut poll = |account_id: i64| pin!(turns.wait(account_id)).poll(&mut context);
        let Poll::Ready(Ok(first)) = poll(1) else { panic!("the first has its turn at once") };
        assert!(matches!(poll(2), Poll::Ready(Ok(_))), "another account does not wait");
        let mut second = Box::pin(turns.wait(1));
        let mut context = Context::from_waker(Waker::noop());
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert!(matches!(pin!(turns.wait(1)).poll(&mut context), Poll::Ready(Err(_))), "a third is refused");
        drop(first);
        let Poll::Ready(Ok(second)) = second.as_mut().poll(&mut context) else { panic!("its turn has come") };
        drop(second);
        assert!(turns.asked().is_empty());
        // Who waits and goes away leaves no trace.
        let Poll::Ready(Ok(first)) = pin!(turns.wait(1)).poll(&mut context) else {
            panic!("nobody is before")
        };
        let mut gone = Box::pin(turns.wait(1));
        assert!(gone.as_mut().poll(&mut context).is_pending());
        drop(gone);
        let mut next = Box::pin(turns.wait(1));
        assert!(next.as_mut().poll(&mut context).is_pending(), "its place is free again");
        drop(first);
        assert!(next.as_mut().poll(&mut context).is_ready());
    }
}
