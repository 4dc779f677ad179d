"""Tables in, the same tables out with locations: nothing lost, nothing raised for a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from gazetteer.frame import locate_frame, placeless
from geo.errors import TableError
from tests.gazetteer.made import made_gazetteer

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return made_gazetteer(tmp_path_factory.mktemp("made"))


@pytest.mark.parametrize(
    ("text", "country", "status"),
    [
        ("near Alpha", "SY", "located"),
        ("near Alpha", "SYR", "located"),
        ("near Alpha", "Syria", "located"),
        ("near Alpha", None, "located"),
        ("10 km north of برافو", "SY", "located"),
        ("northeast of Alpha", "SY", "region"),
        ("near Twin", "SY", "ambiguous"),
        ("near Nowhere", "SY", "unresolved"),
        ("", "SY", "region"),
        (None, None, "unresolved"),
        (np.nan, "SY", "region"),
        (42, "SY", "unresolved"),
        ("near Alpha", "Atlantis", "located"),
    ],
)
def test_every_row_gets_a_status_and_a_reason(
    made: Gazetteer, text: object, country: str | None, status: str
) -> None:
    df = pd.DataFrame({"text": [text], "nation": [country]}, dtype=object)
    row = locate_frame(df, text="text", country="nation", gazetteer=made).iloc[0]
    assert row["status"] == status
    assert row["why"]
    assert (row.geometry is None) == (status != "located")


def test_a_country_that_is_none_is_told_in_the_row(made: Gazetteer) -> None:
    df = pd.DataFrame({"text": ["near Alpha"], "nation": ["Atlantis"]})
    located = locate_frame(df, text="text", country="nation", gazetteer=made)
    assert "Atlantis" in located["why"].iloc[0]


def test_index_order_and_columns_stay_and_ours_come_beside(made: Gazetteer) -> None:
    df = pd.DataFrame(
        {"place": ["near Alpha", "?", "near Alpha"], "status": ["a", "b", "c"]}, index=[7, 3, 7]
    )
    located = locate_frame(df, text="place", country="SY", gazetteer=made)
    assert list(located.index) == [7, 3, 7]
    assert list(located["status_given"]) == ["a", "b", "c"]
    assert list(located["status"]) == ["located", "unresolved", "located"]
    assert located.crs == "EPSG:4326"
    assert located["footprint"].iloc[0].equals(located["footprint"].iloc[2])


def test_an_empty_table_comes_back_empty_with_all_columns(made: Gazetteer) -> None:
    located = locate_frame(pd.DataFrame({"place": []}), text="place", gazetteer=made)
    assert len(located) == 0
    assert {"status", "why", "radius_m", "footprint", "geometry"} <= set(located.columns)


def test_a_column_that_is_not_there_is_named_with_those_that_are(made: Gazetteer) -> None:
    with pytest.raises(TableError, match="no column 'place'; its columns are where"):
        locate_frame(pd.DataFrame({"where": ["Alpha"]}), text="place", gazetteer=made)


def test_shuffling_rows_changes_nothing(made: Gazetteer) -> None:
    df = pd.DataFrame({"place": ["near Alpha", "near Twin", "5 km W of Alpha", "near Nowhere"]})
    straight = locate_frame(df, text="place", country="SY", gazetteer=made)
    shuffled = locate_frame(df.iloc[[2, 0, 3, 1]], text="place", country="SY", gazetteer=made)
    columns = ["status", "why", "radius_m", "anchor_id"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(shuffled.sort_index()[columns]), pd.DataFrame(straight[columns])
    )


def test_without_footprints_the_rest_is_the_same(made: Gazetteer) -> None:
    df = pd.DataFrame({"place": ["near Alpha"]})
    bare = locate_frame(df, text="place", country="SY", gazetteer=made, footprints=False)
    assert bare["footprint"].isna().all()
    assert bare["radius_m"].iloc[0] > 0


def test_an_incident_without_a_place_inherits_its_headings_area() -> None:
    spot = placeless("SY", ("SY.07",))
    assert (spot.status, spot.province, spot.where_prec) == ("region", "SY.07", 4)
    assert spot.footprint is not None
    assert spot.footprint.contains(spot.footprint.representative_point())
