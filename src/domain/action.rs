//! What a user can ask the program to do, as errors and notes advise it.
//!
//! Belongs here: the actions by their plain names, and an action with its values and fields. Does
//! not belong here: how an interface writes an action; that is a [`Naming`](super::Naming).

use super::Field;

/// Something that the program does. When displayed, it is a mark that
/// [`render_names`](super::render_names) turns into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Writes a pack.
    Brief,
    /// Draws a chart.
    Chart,
    /// Runs the checks on the data in the store.
    Check,
    /// Lists the datasets.
    Datasets,
    /// Compares two editions.
    Diff,
    /// Explains an error.
    Explain,
    /// Imports files of the user.
    Import,
    /// Lists the indicators.
    Indicators,
    /// Lists the keys.
    Keys,
    /// Proposes changes to a definition so that a file can be read.
    Mend,
    /// Shows the profile of an authority.
    Place,
    /// Fetches new editions.
    Refresh,
    /// Shows the figures of an indicator.
    Show,
    /// Checks the store against its checksums.
    Verify,
}

/// How much of an action is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// The full action, set apart from the sentence.
    Whole,
    /// Its fields alone, where the sentence has already named the action.
    FieldsAlone,
    /// The full action, not set apart.
    Bare,
    /// The full action without the name of the program, set apart from the sentence.
    WithoutProgram,
}

/// An action with its values and its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The action.
    pub action: Action,
    /// The values that it applies to, in order.
    pub values: Vec<String>,
    /// Its fields, each with its value if it has one.
    pub fields: Vec<(Field, Option<String>)>,
    /// How much of the action is written.
    pub manner: Manner,
}

impl Action {
    /// Every action, by name.
    pub const ALL: [Self; 14] = [
        Self::Brief,
        Self::Chart,
        Self::Check,
        Self::Datasets,
        Self::Diff,
        Self::Explain,
        Self::Import,
        Self::Indicators,
        Self::Keys,
        Self::Mend,
        Self::Place,
        Self::Refresh,
        Self::Show,
        Self::Verify,
    ];

    /// The plain name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Chart => "chart",
            Self::Check => "check",
            Self::Datasets => "datasets",
            Self::Diff => "diff",
            Self::Explain => "explain",
            Self::Import => "import",
            Self::Indicators => "indicators",
            Self::Keys => "keys",
            Self::Mend => "mend",
            Self::Place => "place",
            Self::Refresh => "refresh",
            Self::Show => "show",
            Self::Verify => "verify",
        }
    }

    /// The action with that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }

    /// The action without values and fields.
    pub fn asked(self) -> Asked {
        Asked { action: self, values: Vec::new(), fields: Vec::new(), manner: Manner::Whole }
    }

    /// The action, applied to a value.
    pub fn on(self, value: impl Into<String>) -> Asked {
        self.asked().on(value)
    }

    /// The action with a field that has no value.
    pub fn with(self, field: Field) -> Asked {
        self.asked().with(field)
    }

    /// The action with a field set to a value.
    pub fn setting(self, field: Field, value: impl Into<String>) -> Asked {
        self.asked().setting(field, value)
    }
}

impl Asked {
    /// The same action, applied to one more value.
    pub fn on(mut self, value: impl Into<String>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The same action with a field that has no value.
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push((field, None));
        self
    }

    /// The same action with a field set to a value.
    pub fn setting(mut self, field: Field, value: impl Into<String>) -> Self {
        self.fields.push((field, Some(value.into())));
        self
    }

    /// The fields of the action alone, where the sentence has already named the action.
    pub fn fields_alone(self) -> Self {
        Self { manner: Manner::FieldsAlone, ..self }
    }

    /// The same action without the name of the program.
    pub fn without_program(self) -> Self {
        Self { manner: Manner::WithoutProgram, ..self }
    }

    /// The same action, not set apart from its sentence.
    pub fn bare(self) -> Self {
        Self { manner: Manner::Bare, ..self }
    }
}
