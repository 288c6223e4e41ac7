//! Which file imports which, read from the code.
//!
//! A path is followed through re-exports to the file that has what it names. A module names what is
//! below it to declare and register it, which counts as no import.

use std::collections::{BTreeMap, BTreeSet};

/// A module by its path, such as `["chart", "words"]`.
pub(super) type Module = Vec<String>;

/// The modules that each module imports something from, those below it left out.
pub(super) fn imports(files: &BTreeMap<String, String>) -> BTreeMap<Module, BTreeSet<Module>> {
    let modules: BTreeMap<Module, String> =
        files.iter().map(|(name, text)| (module_of(name), uncommented(text))).collect();
    let exports = modules
        .iter()
        .map(|(module, text)| (module.clone(), exports_of(module, text, &modules)))
        .collect();
    let mut found: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, text) in &modules {
        let imported = found.entry(module.clone()).or_default();
        for path in paths_in(text) {
            let Some(absolute) = absolute(module, &path, &modules) else { continue };
            let Some(to) = home_of(&absolute, &modules, &exports, 0) else { continue };
            let is_below = to.starts_with(module);
            if !is_below {
                imported.insert(to);
            }
        }
    }
    found
}

/// Modules that import one another in a circle, each circle once.
pub(super) fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<BTreeSet<Module>> {
    let reached = |from: &Module| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(module) = open.pop() {
            open.extend(
                imports.get(module).into_iter().flatten().filter(|to| seen.insert((*to).clone())),
            );
        }
        seen
    };
    let all: BTreeMap<&Module, BTreeSet<Module>> =
        imports.keys().map(|module| (module, reached(module))).collect();
    let circle = |module: &Module| {
        let back =
            |other: &&Module| all.get(*other).is_some_and(|reached| reached.contains(module));
        all[module].iter().filter(back).cloned().collect::<BTreeSet<Module>>()
    };
    let found: BTreeSet<BTreeSet<Module>> =
        imports.keys().map(circle).filter(|circle| circle.len() > 1).collect();
    found.into_iter().collect()
}

/// The module of a file: `chart/mod.rs` and `chart.rs` are `chart`.
pub(super) fn module_of(name: &str) -> Module {
    let mut parts: Module = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    parts
}

/// The code of a file without comments and without the unit tests at its foot.
pub(super) fn uncommented(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\n").next().unwrap();
    code.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// What a module offers under another module's name: `pub use words::number` is `number` of
/// `words`.
fn exports_of(
    module: &Module,
    text: &str,
    modules: &BTreeMap<Module, String>,
) -> BTreeMap<String, Module> {
    let mut found = BTreeMap::new();
    for (line, tree) in uses(text) {
        if !line.starts_with("pub") {
            continue;
        }
        for path in flat(&tree) {
            let name = path.rsplit("::").find(|part| *part != "self").unwrap().to_owned();
            found.extend(absolute(module, &path, modules).map(|absolute| (name, absolute)));
        }
    }
    found
}

/// The `use` declarations: how the line begins, and the tree.
fn uses(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for piece in text.split_inclusive(';') {
        let Some(at) = piece.rfind("use ").filter(|at| {
            let before = piece[..*at].rsplit('\n').next().unwrap().trim();
            before.is_empty() || before.starts_with("pub")
        }) else {
            continue;
        };
        let before = piece[..at].rsplit('\n').next().unwrap().trim().to_owned();
        found.push((before, piece[at + 4..].trim_end_matches(';').to_owned()));
    }
    found
}

/// Every path of a file: those of its imports, and those that begin with `crate`, `self`, `super`
/// or an imported module elsewhere.
fn paths_in(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for (line, tree) in uses(text) {
        for path in flat(&tree) {
            named.insert(path.rsplit("::").next().unwrap().to_owned(), path.clone());
            // What is handed on is an import of whoever takes it.
            if !line.starts_with("pub") {
                paths.push(path);
            }
        }
    }
    for word in text
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .filter(|word| word.contains("::"))
    {
        let word = word.trim_matches(':');
        let first = word.split("::").next().unwrap();
        match named.get(first) {
            Some(path) => paths.push(format!("{path}{}", &word[first.len()..])),
            None => paths.push(word.to_owned()),
        }
    }
    paths
}

/// The paths of a `use` tree.
fn flat(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        return vec![
            tree.split(" as ").next().unwrap().chars().filter(|c| !c.is_whitespace()).collect(),
        ];
    };
    let (before, inside) = (&tree[..open], &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())]);
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(flat).map(|path| format!("{}{path}", before.trim())).collect()
}

/// A path from the root of the crate; `None` for another crate's.
fn absolute(module: &Module, path: &str, modules: &BTreeMap<Module, String>) -> Option<Module> {
    let mut parts = path.split("::").map(str::to_owned).peekable();
    let first = parts.peek()?.clone();
    let mut base = match first.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.clone(),
        _ => {
            let child: Module = module.iter().cloned().chain([first]).collect();
            return modules
                .contains_key(&child)
                .then(|| module.iter().cloned().chain(parts).collect());
        }
    };
    while let Some(part) = parts.next_if(|part| ["crate", "self", "super"].contains(&part.as_str()))
    {
        if part == "super" {
            base.pop();
        }
    }
    Some(base.into_iter().chain(parts).collect())
}

/// The module that has what a path names, through re-exports.
fn home_of(
    path: &[String],
    modules: &BTreeMap<Module, String>,
    exports: &BTreeMap<Module, BTreeMap<String, Module>>,
    depth: usize,
) -> Option<Module> {
    const DEEPEST: usize = 10;
    let length = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
    let (module, rest) = path.split_at(length);
    match rest.first().and_then(|name| exports.get(module)?.get(name)) {
        Some(handed_on) if depth < DEEPEST => {
            let further: Module = handed_on.iter().chain(&rest[1..]).cloned().collect();
            home_of(&further, modules, exports, depth + 1)
        }
        _ => Some(module.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::{circles, imports};
    use std::collections::BTreeMap;

    fn found(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let files: BTreeMap<String, String> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let name = |circle: std::collections::BTreeSet<Vec<String>>| {
            circle.iter().map(|one| one.join("/")).collect()
        };
        circles(&imports(&files)).into_iter().map(name).collect()
    }

    #[test]
    fn circles_are_found_through_re_exports_groups_and_plain_paths() {
        let root = ("a/mod.rs", "mod one;\nmod two;\npub use one::First;\n");
        let one = ("a/one.rs", "use super::two::{self, Second};\npub struct First;");
        assert_eq!(found(&[root, one, ("a/two.rs", "use crate::a::First;")]), [["a/one", "a/two"]]);
        assert_eq!(
            found(&[root, one, ("a/two.rs", "fn f() { super::one::g() }")]),
            [["a/one", "a/two"]]
        );
        let none: [[&str; 0]; 0] = [];
        assert_eq!(
            found(&[root, one, ("a/two.rs", "// use crate::a::First;\nuse crate::b::First;")]),
            none
        );
        assert_eq!(found(&[root, one, ("a/two.rs", "")]), none);
    }
}
