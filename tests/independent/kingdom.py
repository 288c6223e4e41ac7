"""What is published for the United Kingdom only, and registrations for National Insurance in three layouts: for indicators.py."""
import calendar
import datetime

import pandas as pd
from areas import UK
from cells import BOROUGHS, borough_names, labels, number, sheet

SMALL_BOATS = "published/small-boats/15_May_2026_Small_boats_-_time_series.ods"
LTIM = "published/ltim/december23ltimaccessible.xlsx"
TRANSPARENCY = "published/transparency/UKVI_IP_Q3_2023_Background_Published.xlsx"
NINO = "published/nino/nino-registrations-adult-overseas-nationals-march-2018-tables.ods"
NINO_OF = {year: f"published/nino/nino-registrations-overseas-borough-{year}.csv" for year in (2003, 2010)}
MONTHS = {"Mar": 3, "Jun": 6, "Sep": 9, "Dec": 12}


def small_boats(root, out):
    """People who arrived by small boat in each week, Monday to Sunday."""
    rows = sheet(root, SMALL_BOATS, "SB_02")
    assert list(rows.iloc[0, :2]) == ["Week ending", "Migrants arrived"]
    for printed, people in rows.iloc[1:, :2].itertuples(index=False):
        if printed:
            end = datetime.datetime.strptime(printed, "%d/%m/%Y").date()
            assert end.weekday() == 6
            out.put("small-boat-arrivals", UK, end - datetime.timedelta(days=6), end, number(people))


def year_ending(printed):
    """`YE Jun 12`, with or without the P of provisional figures, as first and last day."""
    month, year = MONTHS[printed.split()[1]], 2000 + int(printed.split()[2])
    end = datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date(year - (month < 12), month % 12 + 1, 1), end


def long_term_migration(root, out):
    """Long-term migration of all nationalities, immigration of others than British and EU nationals by reason.

    Who left is printed with a minus; the indicator counts them.
    """
    rows = sheet(root, LTIM, "Table 1")
    (head,) = [i for i, cell in enumerate(rows[0]) if cell == "Flow"]
    assert rows.iloc[head, 2] == "All Nationalities"
    names = {"Immigration": "long-term-immigration", "Emigration": "long-term-emigration", "Net": "long-term-net-migration"}
    for flow, printed, people in rows.iloc[head + 1:, :3].itertuples(index=False):
        out.put(names[flow], UK, *year_ending(printed), -number(people) if flow == "Emigration" else number(people))
    rows = sheet(root, LTIM, "Table 4")
    (head,) = [i for i, cell in enumerate(rows[0]) if cell == "Flow"]
    reasons = labels("migration-reason-detailed")
    for row in rows.iloc[head + 1:].values.tolist():
        if row[0] == "Immigration":
            for name, people in zip(rows.iloc[head, 2:], row[2:]):
                category = reasons[str(name).strip()]
                out.put("long-term-immigration-by-reason", UK, *year_ending(row[1]), number(people), category=category)


def asylum_system(root, out):
    """Costs by financial year and cases in progress on 30 June."""
    rows = sheet(root, TRANSPARENCY, "ASY_04")
    assert list(rows.iloc[3, [0, 2]]) == ["Financial Year", "Total Asylum Costs"]
    for year, _, costs in rows.iloc[4:, :3].itertuples(index=False):
        if year:
            out.put("asylum-costs", UK, f"{year[:4]}-04-01", f"{int(year[:4]) + 1}-03-31", number(costs))
    rows = sheet(root, TRANSPARENCY, "ASY_03")
    assert list(rows.iloc[3, :2]) == ["Quarter", "Total Work In Progress"]
    for quarter, cases in rows.iloc[4:, :2].itertuples(index=False):
        if quarter:
            assert quarter.endswith(" Q2")
            out.put("asylum-work-in-progress", UK, f"{quarter[:4]}-06-30", f"{quarter[:4]}-06-30", number(cases))


def registrations(root, out):
    """Registrations of overseas nationals for National Insurance in three financial years, by borough."""
    put = lambda year, area, figure: out.put("national-insurance-registrations", area, f"{year - 1}-04-01", f"{year}-03-31", figure)
    names = borough_names(root)
    for year, name in NINO_OF.items():
        table = pd.read_csv(root / name, dtype=str, encoding="latin-1")
        found = {names[area]: number(total) for area, total in zip(table["Area"], table["Total"]) if area in names}
        assert len(found) == len(BOROUGHS)
        for area, total in found.items():
            put(year, area, total)
    rows = sheet(root, NINO, "2")
    assert "year to March 2018" in rows.iloc[1, 0] and rows.iloc[4, 2] == "TOTAL"
    for row in rows.values.tolist():
        if row[0] in BOROUGHS:
            put(2018, row[0], number(row[2]))
