//! What every worker of a database may keep of what never changes: compiled calendars, programs of processes.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many things are kept before all are forgotten and made anew when they are next wanted.
const MOST: usize = 4_096;

type Shelf = HashMap<(TypeId, String), Arc<dyn Any + Send + Sync>>;

/// Things by their type and their key, as one worker sees them.
///
/// What a transaction makes may rest on rows that it has only just written, under a number that is given again when
/// they are undone. So it stays with its worker until the rows are durable, and is for all workers from then on.
#[derive(Default)]
pub(super) struct Kept {
    /// What rests on durable rows; one for each open database.
    shared: Arc<Mutex<Shelf>>,
    /// What was made since the last [`Kept::share`].
    own: Mutex<Shelf>,
}

impl Kept {
    /// The view of a further worker of the same database.
    pub fn for_worker(&self) -> Kept {
        Kept { shared: Arc::clone(&self.shared), own: Mutex::default() }
    }

    /// What is kept under this key, if it is still there.
    pub fn get<T: Any + Send + Sync>(&self, key: &str) -> Option<Arc<T>> {
        let at = (TypeId::of::<T>(), key.to_owned());
        let own = locked(&self.own).get(&at).cloned();
        let found = own.or_else(|| locked(&self.shared).get(&at).cloned())?;
        found.downcast().ok()
    }

    /// Keeps it, for this worker until it is shared.
    pub fn put<T: Any + Send + Sync>(&self, key: &str, thing: Arc<T>) {
        keep(&mut locked(&self.own), ((TypeId::of::<T>(), key.to_owned()), thing));
    }

    /// The rows behind it are durable: everything made since is for all workers.
    pub fn share(&self) {
        let made = std::mem::take(&mut *locked(&self.own));
        if !made.is_empty() {
            let mut shared = locked(&self.shared);
            made.into_iter().for_each(|thing| keep(&mut shared, thing));
        }
    }

    /// The rows behind it were undone: nothing made since is known any more.
    pub fn forget(&self) {
        locked(&self.own).clear();
    }
}

fn keep(shelf: &mut Shelf, (key, thing): ((TypeId, String), Arc<dyn Any + Send + Sync>)) {
    if shelf.len() >= MOST {
        shelf.clear();
    }
    shelf.insert(key, thing);
}

fn locked(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_by_its_type_and_key_until_there_are_too_many() {
        let kept = Kept::default();
        kept.put("a", Arc::new(7_i64));
        assert_eq!(kept.get::<i64>("a").as_deref(), Some(&7));
        assert!(kept.get::<i64>("b").is_none() && kept.get::<String>("a").is_none());
        for at in 0..MOST {
            kept.put(&format!("many {at}"), Arc::new(at));
        }
        assert!(kept.get::<i64>("a").is_none());
        assert_eq!(kept.get::<usize>(&format!("many {}", MOST - 1)).as_deref(), Some(&(MOST - 1)));
    }

    #[test]
    fn what_is_made_is_for_others_once_it_is_durable_and_for_nobody_once_it_is_undone() {
        let (one, other) = {
            let kept = Kept::default();
            (kept.for_worker(), kept.for_worker())
        };
        one.put("a", Arc::new(7_i64));
        assert_eq!((one.get::<i64>("a").as_deref(), other.get::<i64>("a")), (Some(&7), None));
        one.share();
        one.put("b", Arc::new(8_i64));
        one.forget();
        assert_eq!(other.get::<i64>("a").as_deref(), Some(&7));
        assert!(one.get::<i64>("b").is_none() && other.get::<i64>("b").is_none());
    }
}
