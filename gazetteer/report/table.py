"""The incidents table of a report: its events, located."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.manner import Manner
from gazetteer.opening import load

from .document import read_document
from .events import document_events

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    import geopandas as gpd
    import pandas as pd

    from gazetteer.manner import Method, Reckoning
    from gazetteer.store import Gazetteer
    from geo.laws import Style


def read_report(
    path_or_text: str | PathLike[str],
    *,
    country: str | None = None,
    province: str | tuple[str, ...] | None = None,
    style: Style = "human",
    method: Method = "density",
    distance: Reckoning = "stated",
    gazetteer: Gazetteer | None = None,
    event_types: str | PathLike[str] | None = None,
) -> gpd.GeoDataFrame:
    r"""
    Read a report into the incidents table.

    Parameters
    ----------
    path_or_text
        A file (plain text, Markdown or HTML in any encoding, Word, PDF with text), or the report
        itself.
    country, province
        Alpha-2 code (or a country's name) and province code of what neither headings nor text
        place.
    style, method, distance
        Whose law, by which method, and where the point is put: as for `locate`.
    gazetteer
        Where names are looked up; `gazetteer.load()` by default.
    event_types
        A table of event types of the user's own (columns pattern, event_type, event_class,
        example).

    Returns
    -------
    incidents
        One row per event in the order of the report, EPSG:4326, also where nothing could be
        located: `status` and `why` say so. `attrs["title"]` is the report's own title.

    Raises
    ------
    ReportError
        If there is no such file, or it holds no text.

    Examples
    --------
    >>> incidents = read_report("# Syria\n\n- On May 22, 2020, two men were shot near Ariha.")
    >>> incidents[["event_type", "location_text", "country"]].iloc[0].to_list()
    ['small_arms', 'near Ariha', 'SY']
    """
    import geopandas as gpd  # noqa: PLC0415 - only where a table is asked for
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    from gazetteer.columns import incident_columns  # noqa: PLC0415
    from gazetteer.frame import locate_expressions  # noqa: PLC0415
    from geo.tables import validate_incidents  # noqa: PLC0415

    places = load() if gazetteer is None else gazetteer
    document = read_document(path_or_text)
    events = document_events(
        document,
        country=country,
        province=province,
        gazetteer=places,
        event_types=event_types,
    )
    locations = locate_expressions(
        [event.expression for event in events],
        countries=[event.country for event in events],
        provinces=[event.provinces for event in events],
        manner=Manner(style=style, method=method, distance=distance),
        gazetteer=places,
    )
    located = incident_columns(locations, gazetteer=places)
    columns: dict[str, object] = {
        "id": [event.id for event in events],
        "date": _days([event.date for event in events]),
        "date_end": _days([event.date_end for event in events]),
        "event_type": [event.event_type for event in events],
        "event_class": [event.event_class for event in events],
        "perpetrator": [event.perpetrator for event in events],
        "target": [event.target for event in events],
        "killed": pd.array([event.killed for event in events], dtype="Int64"),
        "wounded": pd.array([event.wounded for event in events], dtype="Int64"),
        "location_text": [event.location_text for event in events],
        "duplicate_of": [event.duplicate_of for event in events],
        "source": [event.source for event in events],
        "source_date": _days([event.source_date for event in events]),
        "source_file": [document.name or None] * len(events),
        "source_start": pd.array([event.source_start for event in events], dtype="Int64"),
        "source_end": pd.array([event.source_end for event in events], dtype="Int64"),
        "text": [event.text for event in events],
    }
    points = [
        None if lon is None or lat is None else shapely.Point(lon, lat)
        for lon, lat in zip(located.pop("lon"), located.pop("lat"), strict=True)
    ]
    own = {key: values for key, values in located.items() if key not in columns}
    own["country"] = [
        event.country or spot for event, spot in zip(events, own["country"], strict=True)
    ]
    own["gazetteer_version"] = [places.version] * len(events)
    own["stated_province"] = ["|".join(event.provinces) or None for event in events]
    for row, event in enumerate(events):
        # What lies too far outside the stated province has been left open: of a place on its edge
        # the report knows better than a polygon drawn for maps.
        if len(event.provinces) == 1:
            own["province"][row] = event.provinces[0]
            province_place = places.get(f"province:{event.provinces[0]}")
            own["province_name"][row] = province_place.name if province_place else None
    frame = gpd.GeoDataFrame(
        columns | own, geometry=np.array(points, dtype=object), crs="EPSG:4326"
    )
    incidents = validate_incidents(frame)
    incidents.attrs["title"] = document.title
    return incidents


def _days(days: list[date | None]) -> list[pd.Timestamp | None]:
    import pandas as pd  # noqa: PLC0415 - as above

    return [None if day is None else pd.Timestamp(day) for day in days]
