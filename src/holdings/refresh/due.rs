//! Whether a source is due to be checked: cheap enough to be computed every hour.

use crate::catalogue::Dataset;
use crate::domain::{Timestamp, day_of};
use crate::holdings::edition::Edition;
use crate::holdings::{Holdings, releases};
use crate::source::Journal;
use jiff::SignedDuration;

/// How much earlier than requested a timer may run.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// `Ok` when a source is due; else the reason and until when it is not, in words.
///
/// A source is due if it was never checked, or if its last check failed. It is due if an edition
/// should be out that was not there yet. It is also due if it has not been checked for long,
/// because editions are corrected without notice. A journal from the future was written before the
/// clock was set back, and is ignored.
pub(crate) fn due(
    holdings: &Holdings,
    dataset: &Dataset,
    newest: Option<&Edition>,
    journal: &Journal,
    moment: Timestamp,
) -> Result<(), String> {
    let fetching = &holdings.catalogue().fetching;
    let log = journal.sources.get(&dataset.id);
    let asked = log.map(|log| log.asked).filter(|asked| *asked <= moment);
    let (Some(log), Some(asked)) = (log, asked) else { return Ok(()) };
    // A timer that runs by the hour is now and then some minutes early.
    let since = moment.duration_since(asked) + TOLERANCE;
    let has_passed = |hours: i64| since >= SignedDuration::from_hours(hours);
    if log.answered != Some(log.asked) {
        return if has_passed(fetching.try_again_hours) {
            Ok(())
        } else {
            Err("failed within the hour".to_owned())
        };
    }
    let release = holdings.catalogue().release_of(dataset);
    let is_ended = release.is_some_and(|release| release.ended.is_some());
    // Where nothing could be fetched yet, uses the first release since the last check.
    let first = || release?.after(day_of(asked).yesterday().ok()?).map(|next| next.day);
    let next = match newest {
        Some(newest) => {
            releases::next_release(holdings, dataset, newest, journal).map(|next| next.day)
        }
        None => first(),
    };
    if let (Some(day), Some(release)) = (next, release) {
        match release.moment(day) {
            Some(out) if out <= moment && (asked < out || has_passed(fetching.try_again_hours)) => {
                return Ok(());
            }
            Some(out) if out <= moment => {
                return Err("not out yet when asked within the hour".to_owned());
            }
            _ => {}
        }
    }
    if !is_ended && has_passed(fetching.look_again_hours) {
        return Ok(());
    }
    Err(match (next, is_ended) {
        (_, true) => "the series has ended".to_owned(),
        (Some(day), _) => format!("next release {day}"),
        (None, _) => "asked within the week".to_owned(),
    })
}

/// Until when the host of a dataset's page has requested a pause.
pub(crate) fn left_alone_until(
    dataset: &Dataset,
    journal: &Journal,
    moment: Timestamp,
) -> Option<Timestamp> {
    let hosts = dataset.discover.iter().flat_map(|discover| &discover.hosts);
    let until = |host: &String| {
        let asked = journal.left_alone.get(host)?;
        let seconds = i64::try_from(asked.seconds).unwrap_or(i64::MAX);
        let until = asked.since.checked_add(SignedDuration::from_secs(seconds)).ok()?;
        (asked.since <= moment && moment < until).then_some(until)
    };
    hosts.filter_map(until).max()
}
