"""
OpenStreetMap extracts, .osm.pbf or .osm, through GDAL: named places, peaks, airfields, crossings.

Points are taken as they are; of areas (airfields, lakes, islands) the middle and the half of the
diagonal. GDAL reads the file in pieces and keeps its nodes on disk.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from gazetteer.errors import SourceError
from gazetteer.names import fold
from gazetteer.place import SETTLEMENTS
from gazetteer.records import Record
from gazetteer.sources.features import features, kind_of
from gazetteer.sources.lines import unreadable
from geo import geodesy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gazetteer.sources.tally import Tally

LICENCE = "ODbL 1.0, © OpenStreetMap contributors"
CONFIGURATION = Path(__file__).parent.parent / "data" / "osmconf.ini"
LAYERS = ("points", "multipolygons")
BATCH = 20_000  # features at a time
FEATURE_KEYS = ("place", "natural", "man_made", "military", "barrier")
OWN_NAMES = ("name", "int_name", "official_name", "alt_name", "old_name", "loc_name", "short_name")
HEAD_BYTES = 4_096
PBF_MARK = b"\x0a\x09OSMHeader"  # field 1 of the first block's header, of nine letters
LONGEST_HEADER = 65_536  # of a block, by the format's definition
# one "key"=>"value" of GDAL's text of other tags; every character is looked at once
TAG = re.compile(r'"((?:[^"\\]|\\.)*+)"=>"((?:[^"\\]|\\.)*+)"')
LANGUAGE_NAME = re.compile(r"(?:name|alt_name|old_name|official_name):[A-Za-z_-]{2,12}")


def is_osm(path: Path) -> bool:
    """
    Tell an extract of OpenStreetMap by its first bytes.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    bool
        Whether it is one, in protocol buffers or XML.

    Raises
    ------
    SourceError
        If the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error
    # in protocol buffers after a length of four bytes
    return head[4:15] == PBF_MARK or b"<osm " in head or b"<osm>" in head


def read_osm(
    path: Path, tally: Tally, *, advance: Callable[[int], None] = lambda _: None
) -> Iterator[Record]:
    """
    Read the named places of an extract.

    Parameters
    ----------
    path
        The file.
    tally
        Counts what is left out and what is malformed.
    advance
        Called with the bytes read; each layer counts for half of the file.

    Yields
    ------
    Record
        A place; its country and province are still to be found.

    Raises
    ------
    SourceError
        If GDAL cannot read the file.
    """
    size = path.stat().st_size
    for layer in LAYERS:
        for tags, geometry in _features(path, layer):
            tally.read += 1
            record = _record(layer, tags, geometry)
            if record is None:
                tally.left_out += 1
            elif isinstance(record, str):
                tally.refuse(f"{path.name}, {layer} {tags['osm_id']}", record)
            else:
                yield record
        advance(size // len(LAYERS))


def _features(path: Path, layer: str) -> Iterator[tuple[dict[str, str], Any]]:
    """Tags and geometry of the features of a layer that have a name and a tag of the table."""
    import pyogrio.raw  # noqa: PLC0415 - GDAL, and needed only here
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    where = " OR ".join(f"{key} IS NOT NULL" for key in FEATURE_KEYS)
    try:
        with pyogrio.raw.open_arrow(
            path,
            layer=layer,
            where=f"name IS NOT NULL AND ({where})",
            batch_size=BATCH,
            use_pyarrow=True,
            CONFIG_FILE=str(CONFIGURATION),
            USE_CUSTOM_INDEXING="YES",
        ) as (meta, reader):
            column = meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                shapes = shapely.from_wkb(batch.column(column).to_pylist(), on_invalid="ignore")
                rows = batch.drop_columns([column]).to_pylist()
                for row, shape in zip(rows, shapes, strict=True):
                    tags = {key: str(value) for key, value in row.items() if value is not None}
                    tags["osm_id"] = tags.get("osm_id") or f"w{tags.get('osm_way_id', '')}"
                    for key, value in TAG.findall(tags.pop("other_tags", "")):
                        tags.setdefault(key, re.sub(r"\\(.)", r"\1", value))
                    yield tags, shape
    except (DataSourceError, DataLayerError, RuntimeError) as error:
        raise unreadable(path, error) from error


def _record(layer: str, tags: dict[str, str], geometry: Any) -> Record | str | None:  # noqa: ANN401 - a shape or None
    """Read one feature: a place, what is wrong with it, or None for what is not looked for."""
    known = features("osm")
    codes = (f"{key}={tags[key]}" for key in FEATURE_KEYS if key in tags)
    feature = next((known[code] for code in codes if code in known), None)
    if feature is None or not fold(tags["name"]):
        return None
    if geometry is None or geometry.is_empty:
        return "it has no geometry"
    area = layer != "points"
    if area and feature.kind in SETTLEMENTS:
        return None  # a town is also a point; its area is the built-up land
    west, south, east, north = geometry.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
        return f"it lies at longitude {lon}, latitude {lat}"
    radius_m = feature.radius_m
    if area:
        radius_m = max(float(geodesy.inverse(west, south, east, north)[1]) / 2, 1.0)
    names = [tags[key] for key in OWN_NAMES if key in tags]
    names += [tags[key] for key in sorted(tags) if LANGUAGE_NAME.fullmatch(key)]
    spellings = dict.fromkeys(part.strip() for name in names for part in name.split(";"))
    digits = tags.get("population", "").replace(",", "").replace(" ", "")
    population = int(digits) if digits.isdecimal() and len(digits) < 10 else 0  # noqa: PLR2004 - of mankind
    kind = feature.kind if feature.kind != "village" else kind_of(feature, population)
    own = tags.get("name:en") or tags["name"]
    number = tags["osm_id"] if not area or tags["osm_id"].startswith("w") else f"r{tags['osm_id']}"
    return Record(
        id=f"osm:{number if area else 'n' + number}",
        name=own,
        lon=lon,
        lat=lat,
        kind=kind,
        source="OpenStreetMap",
        population=population,
        radius_m=radius_m,
        alt_names=tuple(name for name in spellings if name and name != own),
    )


def require_readable(path: Path) -> None:
    """
    Refuse extracts that are cut off, which GDAL reads without a word, or that it cannot read.

    Parameters
    ----------
    path
        The file, for the message.

    Raises
    ------
    SourceError
        If the last block ends elsewhere than the file, or GDAL was built without the format.
    """
    with path.open("rb") as file:
        is_pbf = file.read(15)[4:] == PBF_MARK
    if is_pbf and not _is_whole(path):
        msg = f"{path} is cut off or damaged; download it again"
        raise SourceError(msg)
    import pyogrio  # noqa: PLC0415 - GDAL, and needed only here

    if "OSM" not in pyogrio.list_drivers(read=True):
        msg = (
            f"{path} is an extract of OpenStreetMap, which this GDAL cannot read; install pyogrio "
            "from PyPI, whose GDAL can"
        )
        raise SourceError(msg)


def _is_whole(path: Path) -> bool:
    """Go from block to block, without reading them, and see whether the file ends with one."""
    size, position = path.stat().st_size, 0
    with path.open("rb") as file:
        while position < size:
            length = int.from_bytes(file.read(4))
            if not 0 < length <= LONGEST_HEADER:
                return False
            data = _data_size(file.read(length))
            if data is None:
                return False
            position += 4 + length + data
            file.seek(position)
    return position == size


def _data_size(header: bytes) -> int | None:
    """Read field 3 of a block's header, the size of what follows; None if there is none."""
    position, found = 0, None
    while position < len(header):
        tag, position = _varint(header, position)
        value, position = _varint(header, position)
        if tag & 7 == 2:  # noqa: PLR2004 - a field with a length, which is skipped
            position += value
        elif tag >> 3 == 3:  # noqa: PLR2004 - the field
            found = value
    return found


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while position < len(data):
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:  # noqa: PLR2004 - the last of the number
            break
    return value, position
