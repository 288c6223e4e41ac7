//! Fields and actions as this command line writes them: `--places 500`, `fairshares refresh --accept ID`.

use crate::domain::{Asked, Field, Manner, Naming};

/// How the command line writes fields and actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags;

fn flag(field: Field) -> String {
    match field {
        Field::Output => "-o".to_owned(),
        field => format!("--{}", field.as_str()),
    }
}

impl Naming for Flags {
    fn field(&self, field: Field, value: Option<&str>) -> String {
        match value {
            Some(value) => format!("{} {value}", flag(field)),
            None => flag(field),
        }
    }

    fn place(&self, field: Field) -> String {
        format!("option {}", flag(field))
    }

    fn action(&self, asked: &Asked) -> String {
        let fields = asked.fields.iter().map(|(field, value)| self.field(*field, value.as_deref()));
        let program =
            matches!(asked.manner, Manner::Whole | Manner::Bare).then(|| "fairshares".to_owned());
        let action = (asked.manner != Manner::FieldsAlone).then(|| {
            std::iter::once(asked.action.as_str().to_owned()).chain(asked.values.iter().cloned())
        });
        let parts: Vec<String> =
            program.into_iter().chain(action.into_iter().flatten()).chain(fields).collect();
        let written = parts.join(" ");
        if asked.manner == Manner::Bare { written } else { format!("`{written}`") }
    }
}

#[cfg(test)]
mod tests {
    use super::Flags;
    use crate::domain::{Action, Error, Field, PlainNames, error_codes, render_names};
    use crate::table::{Cell, Listing};

    #[test]
    fn an_error_names_fields_as_its_readers_write_them() {
        let error = Error::new(error_codes::OPTION_WRONG, "apportioning whole places")
            .at_field(Field::Ties)
            .found("a tie")
            .expected(format!(
                "no tie, or {} (the first is served first)",
                Field::Ties.set_to("order")
            ))
            .or_else(format!("ask {}", Action::Place.on("\"Kent\"").with(Field::Districts)));
        let on_command_line = "error[F303]: a value in the request is not valid here\n  while \
            apportioning whole places\n  in option --ties\n  found a tie, expected no tie, or \
            --ties order (the first is served first)\nhelp: see --help for an example that \
            runs\n      or ask `fairshares place \"Kent\" --districts`\n      (more: fairshares \
            explain F303)";
        let in_plain_words = "error[F303]: a value in the request is not valid here\n  while \
            apportioning whole places\n  in field ties\n  found a tie, expected no tie, or `ties = \
            order` (the first is served first)\nhelp: see `help` for an example that \
            runs\n      or ask `place \"Kent\"` with `districts`\n      (more: explain F303)";
        assert_eq!(error.format(&Flags), on_command_line);
        assert_eq!(error.to_string(), in_plain_words);
        assert_eq!(error.format(&PlainNames), in_plain_words);
    }

    #[test]
    fn the_notes_and_cells_of_an_answer_too() {
        let base = Field::Base.set_to("places");
        let listing = Listing {
            notes: vec![format!(
                "{base} takes both on the places; {} has more.",
                Action::Show.on("people-supported")
            )],
            rows: vec![vec![Cell::Text(format!("given with {}", Field::AsAt)), Cell::Number(1.0)]],
            ..Listing::default()
        };
        let told = listing.with_names(&Flags);
        assert_eq!(
            told.notes,
            [
                "--base places takes both on the places; `fairshares show people-supported` has more."
            ]
        );
        assert_eq!(
            told.rows,
            [vec![Cell::Text("given with --as-at".to_owned()), Cell::Number(1.0)]]
        );
        let plain = listing.with_names(&PlainNames);
        assert_eq!(
            plain.notes,
            ["`base = places` takes both on the places; `show people-supported` has more."]
        );
        assert_eq!(told.with_names(&PlainNames), told);
    }

    #[test]
    fn every_advice_of_a_code_is_spelt_without_a_brace_or_a_flag_in_plain_words() {
        for code in error_codes::ALL {
            let (flags, plain) =
                (render_names(&code.fix(), &Flags), render_names(&code.fix(), &PlainNames));
            assert!(
                !flags.contains(['{', '}']) && !plain.contains("--"),
                "{}: {flags} / {plain}",
                code.id
            );
        }
        let printed = render_names(&error_codes::REISSUED.fix(), &Flags);
        let expected = "read `fairshares diff`, then accept it with `fairshares refresh --accept \
            ID`, or discard it with `--discard ID`";
        assert_eq!(printed, expected);
    }
}
