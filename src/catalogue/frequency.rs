//! How often a publication is published. Flows whose first day is not printed are dated by it.

use super::FlowLength;
use crate::domain::nearest;
use serde::Deserialize;
use std::fmt;

/// How often a publication is published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Frequency {
    /// Each week.
    Weekly,
    /// Each month.
    Monthly,
    /// Each quarter.
    Quarterly,
    /// Twice a year, about the last twelve months.
    TwiceAYear,
    /// Each year.
    Annual,
    /// Something else, such as `every ten years`, from which no length of a flow follows.
    Other(String),
}

impl Frequency {
    /// The frequencies from which the length of a flow follows, as they are in definitions.
    const KNOWN: [(&'static str, Self); 5] = [
        ("weekly", Self::Weekly),
        ("monthly", Self::Monthly),
        ("quarterly", Self::Quarterly),
        ("twice a year", Self::TwiceAYear),
        ("annual", Self::Annual),
    ];

    /// The text in definitions.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::TwiceAYear => "twice a year",
            Self::Annual => "annual",
            Self::Other(text) => text,
        }
    }

    /// How long a flow is of which only the last day is printed.
    pub fn flow_length(&self) -> Option<FlowLength> {
        match self {
            Self::Weekly => Some(FlowLength::Week),
            Self::Monthly => Some(FlowLength::Month),
            Self::Quarterly => Some(FlowLength::Quarter),
            Self::TwiceAYear | Self::Annual => Some(FlowLength::Year),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl TryFrom<String> for Frequency {
    type Error = String;

    /// Errors for a word that is probably a misspelt frequency.
    fn try_from(text: String) -> Result<Self, String> {
        if let Some((_, known)) = Self::KNOWN.into_iter().find(|(known, _)| *known == text) {
            return Ok(known);
        }
        match nearest(&text, &Self::KNOWN.map(|(known, _)| known)) {
            Some(near) if !text.contains(near) => {
                Err(format!("frequency {text:?}, did you mean {near:?}?"))
            }
            _ => Ok(Self::Other(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Frequency;

    #[test]
    fn a_misspelt_frequency_is_refused() {
        for wrong in ["quaterly", "montly", "Annual", "anual", "twice a yaer"] {
            assert!(Frequency::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        for other in ["every ten years", "once", "annual until 2017", "with each set of boundaries"]
        {
            assert_eq!(
                Frequency::try_from(other.to_owned()),
                Ok(Frequency::Other(other.to_owned()))
            );
        }
        assert_eq!(Frequency::try_from("quarterly".to_owned()), Ok(Frequency::Quarterly));
    }
}
