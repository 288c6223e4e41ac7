//! Labels moved apart: where boxes in a column stand when none may lie on another.
//!
//! Belongs here: moving boxes no further than needed. Does not belong here: what stands in them, leaders to what they name.

use crate::domain::Compare;

/// Tops of boxes of given middles and heights, moved no further than needed so that none overlap, between two limits.
///
/// Boxes that would touch form a block around their common mean (the pool-adjacent-violators algorithm).
pub(super) fn apart(wanted: &[(f64, f64)], (top, bottom): (f64, f64)) -> Vec<f64> {
    struct Block {
        members: Vec<usize>,
        height: f64,
        // Sum over members of the top of the block that each would choose.
        chosen: f64,
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].0.compare(&wanted[*b].0));
    let limited = |block: &Block| (block.chosen / block.members.len() as f64).min(bottom - block.height).max(top);
    let mut blocks: Vec<Block> = Vec::new();
    for index in order {
        let (middle, height) = wanted[index];
        let mut block = Block { members: vec![index], height, chosen: middle - height / 2.0 };
        while let Some(above) = blocks.pop_if(|above| limited(above) + above.height > limited(&block)) {
            let moved = block.chosen - above.height * block.members.len() as f64;
            block.chosen = above.chosen + moved;
            block.members = [above.members, block.members].concat();
            block.height += above.height;
        }
        blocks.push(block);
    }
    let mut tops = vec![top; wanted.len()];
    for block in &blocks {
        let mut here = limited(block);
        for index in &block.members {
            tops[*index] = here;
            here += wanted[*index].1;
        }
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn boxes_that_would_touch_stand_around_their_mean_and_others_stay() {
        // Two boxes of 20 wanted at 100 and 104 are centred on 102: tops 82 and 102.
        assert_eq!(apart(&[(100.0, 20.0), (104.0, 20.0), (200.0, 20.0)], (0.0, 400.0)), [82.0, 102.0, 190.0]);
        assert_eq!(apart(&[(104.0, 20.0), (100.0, 20.0)], (0.0, 400.0)), [102.0, 82.0], "in the order given");
        assert_eq!(apart(&[(0.0, 20.0), (0.0, 20.0)], (0.0, 400.0)), [0.0, 20.0], "not beyond the limit");
        assert!(apart(&[], (0.0, 1.0)).is_empty());
    }
}
