//! Surges as tables: who can take how many under each key.

use crate::allocation::key_tables::add_new;
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares;
use crate::briefing::with_article;
use crate::domain::{Result, Unit, counted, counted_people, long_date};
use crate::fairshare::{self, Arrivals, BindingLimit, Share, Surge, rule, tie_note, weights_and_room};
use crate::figures::Figures;
use crate::table::{Cell, Column, Figure, Listing, columns};

/// People arrive over some weeks: for each area its room under the limit and, under each key, how many it takes, in which week its
/// room is used up, and what keeps it from taking more. The second answer is how many cannot be placed under any of the keys.
///
/// Errors: as of [`shares::shares`], and those of the rule.
pub fn surge(
    figures: &Figures,
    keys: &[String],
    request: &SharesRequest,
    arrivals: Arrivals,
) -> Result<(Listing, u64)> {
    let people = |name: &str, header: &str| Column::number(name, header, Unit::People);
    let mut named = vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")];
    let (mut rows, mut outcomes, mut most_unplaced): (Vec<Vec<Cell>>, Vec<String>, u64) = (Vec::new(), Vec::new(), 0);
    let (mut caption, mut notes) = (String::new(), Vec::new());
    for id in keys {
        let key = figures.catalogue().key(id)?;
        let answer = shares::shares(figures, &SharesRequest { key: id.clone(), ..request.clone() })?;
        let (weights, room) = weights_and_room(
            &answer.shares.rows,
            &answer.by_key.of_whole(&key.id, Figure::of(fairshare::as_f64(arrivals.people)))?,
        )?;
        let found = fairshare::surge(&weights, &room, arrivals, rule(answer.rule)?)
            .map_err(|refused| refused.error(|at| answer.shares.rows[at].name.clone()))?;
        if rows.is_empty() {
            caption = format!(
                "{} arriving over {} in {}, from {}",
                counted_people(arrivals.people),
                counted(usize::try_from(arrivals.weeks).unwrap_or(usize::MAX), "week", "weeks"),
                with_article(&figures.geography().name_of(&request.region)),
                long_date(answer.as_at)
            );
            notes.push(format!("People in asylum support: {}.", long_date(answer.as_at)));
            let named = |row: &Share| vec![row.code.as_str().into(), row.name.as_str().into()];
            rows = answer.shares.rows.iter().map(named).collect();
        }
        let name = id.replace('-', "_");
        // Of each key, because keys have limits of their own.
        named.push(people(&format!("{name}_headroom"), &format!("{}: headroom (people)", key.title)));
        named.push(people(&format!("{name}_placed"), &format!("{}: placed", key.title)));
        named.push(Column::number(
            &format!("{name}_full_in_week"),
            &format!("{}: full in week", key.title),
            Unit::Rank,
        ));
        named.push(Column::text(&format!("{name}_binds"), &format!("{}: what binds", key.title)));
        rows.iter_mut().zip(answer.shares.rows.iter().zip(&found.areas)).for_each(|(row, (share, taken))| {
            row.push(share.headroom.map_or(Cell::Text(String::new()), Cell::from));
            row.push(Cell::Number(fairshare::as_f64(taken.placed)));
            row.push(taken.exhausted_in_week.map_or(Cell::Text(String::new()), |week| Cell::Number(f64::from(week))));
            row.push(binds(taken.binds).into());
        });
        outcomes.push(outcome(&format!("{} ({})", key.title, answer.limit.named()), &found));
        let tie = tie_note(&found.tied, |at| answer.shares.rows[at].name.clone());
        outcomes.extend(tie.map(|tie| format!("{}: {tie}", key.title)));
        add_new(&mut notes, &answer.notes_with_population());
        most_unplaced = most_unplaced.max(found.unplaced);
    }
    outcomes.push("What binds: the key where an area takes its share, the limit where it has no room left; full in week 0: before anybody came.".to_owned());
    outcomes.push("Room under a limit is a permission, not a place to sleep.".to_owned());
    outcomes.extend(notes);
    Ok((Listing { caption, columns: named, rows, notes: outcomes }, most_unplaced))
}

fn binds(binds: BindingLimit) -> &'static str {
    match binds {
        BindingLimit::Key => "key",
        BindingLimit::Limit => "limit",
        BindingLimit::NoShare => "no share",
    }
}

fn outcome(title: &str, found: &Surge) -> String {
    let full = found.areas.iter().filter(|area| area.binds == BindingLimit::Limit).count();
    let areas = match full {
        0 => "every area has room left".to_owned(),
        _ => format!("{} no room left", counted(full, "area has", "areas have")),
    };
    match found.full_in_week {
        None => format!("{title}: everybody is placed; {areas}."),
        Some(week) => {
            format!("{title}: {} cannot be placed, the first in week {week}; {areas}.", counted_people(found.unplaced))
        }
    }
}
