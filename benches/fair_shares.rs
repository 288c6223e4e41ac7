//! How fast the fair-shares engine is, as ratios against peers in the same run: `cargo bench`.
//!
//! Belongs here: 10,000 draws of a key of six parts over London and over all authorities, against
//! numpy; the fewest and shortest moves, against HiGHS in scipy. Does not belong here: assertions
//! on time, which differ from machine to machine.
//!
//! The peers run in Python (`PYTHON`, else `python3`) with numpy and scipy; where these are not
//! there, only our own times are printed.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench prints what it has measured"
)]

use fairshares::catalogue::{Combine, Direction, Transform};
use fairshares::domain::Compare;
use fairshares::fairshare::{Composite, Draws, Errors, PartFigures, fewest_moves, robustness};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

/// Runs of each case, of which the middle one counts.
const RUNS: usize = 5;

const PARTS: usize = 6;

fn main() {
    let peers = peers();
    println!("{:<34} {:>10} {:>10} {:>10}", "case", "ours (ms)", "peer (ms)", "peer/ours");
    for areas in [33, 361] {
        let key = key(areas);
        report(&format!("10,000 draws, six parts, {areas} areas"), &peers, || draw(&key, areas));
    }
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let key = key(361);
    report("the same on one thread", &BTreeMap::new(), || one.install(|| draw(&key, 361)));
    for areas in [33, 150] {
        let (people, target) = uneven(areas);
        report(&format!("fewest moves, {areas} areas"), &peers, || {
            let moves = fewest_moves(&people, &target, distance).expect("a plan");
            assert!(!moves.is_empty());
        });
    }
}

fn draw(key: &Composite, areas: usize) {
    let draws = Draws { count: 10_000, seed: 1, concentration: 50.0 };
    let found =
        robustness(key, &Errors::default(), &vec![None; areas], draws, &Some).expect("shares");
    assert_eq!(found.areas.len(), areas);
}

/// A made-up number that follows from two places, from 0 to 1 and never 0.
fn figure(one: usize, other: usize) -> f64 {
    (1 + (one * 7_919 + other * 104_729) % 997) as f64 / 997.0
}

/// Residents and six pressures by rank, multiplied.
fn key(areas: usize) -> Composite {
    let part = |part: usize| PartFigures {
        weight: 1.0 / PARTS as f64,
        direction: Direction::Less,
        transform: Transform::Rank,
        corrective: None,
        min: 0.0,
        max: None,
        figures: (0..areas).map(|area| figure(area, part)).collect(),
    };
    Composite {
        combine: Combine::Multiplicative {
            base: (0..areas).map(|area| 400_000.0 * figure(area, 99)).collect(),
        },
        parts: (0..PARTS).map(part).collect(),
    }
}

/// People where they are and where they would be: every area 100 on average, and as many in all.
fn uneven(areas: usize) -> (Vec<u64>, Vec<u64>) {
    let people: Vec<u64> = (0..areas).map(|area| ((area * 7_919) % 200) as u64).collect();
    let (all, count) = (people.iter().sum::<u64>(), areas as u64);
    let target = (0..count).map(|area| all / count + u64::from(area < all % count)).collect();
    (people, target)
}

fn distance(from: usize, to: usize) -> f64 {
    (figure(from, 1) - figure(to, 1)).hypot(figure(from, 2) - figure(to, 2))
}

/// Prints the middle time of some runs, and a peer's beside it.
fn report(case: &str, peers: &BTreeMap<String, f64>, run: impl Fn()) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            1_000.0 * start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::compare);
    let ours = times[RUNS / 2];
    match peers.get(case) {
        Some(peer) => println!("{case:<34} {ours:>10.1} {peer:>10.1} {:>10.1}", peer / ours),
        None => println!("{case:<34} {ours:>10.1} {:>10} {:>10}", "-", "-"),
    }
}

/// The peers' times by case, in milliseconds.
fn peers() -> BTreeMap<String, f64> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers.py");
    let output = Command::new(&python).arg(script).output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        eprintln!("no peers: {python} has no numpy and scipy; set PYTHON");
        return BTreeMap::new();
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(case, ms)| Some((case.to_owned(), ms.parse().ok()?)))
        .collect()
}
