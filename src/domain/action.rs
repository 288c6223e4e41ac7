//! What a person can ask the program to do, as errors and notes advise it.
//!
//! Belongs here: the actions by their plain names, and an action with its values and fields. Does
//! not belong here: how it is written to be done; that is a [`Naming`](super::Naming).

use super::Field;

/// Something that the program does. Shown, it is a mark that [`render_names`](super::render_names)
/// turns into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Writes a pack.
    Brief,
    /// Draws a chart.
    Chart,
    /// Reads what is held against its checks.
    Check,
    /// Lists the datasets.
    Datasets,
    /// Compares two editions.
    Diff,
    /// Explains an error.
    Explain,
    /// Reads files of the user.
    Import,
    /// Lists the indicators.
    Indicators,
    /// Lists the keys.
    Keys,
    /// Proposes how a file is read.
    Mend,
    /// The profile of an authority.
    Place,
    /// Fetches new editions.
    Refresh,
    /// The figures of an indicator.
    Show,
    /// Reads the store against its checksums.
    Verify,
}

/// How much of an action is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// All of it, set apart from the sentence.
    Whole,
    /// Its fields alone, where the sentence has named the action before.
    FieldsAlone,
    /// All of it, not set apart.
    Bare,
    /// All of it but the name of the program, set apart from the sentence.
    WithoutProgram,
}

/// An action with what it is done to and with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is done.
    pub action: Action,
    /// What it is done to, in order.
    pub values: Vec<String>,
    /// Its fields, each with its value where it has one.
    pub fields: Vec<(Field, Option<String>)>,
    /// How much of it is written.
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

    /// The action of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }

    /// The action alone.
    pub fn asked(self) -> Asked {
        Asked { action: self, values: Vec::new(), fields: Vec::new(), manner: Manner::Whole }
    }

    /// The action, done to something.
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
    /// The same, done to this too.
    pub fn on(mut self, value: impl Into<String>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The same with a field that has no value.
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push((field, None));
        self
    }

    /// The same with a field set to a value.
    pub fn setting(mut self, field: Field, value: impl Into<String>) -> Self {
        self.fields.push((field, Some(value.into())));
        self
    }

    /// Its fields alone, where the sentence has named the action before.
    pub fn fields_alone(self) -> Self {
        Self { manner: Manner::FieldsAlone, ..self }
    }

    /// The same without the name of the program.
    pub fn without_program(self) -> Self {
        Self { manner: Manner::WithoutProgram, ..self }
    }

    /// The same, not set apart from its sentence.
    pub fn bare(self) -> Self {
        Self { manner: Manner::Bare, ..self }
    }
}
