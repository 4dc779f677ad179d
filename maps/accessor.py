"""
The accessor `df.farsakh` of pandas: from a column of texts to places, counts, maps and files.

`import maps` registers it, for every DataFrame and GeoDataFrame.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd

from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geopandas import GeoDataFrame

    from gazetteer.store import Gazetteer
    from maps.incidentmap import IncidentMap
    from maps.page import LayerName
    from maps.paper.sheet import Sheet
    from maps.static import PrintLayer

LONG = 2_000  # rows from which on a bar of progress is shown: some seconds of work


@pd.api.extensions.register_dataframe_accessor("farsakh")
class FarsakhAccessor:
    """
    What Farsakh does with a table.

    Each method gives a new object and leaves the table as it is; all take keywords alone. The
    functions behind them say more: `gazetteer.locate_frame`, `maps.incident_map`,
    `maps.static_map`, `geo.by_province`, `geo.coarsen` and `geo.files.write_incidents`.

    Parameters
    ----------
    table
        Any DataFrame.

    Examples
    --------
    >>> import maps, pandas
    >>> df = pandas.DataFrame({"place": ["about 10 km north of Al-Mayadeen"]})
    >>> located = df.farsakh.locate(text="place", country="SY")
    >>> located.farsakh.by_province().query("count > 0")["name"].tolist()
    ['Deir ez-Zor']
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table

    def locate(
        self,
        *,
        text: str = "location_text",
        country: str | None = None,
        province: str | None = None,
        style: Literal["human", "machine", "encyclopedia"] = "human",
        method: Literal["density", "point-radius"] = "density",
        gazetteer: Gazetteer | None = None,
        progress: bool | None = None,
    ) -> GeoDataFrame:
        """
        Locate every row by its text.

        Parameters
        ----------
        text
            Name of the column of descriptions.
        country, province
            A column, or one value for all rows.
        style, method
            Whose words they are, and what the radii mean, as for `gazetteer.locate_frame`.
        gazetteer
            Where to look; the embedded one if None.
        progress
            Whether a bar shows how far the work is; by itself from 2,000 rows on.

        Returns
        -------
        GeoDataFrame
            The table with the columns of incidents.

        Raises
        ------
        TableError
            If there is no such column.
        """
        from gazetteer.frame import locate_frame  # noqa: PLC0415 - loads geopandas

        rows = len(self._table)
        wanted = rows >= LONG if progress is None else progress
        return locate_frame(
            self._table, text=text, country=country, province=province, style=style,
            method=method, gazetteer=gazetteer, progress=_bar(rows) if wanted else iter,
        )  # fmt: skip

    def map(
        self,
        *,
        title: str | None = None,
        boundaries: GeoDataFrame | None = None,
        layers: Sequence[LayerName] | None = None,
        category: str | None = "usual",
        basemap: str | None = None,
    ) -> IncidentMap:
        """
        Draw a page that needs no network; a notebook shows it, `save` writes it.

        Parameters
        ----------
        title, boundaries, layers, category, basemap
            As for `maps.incident_map`.

        Returns
        -------
        IncidentMap
            A folium map.
        """
        from maps.page import LAYERS, incident_map  # noqa: PLC0415 - loads folium

        return incident_map(
            self._located, title=title, boundaries=boundaries, layers=layers or LAYERS,
            category=category, basemap=basemap,
        )  # fmt: skip

    def static_map(
        self,
        *,
        title: str | None = None,
        by: str | None = None,
        boundaries: GeoDataFrame | None = None,
        layers: Sequence[PrintLayer] | None = None,
        category: str | None = "usual",
        extent: Sequence[float] | None = None,
    ) -> Sheet:
        """
        Draw a sheet for print.

        Parameters
        ----------
        title, by, boundaries, layers, category, extent
            As for `maps.static_map`.

        Returns
        -------
        Sheet
            A matplotlib figure; `save` writes it.
        """
        from maps.static import USUAL_LAYERS, static_map  # noqa: PLC0415 - only where it is used

        return static_map(
            self._located, title=title, by=by, boundaries=boundaries,
            layers=layers or USUAL_LAYERS, category=category, extent=extent,
        )  # fmt: skip

    def by_province(
        self,
        *,
        boundaries: GeoDataFrame | None = None,
        period: str | None = None,
        by: str | None = None,
    ) -> pd.DataFrame:
        """
        Count incidents by province.

        Parameters
        ----------
        boundaries, period, by
            As for `geo.by_province`.

        Returns
        -------
        DataFrame
            One row a province.
        """
        from geo.counts.provinces import by_province  # noqa: PLC0415 - loads geopandas

        return by_province(self._located, boundaries=boundaries, period=period, by=by)

    def coarsen(
        self,
        *,
        km: float | None = None,
        to: Literal["cells", "province"] = "cells",
        keep: Sequence[str] = (),
    ) -> GeoDataFrame:
        """
        Make the table fit for publication.

        Parameters
        ----------
        km, to, keep
            As for `geo.coarsen`.

        Returns
        -------
        GeoDataFrame
            Coarse locations, without what tells the finer ones.
        """
        from geo.coarsening import coarsen  # noqa: PLC0415 - loads geopandas

        return coarsen(self._located, km=km, to=to, keep=keep)

    def write(self, path: str | Path) -> None:
        """
        Write a file, by its ending: .csv .xlsx .geojson .gpkg .parquet .kml.

        Parameters
        ----------
        path
            The file; credits of the places used are written where the format has room.
        """
        from geo.files import write_incidents  # noqa: PLC0415 - loads geopandas
        from maps.credits import data_credits  # noqa: PLC0415

        notes = [full for _, full in data_credits(self._located)]
        write_incidents(self._located, path, notes=notes)

    @property
    def _located(self) -> GeoDataFrame:
        """The table, if it has places."""
        import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here

        if not isinstance(self._table, gpd.GeoDataFrame):
            msg = (
                "the table has no geometry yet; df.farsakh.locate(text='column') gives one, or "
                "geopandas.GeoDataFrame(df, geometry=geopandas.points_from_xy(df.lon, df.lat), "
                "crs=4326)"
            )
            raise TableError(msg)
        return self._table


def _bar(rows: int) -> Any:  # noqa: ANN401 - tqdm publishes no type of its own for it
    """Give what shows a bar, in notebooks and in terminals, while rows are worked through."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a notebook without widgets gets a bar of text
        from tqdm.auto import tqdm  # noqa: PLC0415 - only where work is long

        return lambda items: cast(
            "Iterable[Any]", tqdm(items, total=rows, desc="locating", unit="row")
        )
