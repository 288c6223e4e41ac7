//! Parallel work on many items, with the same result as in sequence.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{available_parallelism, scope};

/// The result of `work` for each item, in the order of the items, on as many threads as there are
/// processors.
///
/// The function starts its own threads instead of using a shared pool. Work may wait for another
/// thread that computes what it needs. A pool would give the waiting thread more work meanwhile,
/// which may need the same value.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = available_parallelism().map_or(1, usize::from).min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let one_thread = || {
        let mut done = Vec::new();
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            done.push((at, work(item)));
        }
        done
    };
    let mut done: Vec<(usize, R)> = scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(one_thread)).collect();
        let mut done = one_thread();
        for other in others {
            match other.join() {
                Ok(theirs) => done.extend(theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::in_parallel;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let numbers: Vec<u64> = (0..500).collect();
        let slow_at_first = |number: &u64| {
            (0..(500 - number) * 20).fold(*number, |sum, _| std::hint::black_box(sum))
        };
        assert_eq!(in_parallel(&numbers, slow_at_first), numbers);
        assert_eq!(in_parallel(&[] as &[u64], |number| *number), [0_u64; 0]);
    }
}
