//! Number formats as publishers write them, and the resulting value of a cell.

use super::{Epoch, NumberFormat};
use crate::source::format::Value;

fn shown(code: &str, number: f64) -> Value {
    NumberFormat::parse(code)
        .map_or(Value::Number(number), |format| format.value(number, Epoch::From1900))
}

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

#[test]
fn numbers_that_are_shown_as_they_are() {
    let accounts = r#"_-* #,##0_-;\-* #,##0_-;_-* "-"??_-;_-@_-"#;
    let codes =
        ["", "General", "0", "#,##0", "#,##0.0_ ;[Red]\\-#,##0.0\\ ", "@", "0.00E+00", accounts];
    for code in codes.into_iter().chain([
        "[$£-809]#,##0",
        "0\"%\"",
        "#,##0\" people\"",
        "0 \"(1)\"",
        "0;-0;0;@",
    ]) {
        for number in [3.0, -3.0, 0.0, 1234.5] {
            assert_eq!(shown(code, number), Value::Number(number), "{code}");
        }
    }
    // A dash or a blank for zero is read as zero, but a dash for anything else is not the number.
    for code in ["#,##0;-#,##0;\"-\"", "0;-0;;@", "0;-0;–", "[=0]\"-\";0"] {
        assert_eq!(shown(code, 0.0), Value::Number(0.0), "{code}");
        assert_eq!(shown(code, 7.0), Value::Number(7.0), "{code}");
    }
    assert_eq!(shown("[<5]\"-\";0", 3.0), text("-"));
}

#[test]
fn numbers_behind_a_mark_do_not_come_out() {
    for (code, number, words) in [
        ("\"[c]\"", 3.0, "[c]"),
        ("\\[\\c\\]", 3.0, "[c]"),
        ("[<5]\"[c]\";#,##0", 4.0, "[c]"),
        ("[<5]\\*;#,##0", 4.0, "*"),
        ("[>=5]#,##0;\"[low]\"", 4.0, "[low]"),
        ("#,##0;-#,##0;\"[z]\"", 0.0, "[z]"),
        ("[=1]\"[c]\";[=2]\"[c]\";0", 2.0, "[c]"),
        ("\"..\"", 3.0, ".."),
        ("0;\"[x]\"", -1.0, "[x]"),
    ] {
        assert_eq!(shown(code, number), text(words), "{code}");
    }
    assert_eq!(shown("[<5]\"[c]\";#,##0", 5.0), Value::Number(5.0));
    assert_eq!(shown("[=1]\"[c]\";[=2]\"[c]\";0", 3.0), Value::Number(3.0));
    assert_eq!(shown(";;;", 3.0), Value::Empty);
    assert_eq!(shown("\"\"", 3.0), Value::Empty);
}

#[test]
fn marks_behind_a_number_are_kept() {
    assert_eq!(shown("0 \"[r]\"", 12.0), text("12 [r]"));
    assert_eq!(shown("#,##0\\ \\[\\r\\]", 1234.5), text("1234.5 [r]"));
    assert_eq!(shown("0\"r\"", 12.0), text("12 [r]"));
    assert_eq!(shown("General \"(p)\"", 12.0), text("12 [p]"));
    assert_eq!(shown("\"<\"0", 5.0), text("<5"));
}

#[test]
fn marks_before_a_number_are_kept_as_those_behind_it_are() {
    for code in [
        "\"[e] \"0",
        "[e]0",
        "[e]\\ #,##0",
        "\\[\\e\\]0",
        "\"(e) \"0",
        "\"e\"0",
        "[$£-809]\"[e] \"#,##0",
    ] {
        assert_eq!(shown(code, 12.0), text("12 [e]"), "{code}");
    }
    assert_eq!(shown("\"[e] \"0;\"[e] \"-0", -12.0), text("-12 [e]"));
    assert_eq!(shown("[<5]\"[c]\";\"[r] \"0", 12.0), text("12 [r]"));
    assert_eq!(shown("\"[e] \"0\" [r]\"", 12.0), text("12 [e] [r]"));
    // A currency, a sign and words are not marks.
    for code in ["[$£-809]0", "+0", "\"about \"0", "(0)"] {
        assert_eq!(shown(code, 12.0), Value::Number(12.0), "{code}");
    }
}

#[test]
fn numbers_that_are_shown_multiplied() {
    let displayed = |stored, factor| Value::Displayed { stored, factor };
    assert_eq!(shown("0.0%", 0.626), displayed(0.626, 100.0));
    assert_eq!(shown("0 %", 0.626), displayed(0.626, 100.0));
    assert_eq!(shown("#,##0,", 1_234_567.0), displayed(1_234_567.0, 0.001));
    assert_eq!(shown("#,##0.0,", 1_234_567.0), displayed(1_234_567.0, 0.001));
    assert_eq!(shown("0.0,,\"m\"", 1e6), displayed(1e6, 1e-6));
}

#[test]
fn dates_are_what_is_shown_of_them() {
    // Calculated by hand: day 46,022 is 31 December 2025, and 45,992 the first of that month.
    let day = Value::Date("2025-12-31".parse().unwrap());
    for code in [
        "dd/mm/yyyy",
        "d mmmm yyyy",
        "[$-809]dd mmmm yyyy;@",
        "yyyy\\-mm\\-dd hh:mm",
        "m/d/yy h:mm AM/PM",
    ] {
        assert_eq!(shown(code, 46022.0), day, "{code}");
        assert_eq!(shown(code, 46022.4), day, "{code}");
    }
    for code in ["mmm yyyy", "mmm-yy", "mmmm\\ yyyy", "[$-809]mmm\\-yy;@", "mm/yyyy"] {
        assert_eq!(shown(code, 45992.0), text("Dec 2025"), "{code}");
    }
    assert_eq!(shown("yyyy", 45992.0), text("2025"));
    for code in ["h:mm", "mm:ss", "[h]:mm:ss", "hh:mm:ss.0"] {
        assert_eq!(shown(code, 1.5), Value::Number(1.5), "{code}");
    }
    assert_eq!(shown("dd/mm/yyyy", 0.5), Value::Number(0.5));
    assert_eq!(shown("dd/mm/yyyy", 60.0), Value::Number(60.0));
    let first = |epoch: Epoch| epoch.day(1.0).unwrap().to_string();
    assert_eq!([first(Epoch::From1900), first(Epoch::From1904)], ["1900-01-01", "1904-01-02"]);
    assert_eq!(Epoch::From1900.day(61.0).unwrap().to_string(), "1900-03-01");
}
