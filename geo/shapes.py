"""
Shapes on the WGS 84 ellipsoid: discs, sectors of rings, corridors, and the circle round a shape.

Degrees, longitude before latitude, bearings clockwise from true north, metres. Shapes are valid
and lie in [-180, 180] by [-90, 90]: what crosses the antimeridian is cut there into a
MultiPolygon, what holds a pole is closed along it. Their vertices lie on the true outline, so that
a shape is at most `1 - cos(pi / VERTICES)` of its radius (0.1 %) smaller than what it stands for.
Numbers give a shape; arrays broadcast and give an object array of shapes, None where a value is
missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import numpy as np
import shapely
from shapely import Polygon

from geo.errors import CoordinateError, NumberError
from geo.geodesy import HALF_TURN, FloatArray, checked, destination, inverse, mean_point
from geo.planes import area_in_plane, moved, to_plane
from geo.rings import Area, Areas, area_in, areas_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from shapely.geometry.base import BaseGeometry

VERTICES = 72
"""Of a full circle: one every 5 degrees, so that arcs are within 0.1 % of the radius."""

STEPS = 8
"""Parts of each straight side of a sector, since geodesics are not straight in degrees."""

LEAST_M = 0.001
"""What is thinner is drawn as nothing: degrees hold a few nanometres, so that the corners of
such a shape would fall on each other."""

FARTHEST_M = 10_000_000.0
"""The largest radius, a quarter of the way round the Earth: no shape holds both poles."""

PIECE_M = 400_000.0
"""Length of the pieces of a line that are widened in one plane, whose scale errs by less than
0.05 % as far from its middle."""

DENSE_DEG = 0.25
"""Longest edge of a shape, straight in degrees, when the circle round it is sought."""

CLOSE_M = 0.01
"""A centre that moves by less has been found."""

ROUNDS = 20
"""Bound on the search for a centre; shapes of a province's size need three rounds."""

ORIGIN = shapely.Point(0, 0)


@overload
def disc(lon: float, lat: float, radius_m: float) -> Area: ...
@overload
def disc(lon: ArrayLike, lat: ArrayLike, radius_m: ArrayLike) -> Areas: ...
def disc(lon: ArrayLike, lat: ArrayLike, radius_m: ArrayLike) -> Area | Areas:
    """
    Draw all that lies within a distance of a point.

    Parameters
    ----------
    lon, lat
        Centre, degrees.
    radius_m
        Metres, at most `FARTHEST_M`; a radius of 0 gives an empty polygon.

    Returns
    -------
    Polygon, MultiPolygon or object array of them
        Every vertex that the edge of the map did not make is at `radius_m` from the centre.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].
    NumberError
        If a radius is below zero or above `FARTHEST_M`.

    Examples
    --------
    >>> area = disc(36.63, 35.93, 4000)
    >>> area.geom_type, len(area.exterior.coords)
    ('Polygon', 73)
    >>> disc(179.99, -16.5, [4000, 500]).tolist()[0].geom_type
    'MultiPolygon'
    """
    return _drawn(lon, lat, 0.0, HALF_TURN, 0.0, radius_m)


@overload
def sector(
    lon: float, lat: float, bearing: float, half_angle: float, inner_m: float, outer_m: float
) -> Area: ...
@overload
def sector(
    lon: ArrayLike,
    lat: ArrayLike,
    bearing: ArrayLike,
    half_angle: ArrayLike,
    inner_m: ArrayLike,
    outer_m: ArrayLike,
) -> Areas: ...
def sector(  # noqa: PLR0917 - the order in which the words come
    lon: ArrayLike,
    lat: ArrayLike,
    bearing: ArrayLike,
    half_angle: ArrayLike,
    inner_m: ArrayLike,
    outer_m: ArrayLike,
) -> Area | Areas:
    """
    Draw all that lies between two distances of a point, in the directions round a bearing.

    Parameters
    ----------
    lon, lat
        Centre, degrees.
    bearing
        Middle of the sector, degrees clockwise from true north at the centre.
    half_angle
        Degrees to each side of it; 180 and more give the whole ring.
    inner_m, outer_m
        The two distances, metres; an `inner_m` of 0 reaches the centre, and one that is not less
        than `outer_m` gives an empty polygon.

    Returns
    -------
    Polygon, MultiPolygon or object array of them
        The sector of the ring.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].
    NumberError
        If a length or a half-angle is below zero, or a length above `FARTHEST_M`.

    Examples
    --------
    About 10 km north of Al-Mayadeen, give or take 1 km:

    >>> area = sector(40.4504, 35.0197, 0, 45, 9000, 11_000)
    >>> print(f"{area.bounds[3]:.4f}")
    35.1189
    """
    return _drawn(lon, lat, bearing, half_angle, inner_m, outer_m)


def corridor(line: BaseGeometry, half_width_m: float) -> Area:
    """
    Draw all that lies within a distance of a line.

    Parameters
    ----------
    line
        A line, several lines or points, in degrees; straight pieces are taken as geodesics, the
        shorter way round.
    half_width_m
        Metres to each side and beyond the ends.

    Returns
    -------
    Polygon or MultiPolygon
        Empty for an empty line.

    Raises
    ------
    CoordinateError
        If a latitude is outside [-90, 90].
    NumberError
        If the width is below zero or above `FARTHEST_M`.

    Notes
    -----
    The line is widened in pieces of `PIECE_M`, each in an azimuthal equidistant plane of its own
    middle, and the results are joined.

    Examples
    --------
    Along the road from Baiji to Kirkuk:

    >>> road = shapely.LineString([(43.49, 34.93), (44.39, 35.47)])
    >>> area = corridor(road, 5000)
    >>> area.covers(road.interpolate(0.5, normalized=True))
    True
    """
    _refuse(half_width_m)
    parts = shapely.get_parts(shapely.get_parts(line))
    if (shapely.get_dimensions(parts) > 1).any():
        message = f"A corridor is drawn along a line, not a {line.geom_type}; give its boundary."
        raise CoordinateError(message)
    parts = parts[~shapely.is_empty(parts)]
    pieces = [piece for part in parts for piece in _pieces(shapely.get_coordinates(part))]
    return area_in(shapely.union_all([_widened(piece, half_width_m) for piece in pieces]))


def enclosing_circle(geometry: BaseGeometry) -> tuple[float, float, float]:
    """
    Find the corrected centre and the radial of a shape.

    The centre of the smallest enclosing circle, moved to the nearest point of the shape if it is
    outside, and the distance from there to the farthest point of the shape (Chapman &
    Wieczorek 2020).

    Parameters
    ----------
    geometry
        Any geometry in degrees that is less than half of the Earth.

    Returns
    -------
    lon, lat
        Corrected centre, degrees.
    radius_m
        Radial: the geodesic distance to the farthest point, metres.

    Raises
    ------
    CoordinateError
        If the geometry is empty.

    Examples
    --------
    >>> lon, lat, radius_m = enclosing_circle(disc(36.63, 35.93, 4000))
    >>> print(f"{lon:.2f} {lat:.2f} {radius_m:.0f}")
    36.63 35.93 4000
    """
    if geometry.is_empty:
        message = f"An empty {geometry.geom_type} has no centre; leave empty shapes out."
        raise CoordinateError(message)
    dense = shapely.segmentize(geometry, DENSE_DEG)
    points = shapely.get_coordinates(dense)
    lon, lat = mean_point(*points.T)
    for _ in range(ROUNDS):
        plane = shapely.MultiPoint(to_plane(points, lon, lat))
        middle = shapely.minimum_bounding_circle(plane).centroid
        lon, lat = moved(lon, lat, middle)
        if middle.distance(ORIGIN) < CLOSE_M:
            break
    flat = shapely.transform(dense, lambda degrees: to_plane(degrees, lon, lat))
    if flat.distance(ORIGIN) > CLOSE_M:
        lon, lat = moved(lon, lat, shapely.get_point(shapely.shortest_line(flat, ORIGIN), 0))
    _, distance_m = inverse(lon, lat, points[:, 0], points[:, 1])
    return lon, lat, float(distance_m.max())


def _drawn(*sizes: ArrayLike) -> Area | Areas:
    """Draw sectors from the arguments of `sector`, all of one number of vertices at once."""
    lon, lat = checked(*sizes[:2])
    _refuse(*sizes[3:])
    numbers = (np.asarray(size, dtype=np.float64) for size in sizes[2:])
    given = np.broadcast_arrays(lon, lat, *numbers)
    table = np.stack([values.ravel() for values in given])
    areas = np.full(table.shape[1], None, dtype=np.object_)
    known = np.isfinite(table).all(axis=0)
    half, inner, outer = table[3:]
    inner[inner < LEAST_M] = 0
    flat = known & (np.minimum(outer - inner, outer * np.radians(half)) < LEAST_M)
    areas[flat] = Polygon()
    whole = known & ~flat & (outer * np.radians(HALF_TURN - half) < LEAST_M)  # no gap to draw
    areas[whole] = _rings(*table[[0, 1, 4, 5]][:, whole])
    arcs = np.ceil(2 * half / 360 * VERTICES)
    parts = known & ~flat & ~whole
    for arc in np.unique(arcs[parts]):
        for hollow in (False, True):
            alike = parts & (arcs == arc) & ((inner > 0) == hollow)
            areas[alike] = _slices(table[:, alike], int(arc), hollow=hollow)
    if given[0].ndim:
        return areas.reshape(given[0].shape)
    if areas[0] is None:
        message = "A shape needs numbers for its place and size; one of them is missing."
        raise CoordinateError(message)
    area: Area = areas[0]
    return area


def _rings(lon: FloatArray, lat: FloatArray, inner: FloatArray, outer: FloatArray) -> Areas:
    areas = _circles(lon, lat, outer)
    hollow = inner > 0
    areas[hollow] = shapely.difference(
        areas[hollow], _circles(lon[hollow], lat[hollow], inner[hollow])
    )
    return areas


def _circles(lon: FloatArray, lat: FloatArray, radius_m: FloatArray) -> Areas:
    bearings = -np.arange(VERTICES) * 360 / VERTICES  # counter-clockwise, as GeoJSON asks
    vertices = destination(lon[:, None], lat[:, None], bearings, radius_m[:, None])
    return areas_of(*vertices, lat)


def _slices(table: FloatArray, arc: int, *, hollow: bool) -> Areas:
    """Draw sectors whose arcs have `arc` edges, counter-clockwise from the outer arc."""
    lon, lat, bearing, half, inner, outer = table[:, :, None]
    along = np.linspace(1, -1, arc + 1)
    side = np.linspace(0, 1, STEPS + 1)[1:]
    back = along[::-1] if hollow else np.zeros(1)
    turns = np.concatenate([along, np.full(STEPS, -1.0), back[1:], np.full(STEPS - 1, 1.0)])
    depth = np.concatenate([np.zeros(arc + 1), side, np.ones(len(back) - 1), side[::-1][1:]])
    lengths = outer + (inner - outer) * depth
    ring_lon, ring_lat = destination(lon, lat, bearing + half * turns, lengths)
    return areas_of(ring_lon, ring_lat, lat[:, 0])


def _pieces(points: FloatArray) -> list[FloatArray]:
    """Cut a line into pieces that fit in one plane, with vertices on its geodesics."""
    lon, lat = points.T
    bearing, length_m = inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    parts = np.maximum(1, np.ceil(length_m * 4 / PIECE_M)).astype(int)
    start = np.repeat(np.arange(len(parts)), parts)
    step = np.arange(len(start)) - np.repeat(np.cumsum(parts) - parts, parts)
    share_m = length_m[start] / parts[start]
    dense = np.stack(destination(lon[start], lat[start], bearing[start], step * share_m), axis=-1)
    dense = np.concatenate([dense, points[-1:]])
    piece = np.concatenate([[0], np.cumsum(share_m) // PIECE_M])
    cuts = np.flatnonzero(np.diff(piece)) + 1
    firsts, lasts = [0, *cuts], [*cuts, len(dense) - 1]
    return [dense[first : last + 1] for first, last in zip(firsts, lasts, strict=True)]


def _widened(points: FloatArray, half_width_m: float) -> Area:
    """Widen a short line in the plane of its middle."""
    lon, lat = mean_point(*points.T)
    plane = to_plane(points, lon, lat)
    line = shapely.LineString(plane) if len(plane) > 1 else shapely.Point(plane[0])
    return area_in_plane(line.buffer(half_width_m, quad_segs=VERTICES // 4), lon, lat)


def _refuse(*sizes: ArrayLike) -> None:
    for size in sizes:
        values = np.asarray(size, dtype=np.float64)
        wrong = (values < 0) | (values > FARTHEST_M)
        if wrong.any():
            message = (
                f"A shape of {values[wrong].flat[0]:g}: lengths are metres from 0 to "
                f"{FARTHEST_M:,.0f}, half-angles degrees from 0."
            )
            raise NumberError(message)
