//! Values that are computed once for each key and cached, for as many threads as ask.
//!
//! Belongs here: the cache. Does not belong here: how values are computed.

use super::Result;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The slot for the value of a key, filled once it is computed.
type Place<V> = Arc<Mutex<Option<V>>>;

/// Values by key. Two threads that ask for the same key compute its value once. Threads that ask
/// for other keys do not wait.
///
/// The function that computes the value of a key may ask for other keys, but never for its own.
#[derive(Debug)]
pub struct OnceCache<K, V> {
    places: Mutex<BTreeMap<K, Place<V>>>,
}

impl<K, V> Default for OnceCache<K, V> {
    fn default() -> Self {
        Self { places: Mutex::default() }
    }
}

impl<K: Ord + Clone, V: Clone> OnceCache<K, V> {
    /// The value of a key, computed if it is not cached yet. Errors as `make` does; a failure is
    /// not cached.
    pub fn get_or_try(&self, key: &K, make: impl FnOnce() -> Result<V>) -> Result<V> {
        let place = self.place(key);
        let mut value = locked(&place);
        match value.as_ref() {
            Some(value) => Ok(value.clone()),
            None => Ok(value.insert(make()?).clone()),
        }
    }

    /// The value of a key, computed if it is not cached yet.
    pub fn get_or_insert_with(&self, key: &K, make: impl FnOnce() -> V) -> V {
        locked(&self.place(key)).get_or_insert_with(make).clone()
    }

    fn place(&self, key: &K) -> Place<V> {
        Arc::clone(locked(&self.places).entry(key.clone()).or_default())
    }

    /// True for a key whose value has been computed.
    pub fn has(&self, key: &K) -> bool {
        let place = locked(&self.places).get(key).cloned();
        place.is_some_and(|place| locked(&place).is_some())
    }

    /// Every value that has been computed, in the order of the keys.
    pub fn values(&self) -> Vec<V> {
        let places: Vec<Place<V>> = locked(&self.places).values().cloned().collect();
        places.iter().filter_map(|place| locked(place).clone()).collect()
    }
}

/// The content of a lock. A panic leaves nothing half changed, because a value is stored in one
/// step.
pub fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::OnceCache;
    use crate::domain::{Error, Result, error_codes};
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_value_is_made_once_however_many_threads_ask() -> Result<()> {
        let (map, made) = (OnceCache::<u8, u8>::default(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    map.get_or_try(&1, || {
                        made.fetch_add(1, Ordering::SeqCst);
                        // Meanwhile the function may ask for another key.
                        Ok(map.get_or_insert_with(&2, || 5) + 2)
                    })
                });
            }
        });
        assert_eq!(made.load(Ordering::SeqCst), 1);
        assert_eq!(map.values(), [7, 5]);
        assert!(map.has(&1) && !map.has(&3));
        Ok(())
    }

    #[test]
    fn a_failure_is_not_kept() {
        let map = OnceCache::<u8, u8>::default();
        assert!(map.get_or_try(&1, || Err(Error::new(error_codes::NO_DATA, "trying"))).is_err());
        assert!(!map.has(&1));
        assert!(map.get_or_try(&1, || Ok(3)).is_ok_and(|value| value == 3));
    }
}
