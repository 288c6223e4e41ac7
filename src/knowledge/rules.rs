//! Region-specific content: where rules apply, sentences for a region, data of its Partnership.

use crate::briefing::{list, with_article};
use crate::catalogue::{Applies, AreaNouns, Indicator, Key, Partnership, RegionalText, texts_for};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Field, Result, error_codes, long_date};
use crate::knowledge::Knowledge;

/// The Partnership of the region or nation that contains an area, if it has a file.
pub(crate) fn partnership<'f>(
    knowledge: &'f Knowledge,
    area: &AreaCode,
) -> Option<&'f Partnership> {
    knowledge
        .geography
        .partnership_of(area)
        .and_then(|region| knowledge.catalogue.partnership(&region.code))
}

/// The nouns for the authorities of a region.
pub(crate) fn area_nouns(knowledge: &Knowledge, area: &AreaCode) -> AreaNouns {
    partnership(knowledge, area)
        .map(|partnership| partnership.authorities.clone())
        .unwrap_or_default()
}

/// The sentences that apply to an area.
pub(crate) fn sentences_for<'s>(
    knowledge: &Knowledge,
    all: &'s [RegionalText],
    area: &AreaCode,
) -> Vec<&'s str> {
    texts_for(all, |region| knowledge.geography.contains(region, area))
}

/// Every sentence; a region's own sentences begin with its name.
pub(crate) fn everywhere(knowledge: &Knowledge, all: &[RegionalText]) -> String {
    let sentence = |said: &RegionalText| match &said.region {
        Some(region) => format!("{}: {}", knowledge.geography.name_of(region), said.text),
        None => said.text.clone(),
    };
    all.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// Why an indicator is not computed by authority, in the sentences that apply to an area.
pub(crate) fn reason_of<'i>(
    knowledge: &Knowledge,
    indicator: &'i Indicator,
    area: &AreaCode,
) -> Option<&'i str> {
    let why = indicator.method.not_published();
    why.map(|why| why.reason.here(|region| knowledge.geography.contains(region, area)))
}

/// The latest meeting of the board of a region's Partnership on or before today. Errors with `F303`
/// if no such meeting is known.
pub fn last_meeting(knowledge: &Knowledge, region: &AreaCode, today: Option<Date>) -> Result<Date> {
    let meetings =
        partnership(knowledge, region).map_or(&[][..], |partnership| &partnership.meeting);
    let days = meetings.iter().map(|meeting| meeting.date);
    days.filter(|day| today.is_none_or(|today| *day <= today)).max().ok_or_else(|| {
        let region =
            knowledge.geography.partnership_of(region).map_or(region, |region| &region.code);
        Error::new(error_codes::OPTION_WRONG, "looking for the last meeting of the board")
            .at_field(Field::Since)
            .found(format!(
                "no meeting known of the Partnership of {}",
                with_article(&knowledge.geography.name_of(region))
            ))
            .expected("a day such as 2026-06-24")
            .help(format!(
                "or write the meetings into partnerships/<name>.toml with area = \"{region}\", in \
                 a folder given with {}; data/catalogue/partnerships/README.md says how",
                Field::Catalogue
            ))
    })
}

/// True if a rule applies to an area and everything in it, on any day.
pub(crate) fn applies_to(knowledge: &Knowledge, applies: &Applies, area: &AreaCode) -> bool {
    knowledge.geography.lies_in(area, &applies.areas)
}

/// The areas of a rule as text: `England, Scotland and Wales`.
fn applied_in(knowledge: &Knowledge, applies: &Applies) -> String {
    let names: Vec<String> =
        applies.areas.iter().map(|code| with_article(&knowledge.geography.name_of(code))).collect();
    list(&names)
}

/// Where a rule applies, from when and until when, with its source.
pub(crate) fn where_and_when(knowledge: &Knowledge, applies: &Applies) -> String {
    let from = applies.from.map_or(String::new(), |day| format!(", from {}", long_date(day)));
    let until = applies.until.map_or(String::new(), |day| format!(", until {}", long_date(day)));
    format!("{}{from}{until} ({})", applied_in(knowledge, applies), applies.reference)
}

/// Why a rule does not apply to an area, as a sentence; `None` where it applies.
pub(crate) fn why_not_applicable(
    knowledge: &Knowledge,
    what: &str,
    applies: &Applies,
    area: &AreaCode,
) -> Option<String> {
    if applies_to(knowledge, applies, area) {
        return None;
    }
    let (areas, area) =
        (applied_in(knowledge, applies), with_article(&knowledge.geography.name_of(area)));
    Some(format!(
        "Not applicable in {area}: {what} applies in {areas} only ({}).",
        applies.reference
    ))
}

/// A short form of the reason, for the title of an indicator; it does not name another Partnership.
pub(crate) fn not_applicable_here(
    knowledge: &Knowledge,
    indicator: &Indicator,
    area: &AreaCode,
) -> Option<String> {
    let applies =
        indicator.applies.as_ref().filter(|applies| !applies_to(knowledge, applies, area))?;
    Some(match is_of_another_region(knowledge, indicator, area) {
        true => "not applicable here: of another region alone".to_owned(),
        false => {
            format!("not applicable here: it applies in {} only", applied_in(knowledge, applies))
        }
    })
}

/// True for an indicator that belongs to one other region only, such as a goal of that region's
/// Partnership.
pub(crate) fn is_of_another_region(
    knowledge: &Knowledge,
    indicator: &Indicator,
    area: &AreaCode,
) -> bool {
    let of_regions =
        |applies: &&Applies| applies.areas.iter().all(|code| code.level() == AreaLevel::Region);
    indicator
        .applies
        .as_ref()
        .filter(of_regions)
        .is_some_and(|applies| !applies_to(knowledge, applies, area))
}

/// Why a value is *not applicable*, if the rule behind its indicator is the reason.
pub(crate) fn rule_not_applicable_reason(
    knowledge: &Knowledge,
    indicator: &Indicator,
    area: &AreaCode,
    day: Date,
) -> Option<String> {
    let days = |applies: &Applies| {
        let (from, until) = (applies.from, applies.until);
        let from = from.map_or(String::new(), |from| format!(" from {}", long_date(from)));
        let until = until.map_or(String::new(), |until| format!(" until {}", long_date(until)));
        (!applies.is_in_force(day)).then(|| format!("not applicable then: it applies{from}{until}"))
    };
    not_applicable_here(knowledge, indicator, area)
        .or_else(|| indicator.applies.as_ref().and_then(days))
}

/// The wider area whose line is drawn with a region's areas: the United Kingdom if it has a figure,
/// otherwise the nation.
pub(crate) fn wider_with_figure(
    knowledge: &Knowledge,
    area: &AreaCode,
    has: impl Fn(&AreaCode) -> bool,
) -> Option<AreaCode> {
    let nation = knowledge
        .geography
        .england_and_uk_around(area)
        .into_iter()
        .filter(|code| *code != AreaCode::united_kingdom());
    std::iter::once(AreaCode::united_kingdom()).chain(nation).find(has)
}

/// Why a key does not apply in a region: its denominator depends on a rule that does not apply
/// there.
pub(crate) fn key_not_applicable_reason(
    knowledge: &Knowledge,
    key: &Key,
    region: &AreaCode,
) -> Option<String> {
    let rules =
        key.indicators().filter_map(|id| knowledge.catalogue.indicators.get(id)?.applies.as_ref());
    let limit = limit_applies(knowledge, key);
    let is_condition = key.limit.as_ref().is_some_and(|limit| limit.as_condition().is_some());
    let mut rules = rules.chain(limit.filter(|_| is_condition));
    rules.find_map(|applies| {
        why_not_applicable(knowledge, &format!("the key {}", key.id), applies, region)
    })
}

/// Where the limit of a key on a count applies, according to the indicator that measures use of the
/// limit.
pub(crate) fn limit_applies<'f>(knowledge: &'f Knowledge, key: &Key) -> Option<&'f Applies> {
    let limit = key.limit.as_ref()?;
    let of = &limit.of.as_ref()?.indicator;
    let is_it = |one: &&Indicator| one.method.cap() == Some((of, limit.residents_per_person.get()));
    knowledge
        .catalogue
        .indicators
        .values()
        .filter(is_it)
        .find_map(|indicator| indicator.applies.as_ref())
}
