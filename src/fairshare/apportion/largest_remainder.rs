//! Largest remainders: whole quotas first, then one place each to the largest fractions.

use super::{Refused, Rule, Task, Ties, to_usize};

/// # What it measures
/// Whole places nearest to exact proportion, by the method of largest remainders (Hamilton,
/// Hare-Niemeyer).
///
/// # Formula
/// `q_i = S · w_i / Σw`; every area receives `⌊q_i⌋`, then one each to the largest fractional parts
/// until `S` are given. Caps, floors and stock use water-filling, which finds the level `λ` of the
/// quotas `λ · w_i`. Quotas are raised to the minimum of an area (stock and floor) and lowered to
/// its maximum (stock and room). At the level they add up to all places old and new. Areas at such
/// a bound receive exactly the bound. The rest is apportioned among the others as above. So an area
/// whose quota exceeds its room receives its room; one whose stock is at least its quota of the
/// total receives nothing new. The rest is shared again.
///
/// # Inputs and units
/// `S` places, weights as whole numbers (residents), room, floor and stock in places. Result:
/// places.
///
/// # Missing and suppressed
/// An area without a weight has weight zero and receives its floor. The caller must report this.
///
/// # When not to use it
/// Where one more place must never reduce an area's places: use a divisor method. Also where an
/// area that grows must never lose a place to an area that shrinks. Largest remainders is neither
/// house-monotone nor population-monotone.
///
/// # Ties
/// Equal fractional parts of which not all can be served are served in the order of the areas, or
/// refused. Products and remainders are whole numbers of 128 bits, so equal means equal.
///
/// # References
/// Balinski, M. and Young, H. P. (2001), Fair Representation, 2nd edition, chapter 3.
pub struct LargestRemainder;

impl Rule for LargestRemainder {
    fn id(&self) -> &'static str {
        "largest-remainder"
    }

    fn allot(&self, task: &Task, ties: Ties) -> Result<Vec<u64>, Refused> {
        let (mut allotted, free) = level(task);
        let fixed: u64 =
            (0..allotted.len()).filter(|i| !free.contains(i)).map(|i| allotted[i]).sum();
        share_out(task.total - fixed, &task.weights, &free, &mut allotted, ties)?;
        Ok(allotted)
    }
}

/// The places of areas at a bound, and the areas at none.
///
/// In each round the quotas among the free areas add up to the places left for them. Lowering
/// quotas to the maximum frees places, and raising others to the minimum uses places. If more are
/// freed than used, the level rises in the end, and the lowered areas stay lowered. Otherwise it
/// falls, and the raised areas stay raised.
fn level(task: &Task) -> (Vec<u64>, Vec<usize>) {
    let mut allotted = task.min.clone();
    let mut free = task.open();
    let mut left: u64 = task.total
        - (0..allotted.len()).filter(|i| !free.contains(i)).map(|i| allotted[i]).sum::<u64>();
    loop {
        // `left < 2^62` and `total < 2^64`, so neither these products nor their sums reach 2^128.
        let total = task.weight_of(&free);
        let quota = |i: usize| u128::from(left) * u128::from(task.weights[i]);
        let above = |i: usize| quota(i).saturating_sub(u128::from(task.max[i]) * total);
        let below = |i: usize| (u128::from(task.min[i]) * total).saturating_sub(quota(i));
        let freed: u128 = free.iter().map(|i| above(*i)).sum();
        let taken: u128 = free.iter().map(|i| below(*i)).sum();
        if freed == 0 && taken == 0 {
            return (allotted, free);
        }
        let full: Vec<usize> =
            free.iter().copied().filter(|i| freed >= taken && above(*i) > 0).collect();
        let served: Vec<usize> =
            free.iter().copied().filter(|i| taken >= freed && below(*i) > 0).collect();
        for (areas, bound) in [(&full, &task.max), (&served, &task.min)] {
            for &i in areas {
                allotted[i] = bound[i];
                left -= bound[i];
            }
        }
        free.retain(|i| !full.contains(i) && !served.contains(i));
    }
}

/// Gives places to the free areas: whole quotas first, then one each to the largest remainders.
fn share_out(
    places: u64,
    weights: &[u64],
    free: &[usize],
    allotted: &mut [u64],
    ties: Ties,
) -> Result<(), Refused> {
    let total: u128 = free.iter().map(|i| u128::from(weights[*i])).sum();
    let mut remainders = Vec::new();
    let mut left = places;
    for &i in free {
        let product = u128::from(places) * u128::from(weights[i]);
        allotted[i] = u64::try_from(product / total).unwrap_or(u64::MAX);
        left -= allotted[i];
        remainders.push((product % total, i));
    }
    remainders.sort_by(|(a, i), (b, j)| b.cmp(a).then(i.cmp(j)));
    let (served, waiting) = remainders.split_at(to_usize(left));
    if let (Some(last), Some(next), Ties::Refuse) = (served.last(), waiting.first(), ties)
        && last.0 == next.0
    {
        return Err(Refused::Tie(
            remainders.iter().filter(|(r, _)| *r == last.0).map(|(_, i)| *i).collect(),
        ));
    }
    for (_, i) in served {
        allotted[*i] += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::LargestRemainder;
    use crate::fairshare::apportion::{Claim, Request, Rule, Ties};

    #[test]
    fn who_has_more_than_the_quota_of_the_whole_gets_none_and_the_rest_is_shared_anew() {
        // Worked by hand: 30 old and new; a third each would be 10, but the first has 16 and keeps
        // them; 14 are left, 7 each.
        let claim = |stock| Claim { stock, ..Claim::of(1000) };
        let request =
            Request { places: 11, claims: vec![claim(16), claim(1), claim(2)], ties: Ties::Refuse };
        assert_eq!(LargestRemainder.apportion(&request).unwrap().places, [0, 6, 5]);
    }

    #[test]
    fn a_floor_and_a_cap_at_once() {
        // Worked by hand, 20 places: quotas 12, 6, 1.6, 0.4. The cap of 8 frees 4, the floors of 2
        // take 0.4 and 1.6, so the level rises: 12 are left with weights 30, 8, 2 (9, 2.4, 0.6);
        // the last is raised to 2; 10 are left, 7.9 and 2.1.
        let claim = |weight, room, floor| Claim { weight, room, floor, stock: 0 };
        let claims =
            vec![claim(60, Some(8), 2), claim(30, None, 2), claim(8, None, 2), claim(2, None, 2)];
        let request = Request { places: 20, claims, ties: Ties::Refuse };
        assert_eq!(LargestRemainder.apportion(&request).unwrap().places, [8, 8, 2, 2]);
    }
}
