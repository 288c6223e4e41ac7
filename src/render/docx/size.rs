//! The size of a table's text, by its number of columns, which also decides the page orientation.

/// A table of more columns than this is put on a landscape page.
pub(super) const UPRIGHT: usize = 9;

#[derive(Clone, Copy)]
pub(super) enum Size {
    Large,
    Middle,
    Small,
}

impl Size {
    pub const ALL: [Self; 3] = [Self::Large, Self::Middle, Self::Small];

    /// The size for a table with this many columns.
    pub fn of(columns: usize) -> Self {
        match columns {
            0..=5 => Size::Large,
            6..=UPRIGHT => Size::Middle,
            _ => Size::Small,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Size::Large => "Large",
            Size::Middle => "Middle",
            Size::Small => "Small",
        }
    }

    /// The style of its cells: of words, or of numbers.
    pub fn style(self, of_numbers: bool) -> String {
        format!("Table{}{}", self.name(), if of_numbers { "Number" } else { "Text" })
    }

    pub fn half_points(self) -> usize {
        match self {
            Size::Large => 20,
            Size::Middle => 17,
            Size::Small => 15,
        }
    }
}
