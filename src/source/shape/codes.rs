//! Area codes as publications print them: lower case, marks after them, letters in place of digits.
//!
//! Belongs here: which code a printed one stands for. Does not belong here: whether the area
//! exists.

use crate::domain::{AreaCode, Error, Result, error_codes, normal_text};

/// An anomaly of a printed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CodeAnomaly {
    /// Lower case, spaces inside it, or footnote marks after it.
    Print,
    /// The letters O, I or L in place of the digits 0 and 1, or an extra digit, which may be a
    /// footnote mark.
    Digits,
}

impl CodeAnomaly {
    /// The wording for a note.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Print => "with small letters, spaces or footnote marks",
            Self::Digits => {
                "with a letter for a digit or a digit too many, beside the name of the area"
            }
        }
    }
}

/// The code that a printed one stands for, and its anomaly.
///
/// `fits` returns whether a code matches the adjacent name. Only then is a letter read as the digit
/// that it resembles. Errors with `F107` for a text that is not a code.
pub(super) fn read(
    printed: &str,
    fits: impl Fn(&AreaCode) -> bool,
) -> Result<(AreaCode, Option<CodeAnomaly>)> {
    let as_printed = match AreaCode::new(printed) {
        Ok(code) => return Ok((code, None)),
        Err(error) => error,
    };
    let bare = normal_text(printed).replace(' ', "").to_uppercase();
    if let Ok(code) = AreaCode::new(&bare) {
        return Ok((code, Some(CodeAnomaly::Print)));
    }
    let guess = guess(&bare).filter(fits).ok_or(as_printed)?;
    Ok((guess, Some(CodeAnomaly::Digits)))
}

/// The code with digits in place of the letters that resemble them, and without a tenth character.
fn guess(bare: &str) -> Option<AreaCode> {
    const LENGTH: usize = 9;
    let digits = bare.chars().skip(1).take(LENGTH - 1).map(|c| match c {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    });
    let code: String = bare.chars().take(1).chain(digits).collect();
    let is_near = (LENGTH..=LENGTH + 1).contains(&bare.chars().count());
    AreaCode::new(&code).ok().filter(|_| is_near)
}

/// True for a text that is a code, in any print form.
pub(super) fn is_code(printed: &str) -> bool {
    let is_short = |text: &str| (9..=60).contains(&text.len());
    AreaCode::new(printed).is_ok() || is_short(printed.trim()) && read(printed, |_| false).is_ok()
}

/// `F107` for a code whose first characters are not a kind of area that the program reads. An
/// example is `E47` for combined authorities.
pub(super) fn of_no_level(code: &AreaCode, name: Option<&str>, dataset: &str) -> Error {
    let beside = name.map_or(String::new(), |name| format!(" beside the name {name:?}"));
    Error::new(error_codes::AREA_UNKNOWN, "looking for the area of a row")
        .found(format!(
            "code {code}{beside}: {} stands for no kind of area that is read",
            &code.as_str()[..3]
        ))
        .expected("a code of an authority, county, region, nation or kingdom")
        .help(format!(
            "check the code in the ONS Code History Database; if rows of such areas are not \
             needed, declare a [[pass_over]] with its reason in \
             data/catalogue/datasets/…/{dataset}.toml"
        ))
}

#[cfg(test)]
mod tests {
    use super::{CodeAnomaly, is_code, read};

    #[test]
    fn codes_are_read_whatever_their_print() {
        for (printed, oddity) in [
            ("E09000017", None),
            (" E09000017 ", None),
            ("e09000017", Some(CodeAnomaly::Print)),
            ("E09000017\u{a0}[note 1]", Some(CodeAnomaly::Print)),
            ("E09000017\u{200b}", Some(CodeAnomaly::Print)),
            ("E09000017*", Some(CodeAnomaly::Print)),
            ("E09000017²", Some(CodeAnomaly::Print)),
            ("E09 000 017", Some(CodeAnomaly::Print)),
            ("EO9OOOO17", Some(CodeAnomaly::Digits)),
            ("E090000172", Some(CodeAnomaly::Digits)),
        ] {
            let (code, found) = read(printed, |code| code.as_str() == "E09000017").unwrap();
            assert_eq!((code.as_str(), found), ("E09000017", oddity), "{printed}");
        }
        assert!(is_code("e09000017 [note 1]") && !is_code("EO9000017") && !is_code("Hillingdon"));
    }

    #[test]
    fn a_letter_for_a_digit_is_refused_without_the_name() {
        for printed in [
            "EO9000017",
            "E090000172",
            "E0900017",
            "09000017E",
            "Hillingdon",
            "",
            "E09000017 E09000018",
        ] {
            assert_eq!(
                read(printed, |_| false).map_err(|error| error.code().id),
                Err("F107"),
                "{printed}"
            );
        }
    }
}
