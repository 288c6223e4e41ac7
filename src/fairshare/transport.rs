//! Transport: the moves by which surpluses fill deficits at the lowest cost.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// People who move from one area to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The area they leave, by its position.
    pub from: usize,
    /// The area they move to, by its position.
    pub to: usize,
    /// How many.
    pub people: u64,
}

/// The solver found no solution to a problem that has one, or one that does not add up, with its
/// message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsolved(pub String);

/// Above this number, people could not be distinguished in the solver's numbers.
const MAX_PEOPLE: u64 = 1 << 40;

/// # What it measures
/// The moves from every area's present number of people to its target. They move as few people as
/// possible, and of all such plans it is one of the lowest cost.
///
/// # Formula
/// `min Σ c_ij x_ij` subject to `Σ_j x_ij ≤ surplus_i`, `Σ_i x_ij = deficit_j` and `x ≥ 0`, where
/// `surplus = max(0, people − target)` and `deficit = max(0, target − people)`: the transportation
/// problem. No one moves into an area of surplus or out of one of deficit, so no plan moves fewer
/// than `Σ deficit` people. Its vertices are whole numbers.
///
/// # Inputs and units
/// `people` and `target` of each area, `Σ target ≤ Σ people`; `cost(i, j)` of moving one person, 0
/// or more, such as kilometres. Result: moves by the areas' positions.
///
/// # Missing and out of range
/// The caller refuses areas whose number of people is unknown. An error where targets need more
/// people than there are, or the solver fails.
///
/// # When not to use it
/// As an instruction: it does not consider needs, schools or ties.
///
/// # References
/// Hitchcock, F. L. (1941), The distribution of a product from several sources to numerous
/// localities, Journal of Mathematics and Physics 20, 224-230; Ahuja, R. K., Magnanti, T. L. and
/// Orlin, J. B. (1993), Network Flows, chapter 9. Solved by the simplex method of the library
/// microlp.
pub fn fewest_moves(
    people: &[u64],
    target: &[u64],
    cost: impl Fn(usize, usize) -> f64,
) -> Result<Vec<Move>, Unsolved> {
    let pairs = || people.iter().zip(target).enumerate();
    let from: Vec<(usize, u64)> =
        pairs().filter(|(_, (p, t))| p > t).map(|(at, (p, t))| (at, p - t)).collect();
    let to: Vec<(usize, u64)> =
        pairs().filter(|(_, (p, t))| t > p).map(|(at, (p, t))| (at, t - p)).collect();
    let (surplus, deficit) = (total(&from), total(&to));
    if deficit > surplus || surplus > MAX_PEOPLE {
        return Err(Unsolved(format!("{deficit} people wanted of {surplus}")));
    }
    if to.is_empty() {
        return Ok(Vec::new());
    }
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<Vec<Variable>> = from
        .iter()
        .map(|(i, surplus)| {
            to.iter()
                .map(|(j, deficit)| {
                    problem.add_var(cost(*i, *j), (0.0, number(*surplus.min(deficit))))
                })
                .collect()
        })
        .collect();
    for (row, (_, surplus)) in variables.iter().zip(&from) {
        let sum: Vec<(Variable, f64)> = row.iter().map(|variable| (*variable, 1.0)).collect();
        problem.add_constraint(&sum, ComparisonOp::Le, number(*surplus));
    }
    for (column, (_, deficit)) in to.iter().enumerate() {
        let sum: Vec<(Variable, f64)> = variables.iter().map(|row| (row[column], 1.0)).collect();
        problem.add_constraint(&sum, ComparisonOp::Eq, number(*deficit));
    }
    let solution = problem.solve().map_err(|error| Unsolved(error.to_string()))?;
    let solution =
        solution.into_solution().map_err(|_| Unsolved("no solution in time".to_owned()))?;
    let mut moves = Vec::new();
    for (row, (i, _)) in variables.iter().zip(&from) {
        for (variable, (j, _)) in row.iter().zip(&to) {
            let people = exact_integer(solution.var_value(*variable))?;
            if people > 0 {
                moves.push(Move { from: *i, to: *j, people });
            }
        }
    }
    adds_up(&moves, &from, &to)?;
    Ok(moves)
}

/// The solver's number as an integer, or an error.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be near a whole number from 0 up"
)]
fn exact_integer(value: f64) -> Result<u64, Unsolved> {
    let rounded = value.round();
    let is_whole = (value - rounded).abs() < 1e-4 && rounded >= 0.0;
    is_whole.then_some(rounded as u64).ok_or_else(|| Unsolved(format!("{value} people on one way")))
}

/// Checks the solver's result: no one is lost or counted twice.
fn adds_up(moves: &[Move], from: &[(usize, u64)], to: &[(usize, u64)]) -> Result<(), Unsolved> {
    let sum = |chosen: &dyn Fn(&Move) -> bool| -> u64 {
        moves.iter().filter(|m| chosen(m)).map(|m| m.people).sum()
    };
    let leaves = from.iter().all(|(area, surplus)| sum(&|m| m.from == *area) <= *surplus);
    let comes = to.iter().all(|(area, deficit)| sum(&|m| m.to == *area) == *deficit);
    (leaves && comes).then_some(()).ok_or_else(|| Unsolved("moves that do not add up".to_owned()))
}

fn total(areas: &[(usize, u64)]) -> u64 {
    areas.iter().map(|(_, people)| people).sum()
}

#[expect(clippy::cast_precision_loss, reason = "at most 2^40")]
fn number(people: u64) -> f64 {
    people as f64
}

#[cfg(test)]
mod tests {
    use super::{Move, fewest_moves};
    use proptest::prelude::*;

    fn cost_of(moves: &[Move], costs: &[Vec<u32>]) -> u64 {
        moves.iter().map(|m| m.people * u64::from(costs[m.from][m.to])).sum()
    }

    /// The lowest cost of all sets of moves from people to their targets, tried one by one.
    fn brute_force(people: &mut Vec<u64>, target: &[u64], costs: &[Vec<u32>]) -> u64 {
        let Some(to) = (0..people.len()).find(|area| people[*area] < target[*area]) else {
            return 0;
        };
        let mut best = u64::MAX;
        for from in 0..people.len() {
            if people[from] > target[from] {
                people[from] -= 1;
                people[to] += 1;
                best = best.min(u64::from(costs[from][to]) + brute_force(people, target, costs));
                people[from] += 1;
                people[to] -= 1;
            }
        }
        best
    }

    #[test]
    fn a_published_transportation_problem_has_its_published_optimum() {
        // Hillier, F. S. and Lieberman, G. J., Introduction to Operations Research, P & T Company:
        // canneries of 75, 125 and 100 truckloads, warehouses of 80, 65, 70 and 85; the least
        // shipping cost is 152,535 dollars.
        let costs: [[u32; 4]; 3] =
            [[464, 513, 654, 867], [352, 416, 690, 791], [995, 682, 388, 685]];
        let people = [75, 125, 100, 0, 0, 0, 0];
        let target = [0, 0, 0, 80, 65, 70, 85];
        let moves = fewest_moves(&people, &target, |i, j| f64::from(costs[i][j - 3])).unwrap();
        let cost: u64 = moves.iter().map(|m| m.people * u64::from(costs[m.from][m.to - 3])).sum();
        assert_eq!(cost, 152_535);
    }

    #[test]
    fn nothing_moves_where_everything_is_as_it_should_be_and_nobody_is_made_up() {
        assert_eq!(fewest_moves(&[3, 4], &[3, 4], |_, _| 1.0), Ok(Vec::new()));
        assert_eq!(
            fewest_moves(&[9, 4], &[3, 4], |_, _| 1.0),
            Ok(Vec::new()),
            "there may be people without a target"
        );
        assert!(fewest_moves(&[3, 4], &[3, 5], |_, _| 1.0).is_err());
    }

    proptest! {
        #[test]
        fn no_other_plan_costs_less(
            areas in prop::collection::vec((0_u64..4, 0_u64..4), 2..6),
            costs in prop::collection::vec(prop::collection::vec(0_u32..100, 6), 6),
        ) {
            let (mut people, target): (Vec<u64>, Vec<u64>) = areas.into_iter().unzip();
            let (all, needed): (u64, u64) = (people.iter().sum(), target.iter().sum());
            prop_assume!(needed <= all && all <= 8);
            let moves = fewest_moves(&people, &target, |i, j| f64::from(costs[i][j])).unwrap();
            prop_assert_eq!(cost_of(&moves, &costs), brute_force(&mut people, &target, &costs));
        }

        #[test]
        fn no_circle_of_changes_makes_a_large_plan_cheaper(
            areas in prop::collection::vec((0_u64..5_000, 0_u64..5_000, 0_i32..60, 0_i32..60), 2..40),
        ) {
            let people: Vec<u64> = areas.iter().map(|area| area.0).collect();
            let all: u64 = people.iter().sum();
            // As many wanted as there are people, or a few fewer.
            let needed: u64 = areas.iter().map(|area| area.1).sum::<u64>().max(1);
            let target: Vec<u64> = areas.iter().map(|area| area.1 * all / needed).collect();
            let cost = |i: usize, j: usize| {
                f64::from(areas[i].2 - areas[j].2).hypot(f64::from(areas[i].3 - areas[j].3))
            };
            let moves = fewest_moves(&people, &target, cost).unwrap();
            let moved: u64 = moves.iter().map(|m| m.people).sum();
            prop_assert_eq!(moved, people.iter().zip(&target).map(|(p, t)| t.saturating_sub(*p)).sum::<u64>());
            // A plan is optimal when its residual network has no circle of negative cost (Ahuja,
            // Magnanti and Orlin, theorem 9.1). Those who stay are one more area, and distances by
            // Bellman and Ford converge.
            let stay = areas.len();
            let leaving = |i: usize| moves.iter().filter(|m| m.from == i).map(|m| m.people).sum::<u64>();
            let mut edges: Vec<(usize, usize, f64)> = Vec::new();
            for i in 0..stay {
                for j in 0..stay {
                    if people[i] > target[i] && target[j] > people[j] {
                        edges.push((i, j, cost(i, j)));
                    }
                }
                if people[i] > target[i] {
                    edges.push((i, stay, 0.0));
                    if leaving(i) < people[i] - target[i] {
                        edges.push((stay, i, 0.0));
                    }
                }
            }
            edges.extend(moves.iter().map(|m| (m.to, m.from, -cost(m.from, m.to))));
            let mut distance = vec![0.0; stay + 1];
            for _ in 0..=stay {
                for (from, to, length) in &edges {
                    if distance[*from] + length < distance[*to] - 1e-6 {
                        distance[*to] = distance[*from] + length;
                    }
                }
            }
            prop_assert!(edges.iter().all(|(from, to, length)| distance[*from] + length >= distance[*to] - 1e-6));
        }
    }
}
