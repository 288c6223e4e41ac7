//! The analysts' notebooks still run: their code, cell after cell, with the program on the path.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python to run them with; without one the test says so and passes, since the program does not
/// need it.
fn python() -> Option<&'static str> {
    ["python3", "python"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()))
}

#[test]
fn notebooks_run() {
    let Some(python) = python() else {
        eprintln!("skipped: no Python to run the notebooks with");
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks");
    let program = PathBuf::from(env!("CARGO_BIN_EXE_fairshares"));
    let path = std::env::join_paths(
        std::iter::once(program.parent().unwrap().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )
    .unwrap();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let notebook = entry.unwrap().path();
        if notebook.extension().is_none_or(|end| end != "ipynb") {
            continue;
        }
        let text = std::fs::read_to_string(&notebook).unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
        let cells =
            parsed["cells"].as_array().unwrap().iter().filter(|cell| cell["cell_type"] == "code");
        let code: Vec<String> = cells
            .map(|cell| {
                cell["source"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|line| line.as_str().unwrap())
                    .collect()
            })
            .collect();
        let work = tempfile::tempdir().unwrap();
        let output = Command::new(python)
            .args(["-c", &code.join("\n")])
            .current_dir(work.path())
            .env("PATH", &path)
            .env("FAIRSHARES_STORE", work.path().join("store"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}:\n{}",
            notebook.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            parsed["cells"]
                .as_array()
                .unwrap()
                .iter()
                .all(|cell| cell["outputs"].as_array().is_none_or(Vec::is_empty))
        );
        count += 1;
    }
    assert!(count > 0, "no notebooks");
}
