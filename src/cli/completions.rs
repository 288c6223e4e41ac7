//! `fairshares completions` and `fairshares man`: generated from the same definitions as the help.

use super::{Outcome, Session};
use crate::domain::{Error, Result, error_codes};
use clap::{Args, Command};
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares completions bash > \
    ~/.local/share/bash-completion/completions/fairshares")]
pub(super) struct Completions {
    /// bash, elvish, fish, powershell or zsh
    shell: Shell,
}

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares man > fairshares.1")]
pub(super) struct Man {}

impl Completions {
    pub(super) fn run(self, session: &Session, command: &mut Command) -> Result<Outcome> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, command, "fairshares", &mut bytes);
        session.output.data(&bytes)?;
        Ok(Outcome::Well)
    }
}

impl Man {
    pub(super) fn run(self, session: &Session, command: Command) -> Result<Outcome> {
        let mut bytes = Vec::new();
        clap_mangen::Man::new(command).render(&mut bytes).map_err(|error| {
            Error::new(error_codes::FILE_INACCESSIBLE, "writing the manual page")
                .found(error.to_string())
        })?;
        session.output.data(&bytes)?;
        Ok(Outcome::Well)
    }
}
