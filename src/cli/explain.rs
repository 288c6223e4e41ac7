//! `fairshares explain`: the meaning of an error code and what to do about it.

use super::{Flags, Outcome, Session};
use crate::domain::{Error, Result, error_codes, render_names};
use clap::Args;

/// Explain an error code
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares explain F106")]
pub(super) struct Explain {
    /// The code [default: all are listed]
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let text = match self.code {
            None => error_codes::ALL
                .iter()
                .map(|code| format!("{}  {}\n", code.id, code.title))
                .collect(),
            Some(id) => {
                let code = error_codes::find(&id).ok_or_else(|| {
                    Error::new(error_codes::UNKNOWN_ID, "explaining an error code")
                        .found(format!("{id:?}"))
                        .expected("a code such as F106")
                        .help("list them with `fairshares explain`")
                })?;
                let exit = code.exit as u8;
                format!(
                    "{}: {}\n\n{}\n\nWhat to do: {}.\nExit code: {exit}\n",
                    code.id,
                    code.title,
                    code.explanation,
                    render_names(&code.fix(), &Flags)
                )
            }
        };
        session.output.data(text.as_bytes())?;
        Ok(Outcome::Well)
    }
}
