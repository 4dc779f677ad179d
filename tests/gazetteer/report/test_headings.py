"""What headings say of the place, nested by sense."""

import pytest

from gazetteer.opening import load
from gazetteer.report.divisions import force_names
from gazetteer.report.headings import Section, enter

TURNS = [
    # headings with their marks, country and provinces after the last
    ([(2, "Syria")], "SY", ()),
    ([(2, "Northeastern Syria")], "SY", ()),
    ([(2, "The Iraqi arena")], "IQ", ()),
    ([(2, "The Iraqi arena"), (3, "Diyala Province")], "IQ", ("IQ.10",)),
    ([(2, "The Iraqi arena"), (3, "Diyala Province"), (3, "Kirkuk Province")], "IQ", ("IQ.13",)),
    (
        [(2, "The Iraqi arena"), (2, "Highlights of the past week"), (3, "Kirkuk Province")],
        "IQ",
        ("IQ.13",),
    ),
    ([(2, "Iraq"), (3, "Diyala Province"), (2, "Operations by the Iraqi army")], "IQ", ()),
    ([(2, "The Idlib region")], "SY", ("SY.12",)),
    ([(2, "The Idlib region"), (3, "Overview")], "SY", ("SY.12",)),
    ([(2, "The Idlib region"), (3, "Turkish army reinforcements")], "SY", ("SY.12",)),
    ([(2, "Syria"), (2, "The area of Al-Mayadeen and Albukamal")], "SY", ()),
    ([(2, "Syria"), (3, "The Al-Raqqah area")], "SY", ()),
    ([(2, "Iraq"), (2, "Africa")], None, ()),
    ([(3, "Africa"), (2, "Somalia")], "SO", ()),
    ([(2, "Democratic Republic of the Congo")], "CD", ()),
    ([(2, "The Philippines")], "PH", ()),
    ([(2, "Iraq"), (2, "Activity in other provinces")], None, ()),
    ([(2, "Iraq"), (2, "Additional attacks")], "IQ", ()),
    ([(2, "Iraq \u2013 Diyala Province")], "IQ", ("IQ.10",)),
    ([(2, "Attacks in Nigeria")], "NG", ()),
    ([(7, "NIGERIA"), (7, "Borno State")], "NG", ("NG.27",)),
    ([(2, "Iraq"), (2, "Egypt and the Sinai Peninsula")], "EG", ()),
    ([(2, "Iraq"), (3, "Iraq and Syria")], None, ()),
    ([(7, "BURKINA FASO"), (7, "Centre-Nord"), (7, "Unheardof")], "BF", ()),
    ([(7, "IRAQ"), (7, "Diyala Province"), (7, "Security Incidents")], "IQ", ("IQ.10",)),
    ([(2, "")], None, ()),
    ([(2, "دير الزور")], None, ()),
]


@pytest.mark.parametrize(("headings", "country", "provinces"), TURNS)
def test_headings_nest_by_sense(
    headings: list[tuple[int, str]], country: str | None, provinces: tuple[str, ...]
) -> None:
    section = Section()
    for level, heading in headings:
        section = enter(section, heading, level, places=load())
    assert (section.country, section.provinces) == (country, provinces)


def test_a_province_of_an_armed_group_is_no_place() -> None:
    forces = force_names("operatives of ISIS's Khorasan Province attacked")
    section = enter(Section(), "Afghanistan", 2, places=load(), forces=forces)
    section = enter(section, "The Khorasan Province", 3, places=load(), forces=forces)
    assert (section.country, section.provinces) == ("AF", ())


def test_the_path_holds_the_headings_above() -> None:
    section = Section()
    for level, heading in [(1, "Review"), (2, "Iraq"), (3, "Diyala Province"), (2, "Syria")]:
        section = enter(section, heading, level, places=load())
    assert section.path == ("Review", "Syria")
