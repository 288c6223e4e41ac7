//! `fairshares schedule`: units that run a refresh by the hour. The program has no scheduler of its
//! own.

use super::{Outcome, Session};
use crate::domain::Result;
use clap::{Args, ValueEnum};

/// Print a unit that refreshes the store every hour
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares schedule --print systemd\n\n`refresh --if-due` asks a source \
        from the minute of its release, and otherwise once a week, so hourly runs are light. \
        At\n35 minutes past, a release of 09:30 is found at 09:35."
)]
pub(super) struct Schedule {
    /// The scheduler
    #[arg(long, value_name = "SCHEDULER")]
    print: Scheduler,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Scheduler {
    /// A service and a timer of systemd, for one user
    Systemd,
    /// A line of crontab
    Cron,
    /// A workflow of GitHub Actions
    Github,
}

const SYSTEMD: &str = include_str!("schedule/systemd.txt");
const CRON: &str = include_str!("schedule/cron.txt");
const GITHUB: &str = include_str!("schedule/github.yml");

impl Schedule {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let text = match self.print {
            Scheduler::Systemd => SYSTEMD,
            Scheduler::Cron => CRON,
            Scheduler::Github => GITHUB,
        };
        session.output.data(text.as_bytes())?;
        Ok(Outcome::Well)
    }
}
