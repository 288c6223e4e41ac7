//! Tells cargo which folders travel inside the program, so that a file added there is enough to
//! build it again.

fn main() {
    for folder in ["data/catalogue", "data/bundled", "reports/packs"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
