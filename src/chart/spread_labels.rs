//! Spreads labels in a column so that none overlaps another.
//!
//! Belongs here: moving boxes no further than needed. Does not belong here: their text, leaders to
//! what they name.

use crate::domain::Compare;

/// Tops of boxes between two limits. `preferred` has the middle and height of each; they move no
/// further than needed.
///
/// Boxes that would touch form a block around their common mean (the pool-adjacent-violators
/// algorithm).
pub(super) fn spread_labels(preferred: &[(f64, f64)], (top, bottom): (f64, f64)) -> Vec<f64> {
    struct Block {
        members: Vec<usize>,
        height: f64,
        // Sum over members of the top of the block that each would choose.
        chosen: f64,
    }
    let mut order: Vec<usize> = (0..preferred.len()).collect();
    order.sort_by(|a, b| preferred[*a].0.compare(&preferred[*b].0));
    let limited = |block: &Block| {
        (block.chosen / block.members.len() as f64).min(bottom - block.height).max(top)
    };
    let mut blocks: Vec<Block> = Vec::new();
    for index in order {
        let (middle, height) = preferred[index];
        let mut block = Block { members: vec![index], height, chosen: middle - height / 2.0 };
        while let Some(above) =
            blocks.pop_if(|above| limited(above) + above.height > limited(&block))
        {
            let moved = block.chosen - above.height * block.members.len() as f64;
            block.chosen = above.chosen + moved;
            block.members = [above.members, block.members].concat();
            block.height += above.height;
        }
        blocks.push(block);
    }
    let mut tops = vec![top; preferred.len()];
    for block in &blocks {
        let mut here = limited(block);
        for index in &block.members {
            tops[*index] = here;
            here += preferred[*index].1;
        }
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::spread_labels;

    #[test]
    fn boxes_that_would_touch_are_centred_on_their_mean_and_others_stay() {
        // Two boxes of 20 preferred at 100 and 104 are centred on 102: tops 82 and 102.
        assert_eq!(
            spread_labels(&[(100.0, 20.0), (104.0, 20.0), (200.0, 20.0)], (0.0, 400.0)),
            [82.0, 102.0, 190.0]
        );
        assert_eq!(
            spread_labels(&[(104.0, 20.0), (100.0, 20.0)], (0.0, 400.0)),
            [102.0, 82.0],
            "in the order given"
        );
        assert_eq!(
            spread_labels(&[(0.0, 20.0), (0.0, 20.0)], (0.0, 400.0)),
            [0.0, 20.0],
            "not beyond the limit"
        );
        assert!(spread_labels(&[], (0.0, 1.0)).is_empty());
    }
}
