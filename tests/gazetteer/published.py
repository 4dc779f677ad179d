"""
Files of places in the exact form in which they are published, with made places in them.

The forms: GeoNames' readme (download.geonames.org/export/dump), NGA's two headers of GNS country
files, OpenStreetMap's PBF format (wiki.openstreetmap.org/wiki/PBF_Format).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def dump_row(  # noqa: PLR0917 - as many as a row has
    number: int,
    name: str,
    lat: str,
    lon: str,
    feature: str = "P.PPL",
    country: str = "SY",
    admin1: str = "10",
    people: str = "0",
    others: str = "",
) -> str:
    """Write a row of a GeoNames dump: 19 columns, tabs, no quoting."""
    letter, code = feature.split(".")
    cells = [str(number), name, name, others, lat, lon, letter, code, country, "", admin1,
             "", "", "", people, "", "312", "Asia/Damascus", "2024-03-01"]  # fmt: skip
    return "\t".join(cells)


DUMP = "\n".join(
    [
        dump_row(9100001, "Tell Made", "34.95", "38.15", others="Tall Madah,تل مادة"),
        dump_row(9100002, 'Madeville "the lesser"', "34.5", "38.5", people="120000"),
        dump_row(9100003, "Wādī Made", "34.1", "38.9", "H.WAD"),
        dump_row(9100004, "Nahr Made", "34.1", "38.9", "H.STM"),
        dump_row(9100005, "Made Governorate", "34.1", "38.9", "A.ADM1"),
        dump_row(9100006, "Made Nahiyah", "34.1", "38.9", "A.ADM3"),
        dump_row(9100007, "Madehoek", "-22.5", "17.1", country="NA", admin1="21"),
        dump_row(172955, "Al Mayādīn", "35.0197", "40.45", admin1="07", others="Mayadeen-on-River"),
    ]
)

NAMES = "\n".join(
    "\t".join(cells)
    for cells in [
        ("1", "9100001", "ku", "Girê Made", "", "", "", "", "", ""),
        ("2", "9100001", "link", "https://en.wikipedia.org/wiki/Made", "", "", "", "", "", ""),
        ("3", "9100001", "wkdt", "Q1", "", "", "", "", "", ""),
        ("4", "172955", "", "Madeyadin", "", "", "", "1", "1920", "1946"),
    ]
)
CODES = "SY.07\tDayr az Zawr\tDayr az Zawr\t170792\nSY.10\tMadehoms\tMadehoms\t169575\n"

OLD_GNS_HEADER = (
    "RC\tUFI\tUNI\tLAT\tLONG\tDMS_LAT\tDMS_LONG\tMGRS\tJOG\tFC\tDSG\tPC\tCC1\tADM1\tPOP\tELEV\t"
    "CC2\tNT\tLC\tSHORT_FORM\tGENERIC\tSORT_NAME_RO\tFULL_NAME_RO\tFULL_NAME_ND_RO\tSORT_NAME_RG\t"
    "FULL_NAME_RG\tFULL_NAME_ND_RG\tNOTE\tMODIFY_DATE"
)


def old_gns_row(  # noqa: PLR0917
    ufi: int, uni: int, name: str, plain: str, nt: str, code: str = "PPL", country: str = "IZ"
) -> str:
    """Write a row of GNS as it was until 2021."""
    return "\t".join(
        ["1", str(ufi), str(uni), "36.8", "42.1", "364800", "420600", "38SKF", "NJ38-13",
         "H" if code == "STM" else "P", code, "", country, "15", "", "", "", nt, "ara", "", "",
         plain.upper(), name, plain, plain.upper(), name, plain, "", "2015-01-01"]
    )  # fmt: skip


OLD_GNS = "\n".join(
    [
        OLD_GNS_HEADER,
        old_gns_row(-3100001, 1, "Tall Mādah", "Tall Madah", "N"),
        old_gns_row(-3100002, 3, "Stream", "Stream", "N", code="STM"),
        old_gns_row(-3100001, 2, "Tell Made", "Tell Made", "V"),
        old_gns_row(-3100001, 4, "تل مادة", "", "NS"),
    ]
)

NEW_GNS_HEADER = (
    "rk\tufi\tuni\tfull_name\tnt\tlat_dd\tlong_dd\tefctv_dt_f\tterm_dt_f\tefctv_dt_n\tterm_dt_n\t"
    "desig_cd\tfc\tcc_ft\tadm1\tft_link\tname_rank\tlang_cd\ttransl_cd\tname_link\tscript_cd\t"
    "full_nm_nd\tsort_name\tgeneric"
)


def new_gns_row(  # noqa: PLR0917
    ufi: int, uni: int, name: str, nt: str, ended: str = "", name_ended: str = ""
) -> str:
    """Write a row of GNS as it is since 2021."""
    return "\t".join(
        ["1", str(ufi), str(uni), name, nt, "36.8", "42.1", "1994-01-01", ended, "1994-01-01",
         name_ended, "PPL", "P", "IQ", "IQ-NI", "", "1", "ara", "", "", "latn", name, name.upper(),
         ""]
    )  # fmt: skip


NEW_GNS = "\n".join(
    [
        NEW_GNS_HEADER,
        new_gns_row(1310001, 11, "Tall Mādah", "N"),
        new_gns_row(1310001, 12, "Made Conventional", "C"),
        new_gns_row(1310001, 13, "Oldmade", "V", name_ended="2019-01-01"),
        new_gns_row(1310002, 14, "Gonemade", "N", ended="2018-01-01"),
    ]
)

TABLE = (
    "Place ID,Location,name_ar,Lat,Long,governorate\n"
    "#id,#loc+name,#loc+ar,#lat,#lon,#adm1+name\n"
    "1,Tell Made village,تل مادة,36.80,42.10,Ninewa\n"
    '2,"Hay Al Made, East",,36.81,42.50,Ninewa\n'
    "3,Made Al Ubaydi-3,,34.4,41.2,Anbar\n"
)
COLUMNS = "id=Place ID,name=Location,alt_names=name_ar,lat=Lat,lon=Long,admin1=governorate"


def zipped(path: Path, **members: str) -> Path:
    """Write a zip as GeoNames does: the table, and a readme beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "readme.txt", "This work is licensed under a Creative Commons licence\n" * 99
        )
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return path


def osm_pbf(path: Path) -> Path:
    """Write an extract of OpenStreetMap with four points, in protocol buffers, by hand."""
    nodes = [
        (1, 35.5, 40.5, {"place": "village", "name": "تل مادة", "name:en": "Tell Made",
                         "alt_name": 'Tall Madah;Tal "Mada"', "population": "1,200"}),
        (2, 35.6, 40.6, {"natural": "peak", "name": "Jabal Made"}),
        (3, 35.6, 40.6, {"shop": "bakery", "name": "Made Bread"}),
        (4, 34.4, 40.9, {"barrier": "border_control", "name": "Made Crossing"}),
    ]  # fmt: skip
    strings = [""]
    for _, _, _, tags in nodes:
        strings += [text for pair in tags.items() for text in pair if text not in strings]
    table = b"".join(_field(1, text.encode()) for text in strings)
    group = b""
    for number, lat, lon, tags in nodes:
        keys = b"".join(_varint(strings.index(key)) for key in tags)
        values = b"".join(_varint(strings.index(value)) for value in tags.values())
        node = _number(1, 2 * number) + _field(2, keys) + _field(3, values)
        node += _number(8, 2 * round(lat * 1e7)) + _number(9, 2 * round(lon * 1e7))
        group += _field(1, node)
    features = _field(4, b"OsmSchema-V0.6")
    path.write_bytes(
        _blob("OSMHeader", features) + _blob("OSMData", _field(1, table) + _field(2, group))
    )
    return path


def _blob(kind: str, content: bytes) -> bytes:
    blob = _number(2, len(content)) + _field(3, zlib.compress(content))
    header = _field(1, kind.encode()) + _number(3, len(blob))
    return struct.pack(">I", len(header)) + header + blob


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])
