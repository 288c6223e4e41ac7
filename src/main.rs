//! The `fairshares` command.
fn main() {}
