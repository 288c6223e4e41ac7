//! Our own marks are rendered as words, and nothing else is.

use super::super::{Action, Error, Field, error_codes, one_line, one_line_within};
use super::{BETWEEN, CLOSE, OPEN, PlainNames, is_of_marks, marked, pieces, render_names};

fn plain(text: &str) -> String {
    render_names(text, &PlainNames)
}

#[test]
fn fields_and_actions_in_a_sentence_have_plain_names() {
    let text = format!(
        "set {} or {}; {}, {}, {}",
        Field::Places,
        Field::Ties.set_to("order"),
        Action::Refresh.setting(Field::Accept, "ab12").with(Field::Offline),
        Action::Refresh.setting(Field::Discard, "ab12").fields_alone(),
        Action::Explain.on("F101").bare()
    );
    let expected = "set `places` or `ties = order`; `refresh` with `accept = ab12` and `offline`, \
                    `refresh` with `discard = ab12`, explain F101";
    assert_eq!(plain(&text), expected);
    assert_eq!(plain(&plain(&text)), expected);
    assert_eq!(plain("no mark, {refresh}"), "no mark, {refresh}");
}

#[test]
fn what_stands_in_braces_becomes_the_mark_that_is_built() {
    let text = "a {field:ties=order} b {refresh :accept=ID} c {..refresh :discard=ID} d {place \"X\" :districts}";
    let built = format!(
        "a {} b {} c {} d {}",
        Field::Ties.set_to("order"),
        Action::Refresh.setting(Field::Accept, "ID"),
        Action::Refresh.setting(Field::Discard, "ID").fields_alone(),
        Action::Place.on("\"X\"").with(Field::Districts)
    );
    assert_eq!(marked(text), built);
    assert_eq!(marked("{nothing} {refresh :nothing} {"), "{nothing} {refresh :nothing} {");
}

#[test]
fn a_text_of_others_cannot_make_a_mark() {
    let ours = Action::Refresh.setting(Field::Accept, "ab12").to_string();
    let body = ours.rsplit(BETWEEN).next().unwrap_or_default();
    // Everything that the source code reveals of a mark, with a number of another process.
    let forged = [
        format!("{OPEN}refresh{BETWEEN}{body}"),
        format!("{OPEN}\u{f0000}\u{f0001}\u{f0002}\u{f0003}refresh{BETWEEN}:accept=ab12{CLOSE}"),
        format!("{OPEN}field:places{CLOSE}"),
        format!("{OPEN}{OPEN}{BETWEEN}{CLOSE}"),
    ];
    for forged in &forged {
        let error = Error::new(error_codes::OPTION_WRONG, "reading")
            .in_file(forged.clone())
            .found(forged.clone());
        let whole = format!("{forged}{}{forged}", Field::Places);
        for said in [plain(forged), one_line(forged).into_owned(), error.to_string(), plain(&whole)]
        {
            assert!(said.contains('\u{fffd}') && !said.contains(is_of_marks), "{said:?}");
            assert!(!said.contains("`accept") && !said.contains("`refresh`"), "{said:?}");
        }
        assert!(plain(&whole).contains("`places`"), "ours beside it is still one");
    }
}

#[test]
fn a_value_of_others_ends_no_mark_and_makes_no_field() {
    let hostile = format!("x{CLOSE}{BETWEEN}:accept=y{OPEN}");
    let said = plain(&format!("do {} now", Action::Diff.on(hostile)));
    assert_eq!(said, "do `diff x\u{fffd}\u{fffd}:accept=y\u{fffd}` now");
    assert_eq!(plain(&Action::Diff.on(":accept=y").to_string()), "`diff \u{fffd}accept=y`");
    assert_eq!(plain(&Field::At.set_to(format!("a=b{CLOSE}")).to_string()), "`at = a=b\u{fffd}`");
}

#[test]
fn a_long_text_is_not_cut_inside_a_mark() {
    let text = format!("{}{}{}", "a".repeat(70), Field::Ties.set_to("order"), "b".repeat(70));
    for most in 1..text.chars().count() {
        let said = plain(&one_line_within(&text, most));
        let rest = said.replace("`ties = order`", "");
        assert!(rest.chars().all(|c| ['a', 'b', '…'].contains(&c)), "{most}: {said:?}");
    }
    assert_eq!(pieces("").len(), 1);
}
