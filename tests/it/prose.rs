//! Plain English: guides, definitions, packs, errors and help use the usual words, in short
//! sentences.
//!
//! `docs/glossary.md` lists the words to use. Code, names and quotations are not checked: only
//! running text is.

use crate::support::{program, succeed};
use fairshares::domain::error_codes;
use std::fs;
use std::path::{Path, PathBuf};

/// Words of the project's former private vocabulary, and phrases. Each has a plain word in
/// `docs/glossary.md`.
const BANNED: [&str; 16] = [
    "told",
    "nobody",
    "somebody",
    "everybody",
    "beside",
    "besides",
    "nought",
    "noughts",
    "kingdom",
    "one another",
    "put right",
    "what there is",
    "a stretch",
    "stands at",
    "made again",
    "way back",
];

/// Words of a sentence; longer ones are counted.
const WORDS: usize = 25;

/// The numbers of longer sentences now. They may fall, and then these limits should follow.
const LONG_IN_GUIDES: usize = 8;
const LONG_IN_CHANGELOG: usize = 13;
const LONG_IN_DEFINITIONS: usize = 22;
const LONG_IN_PACKS: usize = 1;
const LONG_IN_ERRORS: usize = 2;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder whose names end in `ending`, in order.
fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_str().is_some_and(|name| name.ends_with(ending)) => {
                    found.push(path);
                }
                false => {}
            }
        }
    }
    found.sort();
    found
}

/// The guides that people write. `coverage.md` quotes publishers, and the changelog has a test of
/// its own.
fn guides() -> Vec<PathBuf> {
    let single =
        ["README.md", "CONTRIBUTING.md", "src/README.md", "data/README.md", "data/REFRESH.md"];
    let folders = [
        ("docs", ".md"),
        ("data/catalogue", "README.md"),
        ("tests", "README.md"),
        ("findings", "README.md"),
    ];
    let others = [("notebooks", "README.md"), ("reports", "README.md")];
    let below =
        folders.into_iter().chain(others).flat_map(|(folder, ending)| files_below(folder, ending));
    let all = single.map(|name| root().join(name)).into_iter().chain(below);
    all.filter(|path| !path.ends_with("docs/coverage.md")).collect()
}

/// Running text of Markdown: paragraphs, list items and cells of tables, without code and
/// addresses.
fn running_text(markdown: &str) -> Vec<String> {
    let (mut texts, mut paragraph, mut fenced) = (Vec::new(), String::new(), false);
    let end = |paragraph: &mut String, texts: &mut Vec<String>| {
        if !paragraph.is_empty() {
            texts.push(without_code(&std::mem::take(paragraph)));
        }
    };
    for line in markdown.lines() {
        let text = line.trim();
        let is_fence = text.starts_with("```");
        fenced ^= is_fence;
        let is_code = fenced || is_fence || (line.starts_with("    ") && paragraph.is_empty());
        let is_item = text.starts_with("- ")
            || text.starts_with("* ")
            || text.split_once(". ").is_some_and(|(n, _)| n.parse::<u8>().is_ok());
        if is_code
            || text.is_empty()
            || text.starts_with(['#', '|', '<'])
            || text.starts_with("![")
            || is_item
        {
            end(&mut paragraph, &mut texts);
        }
        if text.starts_with('|') {
            texts.extend(text.trim_matches('|').split(" | ").map(|cell| without_code(cell.trim())));
        } else if !is_code && !text.starts_with(['#', '<']) && !text.starts_with("![") {
            paragraph = format!("{paragraph} {text}").trim().to_owned();
        }
    }
    end(&mut paragraph, &mut texts);
    texts
}

/// Text with each code span as one word and links without their addresses.
fn without_code(text: &str) -> String {
    let spans =
        text.split('`').enumerate().map(|(index, part)| if index % 2 == 1 { "CODE" } else { part });
    let text: String = spans.collect();
    let mut pieces = text.split("](");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |done, piece| done + piece.split_once(')').map_or("", |(_, rest)| rest))
}

/// Sentences: a full stop, question mark, exclamation mark or colon before a capital letter or
/// digit ends one.
fn sentences(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends = |at: usize| {
        let end = words[at].trim_end_matches([')', '"', '*', '”']);
        let next = words
            .get(at + 1)
            .and_then(|next| next.trim_start_matches(['(', '"', '*', '“', '[']).chars().next());
        end.ends_with(['.', '!', '?', ':', ';'])
            && next.is_none_or(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    let (mut all, mut start) = (Vec::new(), 0);
    for at in 0..words.len() {
        if ends(at) || at + 1 == words.len() {
            all.push(words[start..=at].join(" "));
            start = at + 1;
        }
    }
    all
}

fn is_long(sentence: &str) -> bool {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() > WORDS
}

/// The banned words of a text, as whole words in lower case: `United Kingdom` is a name.
fn banned(text: &str) -> Vec<&'static str> {
    let letters: String =
        text.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    let padded = format!(" {} ", letters.split_whitespace().collect::<Vec<_>>().join(" "));
    BANNED.into_iter().filter(|word| padded.contains(&format!(" {word} "))).collect()
}

/// Fails for banned words in any text, and for more long sentences than `limit`.
fn check(texts: &[(String, String)], limit: usize) {
    let wrong: Vec<String> = texts
        .iter()
        .filter(|(_, text)| !banned(text).is_empty())
        .map(|(place, text)| format!("{place}: {:?} in {text:?}", banned(text)))
        .collect();
    assert!(wrong.is_empty(), "use the plain word (docs/glossary.md):\n{}", wrong.join("\n"));
    let long: Vec<String> = texts
        .iter()
        .flat_map(|(place, text)| {
            sentences(text).into_iter().map(move |sentence| (place, sentence))
        })
        .filter(|(_, sentence)| is_long(sentence))
        .map(|(place, sentence)| format!("{place}: {sentence}"))
        .collect();
    assert!(
        long.len() <= limit,
        "{} sentences of more than {WORDS} words, not {limit}:\n{}",
        long.len(),
        long.join("\n")
    );
}

fn texts_of_file(path: &Path) -> Vec<(String, String)> {
    let place = path.strip_prefix(root()).unwrap().display().to_string();
    let text = fs::read_to_string(path).unwrap();
    running_text(&text).into_iter().map(|text| (place.clone(), text)).collect()
}

#[test]
fn guides_are_in_plain_words_and_short_sentences() {
    let is_old_word = |path: &Path, text: &str| {
        path.ends_with("docs/glossary.md")
            && BANNED.iter().any(|word| text.contains(word))
            && text.split(' ').count() < 9
    };
    let texts: Vec<(String, String)> = guides()
        .iter()
        .flat_map(|path| {
            texts_of_file(path).into_iter().filter(|(_, text)| !is_old_word(path, text))
        })
        .collect();
    assert!(texts.len() > 500, "{} texts", texts.len());
    check(&texts, LONG_IN_GUIDES);
}

#[test]
fn the_changelog_is_in_plain_words_and_short_sentences() {
    check(&texts_of_file(&root().join("CHANGELOG.md")), LONG_IN_CHANGELOG);
}

#[test]
fn packs_are_in_plain_words_and_short_sentences() {
    let templates =
        files_below("reports/packs", ".md").into_iter().flat_map(|path| texts_of_file(&path));
    let definitions = files_below("reports/packs", ".toml")
        .into_iter()
        .flat_map(|path| texts_of_definition(&path));
    let texts: Vec<(String, String)> = templates.chain(definitions).collect();
    check(&texts, LONG_IN_PACKS);
}

/// Keys of definitions whose texts readers see in packs, charts and messages.
const READ: [&str; 12] = [
    "title",
    "subtitle",
    "definition",
    "caveats",
    "text",
    "note",
    "reason",
    "otherwise",
    "about",
    "independent",
    "label",
    "counted",
];

fn texts_of_definition(path: &Path) -> Vec<(String, String)> {
    fn collect(key: &str, value: &toml::Value, place: &str, found: &mut Vec<(String, String)>) {
        match value {
            toml::Value::String(text) if READ.contains(&key) && text.contains(' ') => {
                found.push((format!("{place}: {key}"), without_code(text)));
            }
            toml::Value::Array(values) => {
                values.iter().for_each(|value| collect(key, value, place, found));
            }
            toml::Value::Table(table) => {
                table.iter().for_each(|(key, value)| collect(key, value, place, found));
            }
            _ => {}
        }
    }
    let place = path.strip_prefix(root()).unwrap().display().to_string();
    let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let mut found = Vec::new();
    table.iter().for_each(|(key, value)| collect(key, value, &place, &mut found));
    found
}

#[test]
fn definitions_are_in_plain_words_and_short_sentences() {
    let texts: Vec<(String, String)> = files_below("data/catalogue", ".toml")
        .iter()
        .flat_map(|path| texts_of_definition(path))
        .collect();
    assert!(texts.len() > 1_000, "{} texts", texts.len());
    check(&texts, LONG_IN_DEFINITIONS);
}

#[test]
fn errors_are_in_plain_words_and_short_sentences() {
    let texts: Vec<(String, String)> = error_codes::ALL
        .iter()
        .flat_map(|code| {
            let fix = code.fix();
            [code.title, code.explanation, &fix]
                .map(|text| (code.id.to_owned(), without_code(text)))
        })
        .collect();
    check(&texts, LONG_IN_ERRORS);
}

#[test]
fn help_is_in_plain_words() {
    let folder = tempfile::tempdir().unwrap();
    let help = |arguments: &[&str]| {
        String::from_utf8(succeed(program(folder.path()).args(arguments)).stdout).unwrap()
    };
    let overview = help(&["--help"]);
    let commands: Vec<&str> = overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.strip_prefix("  ")?.split(' ').next().filter(|command| !command.is_empty())
        })
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        // Options and their values are a contract: `--beside`, `[possible values: …]`.
        let text: String = help(&["help", command])
            .lines()
            .map(|line| line.split('[').next().unwrap_or_default())
            .flat_map(|line| line.split_whitespace().chain(["\n"]))
            .filter(|word| !word.starts_with('-'))
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(banned(&without_code(&text)), Vec::<&str>::new(), "fairshares help {command}");
    }
}

#[test]
fn private_words_and_long_sentences_are_found_and_names_and_code_are_not() {
    let guide = "# told\n\nIt is told here,\nbeside `nobody`.\n\n    nobody\n\n| a | made again \
        |\n\n- The United Kingdom, see [x](told).\n";
    let texts = running_text(guide);
    assert_eq!(
        texts,
        ["It is told here, beside CODE.", "a", "made again", "- The United Kingdom, see [x."]
    );
    assert_eq!(
        texts.iter().flat_map(|text| banned(text)).collect::<Vec<_>>(),
        ["told", "beside", "made again"]
    );
    assert_eq!(
        sentences("One (1). Two: three? \"Four\" 2.5 five."),
        ["One (1).", "Two: three?", "\"Four\" 2.5 five."]
    );
    assert!(is_long(&"word ".repeat(26)) && !is_long(&"word ".repeat(25)));
}
