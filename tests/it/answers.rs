//! Answers as JSON: the JSON Schema of each in `docs/schemas/`. `tests/independent/answers.py` holds what commands print to them.

use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas")
}

#[test]
fn the_schemas_are_those_of_the_types() {
    let current = std::env::var_os("FAIRSHARES_GALLERY").is_some();
    let schemas = fairshares::tables::schemas();
    for (name, schema) in &schemas {
        let path = folder().join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
        if current {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(kept, text, "{name}: run the test with FAIRSHARES_GALLERY=1 and look at the difference");
    }
    let files = std::fs::read_dir(folder())
        .unwrap()
        .filter(|file| file.as_ref().unwrap().path().extension() == Some("json".as_ref()));
    assert_eq!(files.count(), schemas.len(), "a file in docs/schemas is of no answer");
}
