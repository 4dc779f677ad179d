"""What the whole of a report says of its events: country, province, day."""

import pytest

from gazetteer import load
from gazetteer.report import read_events, read_report
from gazetteer.report.document import read_document
from gazetteer.report.framing import daily_day, main_country, report_period, title_section

TITLES = [
    # title, country, provinces
    ("Somalia: weekly digest", "SO", ()),
    ("Diary of the conflict, Khyber Pakhtunkhwa and Balochistan: May 2021", "PK", ()),
    ("Sinai Monitor", "EG", ("EG.26", "EG.27")),
    ("SECURITY BULLETIN\nIncidents across Borno and Yobe", "NG", ("NG.27", "NG.44")),
    ("Digest\nIraq", None, ()),
    ("Notes on the border of Borno and Diffa", None, ()),
    ("Weekly review", None, ()),
    ("Kashmir register", None, ()),
    ("Watch: Niger and northern Benin", None, ()),
]


@pytest.mark.parametrize(("title", "country", "provinces"), TITLES)
def test_a_title_tells_the_country(
    title: str, country: str | None, provinces: tuple[str, ...]
) -> None:
    section = title_section(read_document(f"{title}\n\n- Men fired at a bus."), places=load())
    assert (section.country, section.provinces) == (country, provinces)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Kenyan army fled Wajir. Police in Kenya found a bomb.", "KE"),
        ("The Kenyan army fled. The Somali army fled.", None),
        ("The Kenyan army fled.", None),
        ("Men fired at a bus.", None),
    ],
)
def test_a_report_without_a_title_is_about_the_country_that_it_names(
    text: str, country: str | None
) -> None:
    assert main_country(read_document(f"# Digest\n\n{text}"), places=load()) == country


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Daily log, 14 February 2016", "2016-02-14"),
        ("Situation report of 14 February 2016", "2016-02-14"),
        ("Weekly log, 8-14 February 2016", None),
        ("Report of 14 February 2016", None),
    ],
)
def test_the_day_of_a_daily_report_is_that_of_its_events(title: str, day: str | None) -> None:
    document = read_document(f"# {title}\n\nMen fired at a bus in Hit.")
    found = daily_day(document, report_period(document))
    assert (found and found.isoformat()) == day


def test_a_paragraph_takes_the_country_of_the_one_before_it_if_its_place_is_there() -> None:
    told = (
        "# Digest\n\nMozambique. Gunmen burned houses near Palma on 3 May 2021.\n\n"
        "Rwandan troops killed two men about 20 km west of Mocimboa da Praia on 4 May 2021.\n\n"
        "A bomb went off in southern Borno State on 5 May 2021."
    )
    assert [event.country for event in read_events(told)] == ["MZ", "MZ", "NG"]


def test_a_day_points_back_beyond_its_own_block() -> None:
    told = (
        "# Mali, 1-7 May 2021\n\n- On 3 May, men fired at a bus near Gao.\n"
        "- Two days later, men fired at a bus near Kidal."
    )
    assert [event.date.day for event in read_events(told) if event.date] == [3, 5]


def test_each_line_names_its_own_province() -> None:
    told = (
        "# Sudan: May 2021\n\nIn South Darfur, gunmen burned some forty houses in Nyala on 1 May.\n"
        "In Kassala, gunmen burned some forty houses near Kassala town on 9 May."
    )
    assert read_report(told)["province"].to_list() == ["SD.49", "SD.52"]


def test_the_province_of_an_event_is_the_one_that_the_report_states() -> None:
    told = "# Iraq\n\n## Baghdad Governorate\n\n- On 3 May 2021, men fired at a bus in Abu Ghraib."
    (row,) = read_report(told).itertuples()
    assert (row.status, row.province) == ("located", "IQ.07")


def test_a_label_after_a_date_is_a_place() -> None:
    told = (
        "# Log of northern Syria, November 2021\n\n"
        "02 November: Jarabulus. A parked car exploded near a bakery.\n\n"
        "09 November: 4 km south of Jarabulus. A bomb exploded at a checkpoint."
    )
    assert read_report(told)["relation"].to_list() == ["at", "offset"]


def test_a_day_of_the_week_before_a_colon_dates_what_follows() -> None:
    told = "# Iraq, 7-13 March 2021\n\nFriday: Men fired at a bus in Balad.\n"
    assert [str(event.date) for event in read_events(told)] == ["2021-03-12"]


def test_a_column_of_an_unknown_name_tells_what_happened() -> None:
    told = (
        "# Syria, June 2022\n\n| Day | Place | Deed | Killed |\n|---|---|---|---|\n"
        "| 7 | 10 km west of Mayadin | rocket fire on a base | 3 |"
    )
    (row,) = read_report(told).itertuples()
    assert (row.date.day, row.event_type, row.killed, row.relation) == (
        7, "indirect_fire", 3, "offset"
    )  # fmt: skip


def test_the_larger_place_of_a_cell_is_the_province_though_nobody_knows_the_smaller() -> None:
    told = (
        "# Register 2021\n\n| Date | Place | District, State | What happened | Dead | Hurt |\n"
        "|---|---|---|---|---|---|\n"
        "| 3 Apr 2021 | Zelbro | Zelbropur, Chhattisgarh | Rebels ambushed a patrol | 2 | 3 |"
    )
    (row,) = read_report(told).itertuples()
    assert (row.province, row.killed, row.wounded) == ("IN.37", 2, 3)


def test_a_heading_is_in_the_country_of_the_title() -> None:
    told = "# Kivu monitor\n\n## Beni territory\n\n- On 3 May 2021, men fired at a bus in Goma."
    assert [event.country for event in read_events(told)] == ["CD"]
