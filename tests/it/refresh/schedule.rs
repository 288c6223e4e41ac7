//! The units that run a refresh by the hour: printed by the program, and the same in the guide.

use super::*;
use crate::support::succeed;

fn printed(scheduler: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    String::from_utf8(
        succeed(program(folder.path()).args(["schedule", "--print", scheduler])).stdout,
    )
    .unwrap()
}

#[test]
fn the_guide_shows_what_the_program_prints() {
    let guide = include_str!("../../../data/REFRESH.md");
    for scheduler in ["systemd", "cron", "github"] {
        let text = printed(scheduler);
        let indented: String = text
            .lines()
            .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") })
            .collect();
        assert!(
            guide.contains(indented.trim_end()),
            "data/REFRESH.md lacks what `schedule --print {scheduler}` prints"
        );
        assert!(text.contains("refresh --if-due"), "{scheduler}");
    }
}

#[test]
fn the_units_run_by_the_hour_and_tell_failures_from_what_waits() {
    let text = printed("systemd");
    for line in [
        "OnCalendar=*-*-* *:35:00 Europe/London",
        "Type=oneshot",
        "SuccessExitStatus=1",
        "Persistent=yes",
    ] {
        assert!(text.lines().any(|held| held == line), "{line}");
    }
    let cron = printed("cron");
    let line = cron.lines().find(|line| !line.starts_with('#')).unwrap();
    assert_eq!(line.split_whitespace().take(5).collect::<Vec<_>>(), ["35", "*", "*", "*", "*"]);
    assert!(printed("github").contains("cron: \"35 * * * *\""));
    let wrong = program(Path::new(".")).args(["schedule", "--print", "at"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}
