"""
Measure everything that grows with a table, its peers in the same run, and the first answer.

    python benchmarks/speed.py [--only WORD] [--scale S] [--write] [--file ROWS]

Each part is run with n, 4n and 16n rows, new ones each time; the exponent is the slope of log time
over log rows, 1 for what grows as the rows do. Times are of the processor, all threads of the
process together, since other work on the machine is no part of them; the median of three. Offsets
and distances, which use all cores, are timed by the clock, as their peers are. A peer is what one
would write without this package, run on the same rows. `--file` streams a Parquet file of so many
rows and tells what a row costs beyond the distinct ones. `--write` writes docs/speed.md.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gazetteer.batch import Wanted
from gazetteer.embedded import usable_index
from gazetteer.errors import ExpressionError
from gazetteer.expression import find, parse
from gazetteer.frame import locate_frame
from gazetteer.index import Index
from gazetteer.opening import load
from gazetteer.resolve import locate
from gazetteer.streaming import Cells, locate_file
from geo import geodesy, provinces
from geo.clusters import dbscan
from geo.errors import FarsakhError
from geo.regions import province_of

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[1] / "docs" / "speed.md"
REPEATS = 3
GROWTH = (1, 4, 16)
WINDS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
PLAIN = ("radius_m", "province", "country", "status", "where_prec", "geo_precision")
FIRST = "import sys; from maps.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that is measured: `make` gives, for so many rows, what is timed."""

    name: str
    rows: int
    make: Callable[[int], Callable[[], object]]
    peer: str = ""
    peer_rows: int = 0
    peer_make: Callable[[int], Callable[[], object]] | None = None
    timer: Callable[[], float] = time.process_time


@cache
def towns() -> list[tuple[str, str]]:
    """List the populated places of the embedded index and their countries."""
    rows = Index(usable_index(), name="places").rows(
        "SELECT name, country FROM place "
        "WHERE kind IN ('city', 'town', 'village') AND country IS NOT NULL ORDER BY number"
    )
    return [(str(name), str(country)) for name, country in rows]


_SEED = iter(range(10**9))


def phrases(rows: int) -> pd.DataFrame:
    """Make distinct phrases "N km DIRECTION of TOWN", others at every call."""
    chance = random.Random(next(_SEED))  # noqa: S311 - a sample
    made: dict[tuple[str, str], None] = {}
    while len(made) < rows:
        name, country = chance.choice(towns())
        made[f"{chance.randint(1, 60)} km {chance.choice(WINDS)} of {name}", country] = None
    return pd.DataFrame(list(made), columns=["text", "country"])


def points(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw points on land and sea between 60 degrees south and north."""
    rng = np.random.default_rng(next(_SEED))
    return rng.uniform(-180, 180, rows), rng.uniform(-60, 60, rows)


def parsed(rows: int) -> Callable[[], object]:
    """Parse phrases."""
    texts = phrases(rows)["text"].tolist()

    def run() -> None:
        for text in texts:
            with contextlib.suppress(ExpressionError):
                parse(text)

    return run


def found(rows: int) -> Callable[[], object]:
    """Find phrases in prose of so many sentences."""
    text = " ".join(f"Two men were shot {text}." for text in phrases(rows)["text"])
    return lambda: find(text)


def searched(rows: int) -> Callable[[], object]:
    """Look names up."""
    names = random.Random(next(_SEED)).sample(towns(), rows)  # noqa: S311 - a sample
    return lambda: [load().search(name, country=country) for name, country in names]


def one_by_one(rows: int) -> Callable[[], object]:
    """Locate phrases each by itself."""
    table = phrases(rows)

    def run() -> None:
        for text, country in zip(table["text"], table["country"], strict=True):
            with contextlib.suppress(FarsakhError, ExpressionError):
                locate(text, country=country)

    return run


def in_a_table(rows: int, *, footprints: bool = False) -> Callable[[], object]:
    """Locate a column of distinct phrases."""
    table = phrases(rows)
    columns = (*PLAIN, "footprint") if footprints else PLAIN
    return lambda: locate_frame(
        table, text="text", country="country", columns=columns, footprints=footprints
    )


def offsets(rows: int) -> Callable[[], object]:
    """Go a distance in a direction."""
    lon, lat = points(rows)
    bearing, distance_m = np.full(rows, 45.0), np.full(rows, 10_000.0)
    return lambda: geodesy.destination(lon, lat, bearing, distance_m)


def offsets_pyproj(rows: int) -> Callable[[], object]:
    """Do it with pyproj alone."""
    lon, lat = points(rows)
    bearing, distance_m = np.full(rows, 45.0), np.full(rows, 10_000.0)
    return lambda: geodesy.WGS84.fwd(lon, lat, bearing, distance_m)


def offsets_geopy(rows: int) -> Callable[[], object]:
    """Do it with geopy, one by one."""
    from geopy.distance import distance  # noqa: PLC0415

    lon, lat = points(rows)
    away = distance(kilometers=10)
    return lambda: [away.destination((y, x), 45) for x, y in zip(lon, lat, strict=True)]


def distances(rows: int) -> Callable[[], object]:
    """Measure distances."""
    one, other = points(rows), points(rows)
    return lambda: geodesy.inverse(*one, *other)


def distances_geopy(rows: int) -> Callable[[], object]:
    """Measure them with geopy, one by one."""
    from geopy.distance import geodesic  # noqa: PLC0415

    one, other = (list(zip(*points(rows)[::-1], strict=True)) for _ in range(2))
    return lambda: [geodesic(a, b).m for a, b in zip(one, other, strict=True)]


def provinced(rows: int) -> Callable[[], object]:
    """Find the provinces of points."""
    lon, lat = points(rows)
    return lambda: province_of(lon, lat, coast_m=0)


def provinced_sjoin(rows: int) -> Callable[[], object]:
    """Find them with geopandas."""
    where = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*points(rows)), crs=4326)
    shapes = provinces()[["code", "geometry"]]
    return lambda: gpd.sjoin(where, shapes, how="left", predicate="within")


def clustered(rows: int) -> Callable[[], object]:
    """Cluster points by their distances."""
    rng = np.random.default_rng(next(_SEED))
    lon, lat = 40 + rng.normal(size=rows), 35 + rng.normal(size=rows)
    return lambda: dbscan(lon, lat, eps_m=2_000.0, min_samples=5)


def clustered_sklearn(rows: int) -> Callable[[], object]:
    """Cluster them with scikit-learn, by the haversine."""
    from sklearn.cluster import DBSCAN  # noqa: PLC0415

    rng = np.random.default_rng(next(_SEED))
    where = np.radians(np.stack([35 + rng.normal(size=rows), 40 + rng.normal(size=rows)], axis=1))
    model = DBSCAN(eps=2_000 / 6_371_009, min_samples=5, metric="haversine", algorithm="ball_tree")
    return lambda: model.fit(where)


def paged(rows: int) -> Callable[[], object]:
    """Draw a page."""
    from maps import incident_map  # noqa: PLC0415

    table = locate_frame(phrases(rows), text="text", country="country", columns=PLAIN)
    table["id"], table["date"], table["text"] = range(rows), pd.Timestamp("2020-05-21"), "x"
    return lambda: incident_map(table).render()


def paged_folium(rows: int) -> Callable[[], object]:
    """Draw folium's markers."""
    import folium  # noqa: PLC0415

    lon, lat = points(rows)

    def run() -> None:
        page = folium.Map()
        for x, y in zip(lon, lat, strict=True):
            folium.Marker((y, x), popup="x").add_to(page)
        page.get_root().render()

    return run


PARTS = (
    Part(name="parse, new phrases", rows=2_000, make=parsed),
    Part(name="find in prose, sentences", rows=1_000, make=found),
    Part(name="search a name", rows=1_000, make=searched),
    Part(name="locate, one by one", rows=500, make=one_by_one),
    Part(name="locate_frame, distinct rows", rows=2_000, make=in_a_table),
    Part(name="the same with footprints", rows=1_000,
         make=lambda rows: in_a_table(rows, footprints=True)),
    Part(name="offsets", rows=50_000, make=offsets, peer="pyproj.Geod.fwd", peer_rows=200_000,
         peer_make=offsets_pyproj, timer=time.perf_counter),
    Part(name="offsets", rows=50_000, make=offsets, peer="a loop over geopy", peer_rows=5_000,
         peer_make=offsets_geopy, timer=time.perf_counter),
    Part(name="distances", rows=50_000, make=distances, peer="a loop over geopy",
         peer_rows=5_000, peer_make=distances_geopy, timer=time.perf_counter),
    Part(name="provinces of points", rows=20_000, make=provinced, peer="geopandas.sjoin",
         peer_rows=80_000, peer_make=provinced_sjoin),
    Part(name="clusters (DBSCAN)", rows=40_000, make=clustered, peer="scikit-learn's DBSCAN",
         peer_rows=40_000, peer_make=clustered_sklearn),
    Part(name="a page", rows=40, make=paged, peer="folium markers", peer_rows=500,
         peer_make=paged_folium),
)  # fmt: skip


def seconds(
    make: Callable[[int], Callable[[], object]], rows: int, timer: Callable[[], float]
) -> float:
    """Time so many rows: seconds, the median of several."""
    times = []
    for _ in range(REPEATS):
        run = make(rows)
        began = timer()
        run()
        times.append(timer() - began)
    return statistics.median(times)


def measured(part: Part, scale: float) -> str:
    """Measure a part and its peer; a row of the table."""
    sizes = [max(int(part.rows * scale * times), 8) for times in GROWTH]
    seconds(part.make, sizes[0], part.timer)  # what is remembered from the first time on
    took = [seconds(part.make, size, part.timer) for size in sizes]
    exponent = np.polyfit(np.log(sizes), np.log(np.maximum(took, 1e-9)), 1)[0]
    rate = sizes[-1] / took[-1]
    against = " | "
    if part.peer_make is not None:
        try:
            peer_rows = max(int(part.peer_rows * scale), 8)
            peer_rate = peer_rows / seconds(part.peer_make, peer_rows, part.timer)
            against = f"{rate / peer_rate:.2f} | {part.peer}, {peer_rate:,.0f} a second"
        except ImportError:
            against = f" | {part.peer} is not installed"
    held_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = (part.name, against, f"{rate:,.0f}", f"{sizes[-1]:,}", f"{exponent:.2f}")
    return f"| {' | '.join(told)} | {held_mb:,.0f} |"


def first_answers() -> str:
    """Tell how long a phrase takes from the start of a process, and its libraries alone."""

    def took(*arguments: str) -> float:
        times = []
        for _ in range(5):
            before = os.times()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)  # noqa: S603
            after = os.times()
            times.append(
                after.children_user + after.children_system
                - before.children_user - before.children_system
            )  # fmt: skip
        return statistics.median(times)

    phrase = took("-c", FIRST, "locate", "about 10 km north of Al-Mayadeen", "--country", "SY")
    bare = took("-c", "import numpy, shapely, pyproj")
    return (
        f"`farsakh locate` on one phrase: {phrase:.2f} s of processor time from the start of the "
        f"process, {phrase / bare:.1f} times `import numpy, shapely, pyproj` ({bare:.2f} s)."
    )


def streamed(rows: int, distinct: int) -> str:
    """Stream a file of so many rows, and another of a quarter: what a row costs between them."""
    base = phrases(distinct)
    columns = ("lon", "lat", "radius_m", "status", "province")
    took = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (rows // 4, rows // 4, rows):  # the first fills what is remembered
            source, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
            rng = np.random.default_rng(0)
            schema = pa.schema([("text", pa.string()), ("country", pa.string())])
            with pq.ParquetWriter(source, schema) as to:
                for start in range(0, count, 1_000_000):
                    some = base.iloc[rng.integers(0, distinct, min(1_000_000, count - start))]
                    to.write_table(pa.Table.from_pandas(some, schema, preserve_index=False))
            began = time.process_time()
            locate_file(
                source, out, Cells(text="text", country="country"),
                Wanted(columns=columns, footprints=False),
            )  # fmt: skip
            took.append(time.process_time() - began)
    took = took[1:]
    row_us = (took[1] - took[0]) / (rows - rows // 4) * 1e6
    first_s = took[0] - row_us * (rows // 4) / 1e6
    held_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"`locate_file` on {rows:,} rows of {distinct:,} distinct phrases, columns "
        f"{', '.join(columns)}: {row_us:.2f} µs a row beyond the distinct ones, which take "
        f"{first_s:.0f} s; {held_mb:,.0f} MB at most. A hundred million rows: "
        f"{(first_s + row_us * 100) / 60:.1f} minutes, reckoned from that line."
    )


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    parser.add_argument("--only", default="", help="parts whose names hold this word")
    parser.add_argument("--scale", type=float, default=1.0, help="times the usual rows")
    parser.add_argument("--file", type=int, default=0, metavar="ROWS", help="stream so many rows")
    parser.add_argument("--distinct", type=int, default=200_000, help="different ones of these")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    arguments = parser.parse_args()
    head = (
        "| what | times the peer | peer | rows a second | rows | exponent | MB so far |\n"
        "|---|---|---|---|---|---|---|"
    )
    print(head)
    rows = []
    for part in PARTS:
        if arguments.only in part.name:
            rows.append(measured(part, arguments.scale))
            print(rows[-1], flush=True)
    said = [first_answers()]
    if arguments.file:  # by a process of its own, whose memory is no other part's
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            said.append(alone.submit(streamed, arguments.file, arguments.distinct).result())
    print("\n", *said, sep="\n")
    if arguments.write:
        machine = (
            f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        )
        table = "\n".join([head, *rows])
        PAGE.write_text(
            f"# How fast\n\n{(__doc__ or '').strip()}\n\nMachine: {machine}.\n\n{table}\n\n"
            + "\n\n".join(said) + "\n",
            encoding="utf-8",
        )  # fmt: skip


if __name__ == "__main__":
    main()
