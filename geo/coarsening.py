"""
Incidents for publication: locations made coarse, and everything dropped that tells the finer one.

Points move to the middle of a cell of an equal-area grid, or incidents are told by their province
alone. What is kept is listed, and the rest is dropped: a column that nobody thought of cannot
give a place away. Lengths are kilometres where a name says so, metres otherwise.

This is no anonymity: who knows an incident from the news finds it again by its day and its
numbers, and a cell with one incident names it. See docs/safe-publication.md.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
import shapely

from geo.errors import NumberError, RegionError, TableError
from geo.files.flat import is_text
from geo.geodesy import inverse
from geo.mosaic import CORNERS, Mosaic, mosaic
from geo.regions import province_of, provinces, shape_of
from geo.shapes import disc
from geo.tables import CRS, validate_incidents, validate_regions
from geo.telling import telling_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

To: TypeAlias = Literal["cells", "province"]

KEPT: Final = (
    "date", "date_end", "event_type", "event_class", "killed", "wounded", "country", "confidence",
    "calibrated", "source", "source_date",
)  # fmt: skip
"""Columns that say nothing of the place; their texts are looked through for its name as well."""

FEW: Final = 5
"""Incidents in a cell or province below which a warning is given: ours, a usual least count of
statistical offices, and no promise."""

METHOD: Final = "coarsened"
"""How the column `method` begins in coarsened tables, by which they are known again."""


def coarsen(
    incidents: gpd.GeoDataFrame,
    *,
    km: float | None = None,
    to: To = "cells",
    boundaries: gpd.GeoDataFrame | None = None,
    keep: Sequence[str] = (),
) -> gpd.GeoDataFrame:
    """
    Make the locations of incidents coarse, so that a map or table can be published.

    Parameters
    ----------
    incidents
        As `validate_incidents` takes it.
    km
        Side of a cell, kilometres, for `to="cells"`.
    to
        "cells" moves points to the middle of their cell; "province" leaves the province alone.
    boundaries
        A regions table of your own in the place of the provinces.
    keep
        More columns that are to stay, also your own. Cells of theirs that name the anchor or use
        a word of the place as written are emptied.

    Returns
    -------
    A new table, sorted by day and cell with new ids, so that neither tells the order of the
    report. Kept are day, kind, casualties, country, province, source and what `keep` names;
    `duplicate_of` follows the new ids. `radius_m` holds the truth from the middle of the cell at
    least as probably as it did from the point, and is rounded up to whole cells, as the exact one
    would tell the distance that the text states; the footprint is its disc. The provinces of a
    cell are all that it touches. Text, place as written, reasons, anchors, distances, densities,
    the finer radii, positions in files and columns of your own are gone. Of `anchor_id` the table
    that it is from is left, whose licence asks to be named.

    Raises
    ------
    NumberError
        If `km` is not above 0, or there is none for cells.
    TableError
        If a column of `keep` is not there, or would tell the place.

    Warns
    -----
    UserWarning
        If a cell or province holds fewer than 5 incidents, with the number of them; and if cells
        of kept columns were emptied.

    Notes
    -----
    The cells are those of `geo.mosaic`: equal in area, the same for every table, and never
    fitted to the data, whose extent would tell something.

    Examples
    --------
    >>> import geopandas as gpd, warnings
    >>> table = gpd.GeoDataFrame(
    ...     {"text": ["near the well"], "radius_m": [4000.0]},
    ...     geometry=gpd.points_from_xy([40.4504], [35.1098]), crs=4326,
    ... )
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")  # one incident in a cell is few
    ...     public = coarsen(table, km=50)
    >>> public.geometry.to_wkt(rounding_precision=2).tolist(), public["radius_m"].tolist()
    (['POINT (40.55 35)'], [50000.0])
    >>> public["text"].isna().tolist(), coarsened_note(public)
    ([True], 'Locations are coarsened to cells of 50 km.')
    """
    if to == "cells" and not (km is not None and np.isfinite(km) and km > 0):
        message = f"km is {km}; expected the side of a cell above 0, or to='province'"
        raise NumberError(message)
    given = validate_incidents(incidents).reset_index(drop=True)
    kept = _kept(given, keep)
    if to == "province":
        place, keys = _by_province(given, boundaries)
    else:
        place, keys = _by_cell(given, mosaic(km or 0.0), boundaries)
    public = _emptied(given, kept).join(place)
    order = np.lexsort([keys, given["date"].fillna(given["date"].max()).to_numpy()])
    public = _renumbered(public, given, order)
    _warn_of_few(keys[keys != ""], "provinces" if to == "province" else "cells")
    public["method"] = (
        f"{METHOD}: province alone" if to == "province" else f"{METHOD}: cells of {km:g} km"
    )
    return validate_incidents(public)


def coarsened_note(incidents: gpd.GeoDataFrame) -> str | None:
    """
    Say how a table was coarsened, by its column `method`, which files keep too.

    Parameters
    ----------
    incidents
        Any table.

    Returns
    -------
    A sentence for maps and files, or None where nothing was coarsened.

    Examples
    --------
    >>> import geopandas as gpd
    >>> exact = gpd.GeoDataFrame({"method": ["density/1"]}, geometry=[None], crs=4326)
    >>> print(coarsened_note(exact))
    None
    """
    if "method" not in incidents:
        return None
    methods = sorted({m for m in incidents["method"].dropna() if str(m).startswith(METHOD)})
    how = " or ".join(str(method).removeprefix(f"{METHOD}: ") for method in methods)
    how = how.replace("province alone", "provinces")
    return f"Locations are coarsened to {how}." if how else None


def _kept(given: gpd.GeoDataFrame, keep: Sequence[str]) -> list[str]:
    """List the columns that stay, and refuse those that are the place itself."""
    telling = {
        "id", "geometry", "footprint", "density", "text", "location_text", "why", "anchor",
        "anchor_id", "distance_km", "direction", "bearing", "draw_group", "radius_m", "r50_m",
        "r80_m", "r95_m", "relation", "source_start", "source_end",
    }  # fmt: skip
    for name in keep:
        if name not in given:
            there = ", ".join(map(str, given.columns))
            message = f"there is no column {name!r} to keep; the table has {there}"
            raise TableError(message)
        if name in telling:
            message = f"the column {name!r} tells the place; a coarsened table cannot keep it"
            raise TableError(message)
    return list(dict.fromkeys([*KEPT, *keep]))


def _by_cell(
    given: gpd.GeoDataFrame, grid: Mosaic, boundaries: gpd.GeoDataFrame | None
) -> tuple[pd.DataFrame, NDArray[np.str_]]:
    """Give the place of every row as its cell, and the key of the cell."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415

    there = np.flatnonzero(given.geometry.notna().to_numpy())
    points = given.geometry.to_numpy()[there]
    row, column = grid.cell_of(shapely.get_x(points), shapely.get_y(points))
    cells, of = np.unique(np.stack([row, column], axis=-1), axis=0, return_inverse=True)
    of = of.ravel()
    lon, lat = grid.middle(cells[:, 0], cells[:, 1])
    outlines = grid.outline(cells[:, 0], cells[:, 1])
    corners = shapely.get_coordinates(outlines).reshape(len(cells), CORNERS, 2)
    _, reach_m = inverse(lon[:, None], lat[:, None], corners[..., 0], corners[..., 1])
    regions = provinces() if boundaries is None else validate_regions(boundaries)
    codes, names = _touched(outlines, regions)
    step_m = grid.km * 1000
    own_m = np.nan_to_num(given["radius_m"].to_numpy(np.float64)[there])
    radius_m = np.ceil((own_m + reach_m.max(axis=1)[of]) / step_m) * step_m
    keys = np.full(len(given), "", dtype=object)
    keys[there] = [f"{r}-{c}" for r, c in cells[of]]
    place = pd.DataFrame(
        {
            "status": given["status"].mask(given.geometry.notna(), "located"),
            "province": given["province"].astype(object),
            "province_name": given["province_name"].astype(object),
            "radius_m": np.nan,
            "why": "",
        }
    )
    place.loc[there, "province"] = codes[of]
    place.loc[there, "province_name"] = names[of]
    place.loc[there, "radius_m"] = radius_m
    why = _why(place["status"], "its area is left out, but for country and province")
    why[there] = _why(place["status"][there], f"the middle of a cell of {grid.km:g} km")
    place["why"] = why
    shapes = _areas(given, None if boundaries is None else regions)
    shapes[there] = disc(lon[of], lat[of], radius_m)
    middles = np.full(len(given), None, dtype=object)
    middles[there] = shapely.points(lon[of], lat[of])
    place["footprint"] = gpd.GeoSeries(shapes, crs=CRS)
    place["geometry"] = gpd.GeoSeries(middles, crs=CRS)
    return place, keys.astype(str)


def _areas(given: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame | None) -> NDArray[np.object_]:
    """Draw the provinces, or else the country, of rows that are known by their area alone."""
    shapes = np.full(len(given), None, dtype=object)
    drawn: dict[tuple[str, ...], shapely.Geometry | None] = {}
    own = {} if boundaries is None else boundaries.set_index("code").geometry.to_dict()
    for row in np.flatnonzero(given["status"].isin(["region"]).to_numpy()):
        province, country = given["province"].iloc[row], given["country"].iloc[row]
        named = province if isinstance(province, str) else country
        codes = tuple(named.split(" | ")) if isinstance(named, str) else ()
        if codes not in drawn:
            if own and codes and set(codes) <= own.keys():
                drawn[codes] = shapely.union_all([own[code] for code in codes])
            else:
                drawn[codes] = _known_shape(codes)
        shapes[row] = drawn[codes]
    return shapes


def _known_shape(codes: tuple[str, ...]) -> shapely.Geometry | None:
    """Join provinces and countries of ours; None for codes that are another's."""
    try:
        return shape_of(codes)
    except RegionError:
        return None


def _touched(
    outlines: NDArray[np.object_], regions: gpd.GeoDataFrame
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Name the regions that each cell touches, joined by |; None where there are none."""
    shapes = regions.geometry.to_numpy()
    cell, region = shapely.STRtree(shapes).query(outlines, predicate="intersects")
    joined = np.full((2, len(outlines)), None, dtype=object)
    for number in np.unique(cell):
        found = regions.iloc[np.sort(region[cell == number])].sort_values("code")
        joined[:, number] = [" | ".join(found[name].astype(str)) for name in ("code", "name")]
    return joined[0], joined[1]


def _by_province(
    given: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame | None
) -> tuple[pd.DataFrame, NDArray[np.str_]]:
    """Give the place of every row as its province, and its code as the key."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    regions = provinces() if boundaries is None else validate_regions(boundaries)
    labels = regions.set_index("code")
    codes = given["province"].astype(object)
    there = given.geometry.notna().to_numpy()
    points = given.geometry.to_numpy()[there]
    own = None if boundaries is None else regions
    codes[there] = province_of(shapely.get_x(points), shapely.get_y(points), boundaries=own)
    known = codes.isin(labels.index).to_numpy()
    lost = given["status"].isin(["ambiguous", "unresolved"]).to_numpy()
    status = given["status"].mask((known & ~lost) | there, "region")
    place = pd.DataFrame(
        {
            "status": status,
            "province": codes.where(known),
            "province_name": codes.map(labels["name"].astype(object)),
            "footprint": codes.map(labels.geometry.astype(object)).mask(lost & ~there),
            "why": _why(status, "its province alone"),
        }
    )
    for name, code in (("where_prec", 4), ("geo_precision", 3), ("gtd_specificity", 4)):
        # a first-order division, in the words of UCDP GED, ACLED and GTD
        place[name] = pd.Series(code, index=place.index, dtype="Int64").where(known)
    return place, codes.where(known, "").to_numpy(str)


def _why(status: pd.Series, place: str) -> pd.Series:
    """Say in every row what was done to it, and of the lost ones that they are lost."""
    told = status.isin(["ambiguous", "unresolved"])
    sentence = f"made coarse for publication: {place}"
    return status.where(told, sentence).mask(told, "not located; the reason is left out")


def _emptied(given: gpd.GeoDataFrame, kept: Sequence[str]) -> pd.DataFrame:
    """Take the columns that stay, without the cells that tell the place."""
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    public = pd.DataFrame(given[kept])
    tables = given["anchor_id"].map(
        lambda ids: " | ".join(dict.fromkeys(one.partition(":")[0] for one in ids.split(" | "))),
        na_action="ignore",
    )
    public["anchor_id"] = tables
    texts = [name for name in kept if is_text(public[name]) and name != "country"]
    told = 0
    for name in texts:
        told_here = telling_cells(public[name], given)
        public[name] = public[name].mask(told_here)
        told += int(told_here.sum())
    if told:
        warnings.warn(
            f"kept columns use words of the place in {told} cells, which are left empty",
            UserWarning,
            stacklevel=3,
        )
    return public


def _renumbered(
    public: pd.DataFrame, given: gpd.GeoDataFrame, order: NDArray[np.int64]
) -> gpd.GeoDataFrame:
    """Sort the rows, and number them anew."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415

    new = {given["id"].iloc[row]: str(number) for number, row in enumerate(order, start=1)}
    public.insert(0, "id", given["id"].map(new))
    public["duplicate_of"] = given["duplicate_of"].map(new, na_action="ignore")
    if "geometry" not in public:
        public["geometry"] = gpd.GeoSeries(np.full(len(public), None, dtype=object), crs=CRS)
    public["footprint"] = gpd.GeoSeries(
        public["footprint"].where(public["footprint"].notna(), None).tolist(), crs=CRS
    )
    rows = pd.DataFrame(public).iloc[order].reset_index(drop=True)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=CRS)


def _warn_of_few(keys: NDArray[np.str_], what: str) -> None:
    """Warn of cells that hold so few incidents that they name them."""
    counts = np.unique(keys, return_counts=True)[1]
    few = int((counts < FEW).sum())
    if few:
        warnings.warn(
            f"{what} with fewer than {FEW} incidents: {few} of {len(counts)}; few are easy to tell "
            f"apart, and larger {what if what == 'cells' else 'areas'} hide more",
            UserWarning,
            stacklevel=3,
        )
