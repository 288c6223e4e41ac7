//! Exchanges of places between the cells of a table, as paths in a network of rows and columns.
//!
//! A cell that gains a place is an edge from its row to its column, at the price `(2x + 1) / w`;
//! one that loses a place is an edge back, at `w / (2x - 1)`. A path's price is the product of its
//! edges' prices; around a cycle all margins are unchanged. A table has the least product when no
//! cycle has a price below one.

use num_bigint::BigUint;

/// A table of places with the weights they are to follow.
pub(super) struct Residual<'a> {
    pub(super) weights: &'a [Vec<u64>],
    pub(super) cells: Vec<Vec<u64>>,
}

/// The price of the cheapest path to a row or column: a fraction, exact.
#[derive(Clone)]
pub(super) struct Price {
    over: BigUint,
    under: BigUint,
}

impl Price {
    fn one() -> Self {
        Self { over: BigUint::from(1u8), under: BigUint::from(1u8) }
    }

    fn times(&self, edge: (u128, u128)) -> Self {
        Self { over: &self.over * edge.0, under: &self.under * edge.1 }
    }

    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        (&self.over * &other.under).cmp(&(&other.over * &self.under))
    }
}

/// A cell that gains a place, or loses one.
#[derive(Clone, Copy)]
struct Edge {
    row: usize,
    column: usize,
    more: bool,
}

impl Residual<'_> {
    /// Rows come first among the nodes, then columns.
    fn nodes(&self) -> usize {
        self.cells.len() + self.cells.first().map_or(0, Vec::len)
    }

    fn ends(&self, edge: Edge) -> (usize, usize) {
        let column = self.cells.len() + edge.column;
        if edge.more { (edge.row, column) } else { (column, edge.row) }
    }

    /// Every possible exchange.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                if self.weights[row][column] > 0 {
                    edges.push(Edge { row, column, more: true });
                }
                if *cell > 0 {
                    edges.push(Edge { row, column, more: false });
                }
            }
        }
        edges
    }

    fn price(&self, edge: Edge) -> (u128, u128) {
        self.price_after(edge, 0)
    }

    /// The price of an edge after this many places have moved along it.
    fn price_after(&self, edge: Edge, gone: u64) -> (u128, u128) {
        let weight = u128::from(self.weights[edge.row][edge.column]);
        let (places, gone) = (u128::from(self.cells[edge.row][edge.column]), u128::from(gone));
        if edge.more {
            (2 * (places + gone) + 1, weight)
        } else {
            (weight, 2 * (places - gone) - 1)
        }
    }

    fn take(&mut self, path: &[Edge], places: u64) {
        for edge in path {
            let cell = &mut self.cells[edge.row][edge.column];
            *cell = if edge.more { *cell + places } else { *cell - places };
        }
    }

    /// Fills up rows and columns that are below their margins; none is above. Errors with the rows
    /// and columns that could still be reached from a row with places left, when none of those
    /// columns can receive any.
    pub(super) fn meet(
        &mut self,
        rows: &[u64],
        columns: &[u64],
    ) -> Result<(), (Vec<usize>, Vec<usize>)> {
        let count = self.cells.len();
        loop {
            let lacks_row = |r: usize| rows[r] - self.cells[r].iter().sum::<u64>();
            let lacks_column =
                |c: usize| columns[c] - self.cells.iter().map(|row| row[c]).sum::<u64>();
            let Some(start) = (0..count).find(|r| lacks_row(*r) > 0) else { return Ok(()) };
            let from = self.reach(start, &self.edges());
            let reached = |node: &usize| *node == start || from[*node].is_some();
            let Some(end) =
                (0..columns.len()).find(|c| reached(&(count + c)) && lacks_column(*c) > 0)
            else {
                let stuck = (0..columns.len()).filter(|c| reached(&(count + c))).collect();
                return Err(((0..count).filter(reached).collect(), stuck));
            };
            let path = self.path(start, count + end, &from);
            let taken = path
                .iter()
                .filter(|edge| !edge.more)
                .map(|edge| self.cells[edge.row][edge.column])
                .min();
            let places = lacks_row(start).min(lacks_column(end)).min(taken.unwrap_or(u64::MAX));
            self.take(&path, places);
        }
    }

    /// How each node is first reached from a start along edges.
    fn reach(&self, start: usize, edges: &[Edge]) -> Vec<Option<Edge>> {
        let mut from: Vec<Option<Edge>> = vec![None; self.nodes()];
        let mut waiting = std::collections::VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            for edge in edges {
                let (tail, head) = self.ends(*edge);
                if tail == node && head != start && from[head].is_none() {
                    from[head] = Some(*edge);
                    waiting.push_back(head);
                }
            }
        }
        from
    }

    fn path(&self, start: usize, end: usize, from: &[Option<Edge>]) -> Vec<Edge> {
        let mut path = Vec::new();
        let mut node = end;
        while let Some(edge) = from[node].filter(|_| node != start) {
            path.push(edge);
            node = self.ends(edge).0;
        }
        path
    }

    /// Makes exchanges until none lowers the product; the prices of all nodes then prove it, since
    /// no edge leads to a node more cheaply than its price.
    pub(super) fn canonicalise(&mut self) -> Vec<Price> {
        loop {
            match self.cheapest() {
                Ok(prices) => return prices,
                Err(cycle) => self.take(&cycle, self.worth(&cycle)),
            }
        }
    }

    /// How many places may go around a cycle with a price below one, all of them lowering the
    /// product. The number is a power of two, so that a distant start needs few steps. Each place
    /// increases the price of the next.
    fn worth(&self, cycle: &[Edge]) -> u64 {
        let lost = cycle
            .iter()
            .filter(|edge| !edge.more)
            .map(|edge| self.cells[edge.row][edge.column])
            .min();
        let lowers = |places: u64| {
            let last = cycle
                .iter()
                .fold(Price::one(), |price, edge| price.times(self.price_after(*edge, places - 1)));
            last.compare(&Price::one()).is_lt()
        };
        let mut places = 1;
        while lost.is_some_and(|lost| 2 * places <= lost) && lowers(2 * places) {
            places *= 2;
        }
        places
    }

    /// The prices of the cheapest paths to all nodes (Bellman and Ford, from everywhere at once),
    /// or a cycle below one.
    fn cheapest(&self) -> Result<Vec<Price>, Vec<Edge>> {
        let mut prices = vec![Price::one(); self.nodes()];
        let mut last: Vec<Option<Edge>> = vec![None; self.nodes()];
        let edges = self.edges();
        loop {
            let mut lowered = false;
            for edge in &edges {
                let (tail, head) = self.ends(*edge);
                let price = prices[tail].times(self.price(*edge));
                if price.compare(&prices[head]).is_lt() {
                    prices[head] = price;
                    last[head] = Some(*edge);
                    lowered = true;
                }
            }
            if !lowered {
                return Ok(prices);
            }
            // The edges by which nodes last became cheaper form a cycle only if its price is below
            // one.
            if let Some(cycle) = self.cycle(&last) {
                return Err(cycle);
            }
        }
    }

    fn cycle(&self, last: &[Option<Edge>]) -> Option<Vec<Edge>> {
        let before = |node: usize| last[node].map(|edge| self.ends(edge).0);
        for start in 0..last.len() {
            // After as many steps back as there are nodes, the walk is on a cycle, if there is one.
            let on_it = (0..last.len()).try_fold(start, |node, _| before(node));
            if let Some(node) = on_it {
                let mut cycle: Vec<Edge> = last[node].into_iter().collect();
                let mut at = before(node)?;
                while at != node {
                    cycle.extend(last[at]);
                    at = before(at)?;
                }
                return Some(cycle);
            }
        }
        None
    }

    /// The edges that can be part of a cycle at the price of one.
    fn level(&self, prices: &[Price]) -> Vec<Edge> {
        let is_level = |edge: &Edge| {
            let (tail, head) = self.ends(*edge);
            prices[tail].times(self.price(*edge)).compare(&prices[head]).is_eq()
        };
        self.edges().into_iter().filter(is_level).collect()
    }

    /// The cells that can exchange places at no cost.
    pub(super) fn tied(&self, prices: &[Price]) -> Vec<(usize, usize)> {
        let level = self.level(prices);
        let closes = |edge: &&Edge| {
            let (tail, head) = self.ends(**edge);
            self.reach(head, &level)[tail].is_some()
        };
        let mut cells: Vec<(usize, usize)> =
            level.iter().filter(closes).map(|edge| (edge.row, edge.column)).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    /// Of the tables with the same product, chooses the one that gives most to the first cell, then
    /// to the second, and so on.
    pub(super) fn prefer_the_first(&mut self, prices: &[Price]) {
        let width = self.cells.first().map_or(0, Vec::len);
        for (row, column) in
            (0..self.cells.len()).flat_map(|row| (0..width).map(move |column| (row, column)))
        {
            let later = |edge: &Edge| (edge.row, edge.column) >= (row, column);
            let level: Vec<Edge> = self.level(prices).into_iter().filter(later).collect();
            let Some(more) =
                level.iter().find(|edge| edge.more && (edge.row, edge.column) == (row, column))
            else {
                continue;
            };
            let (tail, head) = self.ends(*more);
            let from = self.reach(head, &level);
            if from[tail].is_some() {
                let mut cycle = self.path(head, tail, &from);
                cycle.push(*more);
                self.take(&cycle, 1);
            }
        }
    }
}
