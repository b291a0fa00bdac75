//! What every worker of a database may keep of what never changes: compiled calendars, programs of processes.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many things are kept before all are forgotten and made anew when they are next wanted.
const MOST: usize = 4_096;

type Shelf = HashMap<(TypeId, String), Arc<dyn Any + Send + Sync>>;

/// Things by their type and their key; one for each open database.
#[derive(Default)]
pub(super) struct Kept(Mutex<Shelf>);

impl Kept {
    /// What is kept under this key, if it is still there.
    pub fn get<T: Any + Send + Sync>(&self, key: &str) -> Option<Arc<T>> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = shelf.get(&(TypeId::of::<T>(), key.to_owned()))?;
        Arc::clone(found).downcast().ok()
    }

    /// Keeps it.
    pub fn put<T: Any + Send + Sync>(&self, key: &str, thing: Arc<T>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= MOST {
            shelf.clear();
        }
        shelf.insert((TypeId::of::<T>(), key.to_owned()), thing);
    }
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
}
