//! Segregation: how groups of people are spread over areas against each other, and how mixed areas
//! are.

mod diversity;
mod multigroup;
mod two_groups;

pub use diversity::{entropy, reciprocal_diversity, simpson_diversity};
pub use multigroup::{information_index, mutual_information};
pub use two_groups::{
    Comparator, atkinson, delta, dissimilarity, entropy_index, eta_squared, exposure, gini,
    isolation,
};
