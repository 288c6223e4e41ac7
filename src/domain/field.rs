//! The fields of requests, by their plain names.
//!
//! Belongs here: a word for everything that a request can ask for or set, whatever the interface.
//! Does not belong here: how a command line, a form or a language writes the field; that is a
//! [`Naming`](super::Naming).

macro_rules! fields {
    ($($variant:ident = $name:literal, $about:literal;)*) => {
        /// A field of a request. When displayed, it is a mark that
        /// [`render_names`](super::render_names) turns into words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = $about] $variant,)*
        }

        impl Field {
            /// Every field, by name.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The plain name, such as `as-at`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

fields! {
    Accept = "accept", "What was held back or is doubtful, and is to be taken.";
    Area = "area", "The area.";
    Arrivals = "arrivals", "People who arrive.";
    AsAt = "as-at", "The day that figures are as at.";
    At = "at", "The day whose knowledge counts.";
    Base = "base", "What is due is a share of this.";
    Boundaries = "boundaries", "The day whose boundaries count.";
    By = "by", "The day by which something is reached.";
    Cap = "cap", "The limit of people to residents.";
    Catalogue = "catalogue", "A folder of definitions.";
    Concentration = "concentration", "How near draws are to the weights.";
    Cost = "cost", "What a move costs.";
    Departures = "departures", "People who leave.";
    Discard = "discard", "What was held back and is to be left.";
    Districts = "districts", "The districts of a county.";
    Ending = "ending", "The type of accommodation that ends.";
    Existing = "existing", "People already there count.";
    Floor = "floor", "The minimum that each area gets.";
    Format = "format", "The format of a table.";
    Formats = "formats", "The formats of a pack.";
    From = "from", "The first day.";
    Help = "help", "The help on a request.";
    Inputs = "inputs", "A file of figures of the user's own.";
    Key = "key", "The key by which something is shared out.";
    List = "list", "What there is.";
    Measure = "measure", "What is shared out.";
    Mirror = "mirror", "A server in place of a publisher's.";
    Moves = "moves", "Who is moved where.";
    Offline = "offline", "Without the network.";
    Output = "output", "The file or folder that is written.";
    Overwrite = "overwrite", "Files of others may be replaced.";
    Payments = "payments", "The payments of a grant.";
    People = "people", "How many people there are.";
    Pin = "pin", "The name under which editions are kept.";
    Pinned = "pinned", "The name under which editions were kept.";
    Places = "places", "How many places there are.";
    Published = "published", "A key as it was published.";
    Region = "region", "The region or nation.";
    Regions = "regions", "The regions and nations in place of authorities.";
    Repair = "repair", "What can be put right is.";
    Rule = "rule", "The rule of apportionment.";
    Since = "since", "Since when changes are listed.";
    Store = "store", "The folder of the store.";
    Ties = "ties", "What decides between equal claims.";
    To = "to", "The last day.";
    Way = "way", "The way to the target.";
    Whole = "whole", "Only whole numbers.";
    Width = "width", "The width of a picture.";
    Write = "write", "What was found is kept.";
}

/// A field with a value, as used in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetField {
    pub(super) field: Field,
    pub(super) value: String,
}

impl Field {
    /// The field with that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }

    /// The field with a value, for use in a sentence.
    pub fn set_to(self, value: impl Into<String>) -> SetField {
        SetField { field: self, value: value.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn every_field_is_found_by_its_name_and_names_are_in_order() {
        let names: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
        for field in Field::ALL {
            assert_eq!(Field::find(field.as_str()), Some(*field));
            assert!(field.as_str().chars().all(|c| c.is_ascii_lowercase() || c == '-'));
        }
        assert_eq!(Field::find(""), None);
    }
}
