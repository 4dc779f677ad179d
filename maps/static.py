"""Static maps for print: PNG, SVG and PDF of incidents, through matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from geo.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from maps.paper.sheet import Sheet

PrintLayer: TypeAlias = Literal["provinces", "density", "footprints", "incidents"]

PRINT_LAYERS: tuple[PrintLayer, ...] = ("provinces", "density", "footprints", "incidents")
USUAL_LAYERS: tuple[PrintLayer, ...] = ("provinces", "footprints", "incidents")


def static_map(
    incidents: GeoDataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    by: str | None = None,
    boundaries: GeoDataFrame | None = None,
    layers: Sequence[PrintLayer] = USUAL_LAYERS,
    category: str | None = "usual",
    extent: Sequence[float] | None = None,
    width_mm: float | None = None,
    font: str | None = None,
    sources: Sequence[str] = (),
) -> Sheet:
    """
    Draw incidents on a sheet for print.

    Provinces are shaded by their number of incidents, or a density is drawn in their place;
    footprints show where an incident lies (with 90 %, or at most, as its `method` says), marks
    tell categories apart by shape and by colour. What is not on the map is told beside it: what
    could not be located, what lies outside, what repeats another. The projection is one of equal
    areas that suits the extent, the scale bar is true on the ellipsoid, and names are written
    where none lies on another.

    Parameters
    ----------
    incidents
        Incidents table in EPSG:4326; every column but the geometry may be missing.
    title
        Heading; `incidents.attrs["title"]`, such as that of a report, if None.
    subtitle
        Line below it; the range of dates if None.
    by
        "day", "week", "month", "quarter" or "year": one small map for each period, from the first
        to the last, all shaded alike.
    boundaries
        Regions to count and shade instead of the provinces, as from `geo.read_boundaries`.
    layers
        Of provinces, density, footprints and incidents.
    category
        Column by which incidents are told apart; "usual" takes the kind of event where there is
        one, None tells none apart.
    extent
        West, south, east, north to show, degrees; all incidents and their footprints if None.
    width_mm
        Width of the sheet; the height follows from the map. 240 if None.
    font
        An installed font; DejaVu Sans, which comes with matplotlib, if None.
    sources
        Credits that are added to those of the boundaries and places.

    Returns
    -------
    Sheet
        A matplotlib figure; `save` writes PNG, SVG or PDF, the same bytes for the same data.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    CRSError
        If the table is not in EPSG:4326.
    TableError
        If the table has no geometry, a layer or a column is unknown, the extent holds nothing, or
        `by` gives more than 24 maps.

    Warns
    -----
    UserWarning
        If a text holds characters that no font of this machine shows.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame(geometry=gpd.points_from_xy([40.45], [35.11]), crs=4326)
    >>> sheet = static_map(table, title="One incident")
    >>> len(sheet.axes)
    1
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = "maps for print need matplotlib, which is not installed: pip install 'farsakh[print]'"
        raise MissingExtraError(msg) from error
    from maps.paper.composition import Wishes, composed  # noqa: PLC0415 - loads matplotlib

    with mpl.rc_context():
        mpl.rcdefaults()  # whatever style the user has chosen for plots
        return composed(
            incidents,
            Wishes(
                title=title,
                subtitle=subtitle,
                by=by,
                boundaries=boundaries,
                layers=tuple(layers),
                category=category,
                extent=None if extent is None else tuple(extent),
                width_mm=width_mm,
                font=font,
                sources=tuple(sources),
            ),
        )
