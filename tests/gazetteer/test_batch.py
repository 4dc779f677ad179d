"""Many rows at once are located as each is alone, by one process or by several."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import shapely

from gazetteer import batch
from gazetteer.batch import Row, Wanted, company_in, locate_rows, read_rows
from gazetteer.columns import COLUMNS, incident_columns
from gazetteer.errors import UnresolvedPlaceError
from gazetteer.frame import locate_frame
from gazetteer.manner import Manner
from gazetteer.opening import load
from gazetteer.resolve import locate, placeless, resolve
from geo.errors import TableError
from tests.gazetteer.made import made_gazetteer

if TYPE_CHECKING:
    from pathlib import Path

PHRASES = (
    "about 10 km north of Al-Mayadeen", "10 km SE Idlib", "300 m north of Idlib",
    "7 miles SSW of Aleppo", "6 km N and 4 km W of Idlib", "20 km from Idlib",
    "within 20 km of Idlib", "10 km from Idlib towards Aleppo", "northeast of Idlib",
    "near Idlib", "in Idlib", "Damascus", "in Idlib Province", "northern Idlib Province",
    "in the Idlib area", "the Idlib-Aleppo area", "between Idlib and Aleppo", "in Syria",
    "on the road from Idlib to Aleppo", "near the border with Turkey", "35.02 N, 40.45 E",
    "50 km from the border with Turkey", "10 km north of 35.5 N, 38.0 E",
    "Kafrunubl (about 30 km south of Idlib)", "Nowhereville (about 30 km south of Idlib)",
    "3 km west of Nowhereville, near Idlib", "10 km west of Idlib, 50 km southwest of Aleppo",
    "possibly near Idlib", "Tripoli", "10 km north of Tripoli", "13O km north of Idlib",
    "10 km north of", "", "at dawn",
)  # fmt: skip
CONTEXTS = (("SY", ""), ("", ""), ("Syria", "Idlib"), ("SY", "SY.09"), ("Atlantis", "Foo"))
ROWS = [Row(text, *context) for text in PHRASES for context in CONTEXTS]


def alone(row: Row, manner: Manner, company: Any) -> dict[str, list[Any]]:  # noqa: ANN401
    """Locate one row by itself, in the company of its table."""
    (read,) = read_rows([row], company, gazetteer=load())
    if read.expression is None:
        spot = batch._noted(None, read)
    else:
        context = read.context
        spot = resolve(
            read.expression,
            country=context.country,
            provinces=context.provinces,
            company=company,
            manner=manner,
        )
        spot = batch._noted(spot, read)
    return incident_columns([spot])


def comparable(cells: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Write shapes as bytes, which are equal only where every vertex is."""
    shapes = [None if shape is None else shape.wkb for shape in cells["footprint"]]
    return {**cells, "footprint": shapes}


@pytest.mark.parametrize(
    ("manner", "chunk"),
    [
        (Manner(), 7),
        (Manner(style="machine", distance="calibrated"), 100),
        (Manner(method="point-radius"), 1_000),
    ],
)
def test_every_row_of_a_table_is_located_as_it_is_alone(
    manner: Manner, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "CHUNK", chunk)
    rows = ROWS if chunk == 7 else ROWS[::3]
    together = comparable(locate_rows(rows, Wanted(manner=manner)))
    company = company_in(rows, gazetteer=load())
    for index, row in enumerate(rows):
        one = comparable(alone(row, manner, company))
        for name in COLUMNS:
            assert together[name][index] == one[name][0], (row, name)


def test_beyond_the_company_of_a_table_a_row_is_what_locate_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gazetteer.understanding.MOST_COMPANY", 1)
    rows = [row for row in ROWS if row.country == "SY" and not row.province]
    cells = comparable(locate_rows(rows, Wanted()))
    seen = 0
    for index, row in enumerate(rows):
        try:
            spot = locate(row.text, country="SY")
        except (UnresolvedPlaceError, ValueError):
            assert cells["status"][index] in {"unresolved", "region"}
            continue
        one = comparable(incident_columns([spot]))
        assert {name: [values[index]] for name, values in cells.items()} == one
        seen += 1
    assert seen > 25


def test_several_processes_give_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(batch, "CHUNK", 2)
    rows = [
        Row(f"{km} km {wind} of {name}", "SY")
        for km in (5, 9)
        for wind in ("N", "southwest")
        for name in ("Alpha", "Al-Bravo", "Twin")
    ]
    made = made_gazetteer(tmp_path)
    done: list[int] = []
    two = locate_rows(rows, Wanted(), gazetteer=made, jobs=2, advance=done.extend)
    assert comparable(two) == comparable(locate_rows(rows, Wanted(), gazetteer=made))
    assert sorted(done) == list(range(len(rows)))


def test_a_gazetteer_goes_to_another_process(tmp_path: Path) -> None:
    made = pickle.loads(pickle.dumps(made_gazetteer(tmp_path)))  # noqa: S301 - our own bytes
    assert [match.place.name for match in made.search("Alpha", country="SY")] == ["Alpha"]


def test_only_the_columns_that_are_asked_for_come() -> None:
    df = pd.DataFrame({"place": ["near Idlib", "near Idlib", "x"], "lon": [1, 2, 3]})
    located = locate_frame(df, text="place", country="SY", columns=["radius_m", "province"])
    assert list(located.columns) == [
        "place", "lon", "province", "radius_m", "gazetteer_version", "geometry",
    ]  # fmt: skip
    assert located["province"].tolist()[:2] == ["SY.12", "SY.12"]
    assert located.geometry.iloc[0] == located.geometry.iloc[1]


def test_a_column_that_we_do_not_have_is_refused_with_those_we_have() -> None:
    with pytest.raises(TableError, match="no column 'radius_km'; it has location_text"):
        locate_frame(pd.DataFrame({"place": []}), text="place", columns=["radius_km"])


def test_cells_that_are_equal_to_python_and_not_to_a_reader_stay_apart() -> None:
    df = pd.DataFrame({"place": pd.Series([1, 1.0, True, None, " near Idlib "], dtype=object)})
    located = locate_frame(df, text="place", country="SY", columns=["why", "status"])
    assert ["'1.0'" in why for why in located["why"]] == [False, True, False, False, False]
    assert located["status"].iloc[4] == "located"


def test_a_shape_is_the_same_drawn_alone_or_with_others() -> None:
    texts = ["10 km north of Idlib", "10 km south of Aleppo", "10 km north of Damascus"]
    spots = [locate(text, country="SY") for text in texts]
    drawn = incident_columns(spots, only=["footprint"])["footprint"]
    assert all(
        shapely.equals_exact(shape, spot.footprint)
        for shape, spot in zip(drawn, spots, strict=True)
    )
    assert placeless(None, ()).footprint is None
