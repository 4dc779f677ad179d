"""
Fit the laws of described offsets on a folder of evaluation sets, and write `geo/data/laws.json`.

    python benchmarks/calibrate.py FOLDER [--styles human ...] [--folds 5] [--write | --shipped]

Reads `relations.csv` (human and encyclopedia) and `usgs.csv` (machine). Only rows whose anchor is
right count: among the places of the name in the country, the one that puts the described point
nearest to the truth must be the one that was chosen. Every table is cross-validated: a row is
judged by a law fitted on the other folds, and the rows of one sentence stand in one fold. With
`--shipped` nothing is fitted: the laws of the package are judged on any folder, such as one that
they have not seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import optimize
from truths import read_truths

from geo.laws import LEAST_M, laws_data, read_law
from geo.polar import LEVELS, Shape, make_shape
from geo.steps import metres_of, steps_of

ROOT = Path(__file__).parent.parent
KINDS = {"human": 3, "encyclopedia": 3, "machine": 4}
"""Straight line, road, rough guess; a machine's wrong anchor is a kind of its own."""
DRAWN = 0.9  # probability of the footprints whose areas are compared
CAUTION = {"human": 1.06, "encyclopedia": 1.0, "machine": 1.0}
"""Factor on the fitted widths: the law of 743 sentences is narrower than that of all sentences;
chosen so that the cross-validated coverage is what is stated."""
CLASSES = ("N", "NE", "NNE")


START = {
    # logit of the share, its slope and curve, stretch, its sd, sd of the turn, noise in metres
    "human": [
        (0.0, 0.0, 0.0, 0.0, 0.03, 0.12, 100.0), (-0.5, 0.0, 0.0, -0.1, 0.1, 0.2, 300.0),
        (-2.0, 0.0, 0.0, -0.2, 0.4, 0.6, 1_000.0),
    ],
    "machine": [
        (0.0, 0.0, 0.0, 0.0, 0.002, 0.01, 100.0), (-1.0, 0.0, 0.0, 0.0, 0.005, 0.02, 1_000.0),
        (-2.5, 0.0, 0.0, 0.0, 0.02, 0.04, 4_000.0), (-3.5, 0.0, 0.0, 0.5, 0.8, 1.2, 1_000.0),
    ],
}  # fmt: skip
START["encyclopedia"] = START["human"]
"""Where the optimiser begins; a weak prior holds the numbers near it where there are few rows."""


def fit(rows: pd.DataFrame, style: str) -> dict[str, object]:
    """
    Fit one style by maximum likelihood.

    Parameters
    ----------
    rows
        Truths (`truths.read_truths`) of one style.
    style
        Its name; a machine's distances are floored to the kilometre.

    Returns
    -------
    dict
        The parameters as in the file.
    """
    machine = style == "machine"
    shift, floor = (500.0, 500.0) if machine else (0.0, 0.0)
    start = np.array(START[style])
    sectors = np.log(np.radians([10, 10, 8]))
    start = np.concatenate([start[:, :4].T.ravel(), np.log(start[:, 4:].T.ravel()),
                            sectors, np.zeros(2), [np.log(0.1), 0.0]])  # fmt: skip
    parts = [rows[rows["wind_class"] == name] for name in CLASSES]

    def loss(values: np.ndarray) -> float:
        data = unpack(values, style, shift, floor)
        total = 0.0
        for name, part in zip(CLASSES, parts, strict=True):
            if part.empty:
                continue
            model = read_law(data, style, name)
            scale_m = np.maximum(part["distance_m"].to_numpy(), LEAST_M) + model.shift_m
            stretch = np.log(part["true_m"] / scale_m)
            density = model.density(
                stretch.to_numpy(), part["turn"].to_numpy(), part["distance_m"].to_numpy(),
                part["radius_m"].to_numpy(),
            )  # fmt: skip
            total -= np.log(density + 1e-9).sum()
        # a weak prior keeps the classes with few rows near the others
        return total / len(rows) + 1e-3 * float(np.square(values - start).sum())

    found = optimize.minimize(
        loss, start, method="L-BFGS-B", options={"maxiter": 400, "maxfun": 20_000, "eps": 1e-5}
    )
    data = unpack(found.x, style, shift, floor)
    for kind in data["kinds"]:
        for name in ("stretch_sd", "turn_sd", "noise_m"):
            kind[name] *= CAUTION[style]
    for name, part in zip(CLASSES, parts, strict=True):
        data["winds"][name]["rows"] = len(part)
    return data


def unpack(values: np.ndarray, style: str, shift: float, floor: float) -> dict[str, object]:
    """
    Name the numbers of a fit.

    Parameters
    ----------
    values
        What the optimiser moves.
    style
        Name of the style.
    shift, floor
        Metres, fixed.
    """
    numbers, rest = np.split(values, [7 * KINDS[style]])
    weight, slope, curve, stretch, spread, turn, noise = numbers.reshape(7, KINDS[style])
    sector, widen, noise_share, taper = rest[:3], rest[3:5], float(np.exp(rest[5])), rest[6]
    widths = np.exp(np.stack([spread, turn, noise]))
    order = np.argsort(spread)
    kinds = [
        {
            "weight": float(weight[k] - weight[order[0]]),
            "slope": float(slope[k] - slope[order[0]]),
            "curve": float(curve[k] - curve[order[0]]),
            "stretch": float(stretch[k]),
            "stretch_sd": float(widths[0][k]),
            "turn_sd": float(widths[1][k]),
            "noise_m": float(widths[2][k]),
        }
        for k in order
    ]
    factors = np.concatenate([[1.0], np.exp(widen)])
    return {
        "style": style,
        "shift_m": shift,
        "floor_m": floor,
        "noise_share": noise_share,
        "taper": float(taper),
        "kinds": kinds,
        "winds": {
            name: {
                "sector": float(np.degrees(np.exp(sector[k]))),
                "widen": float(factors[k]),
                "rows": 0,
            }
            for k, name in enumerate(CLASSES)
        },
    }


def judge(rows: pd.DataFrame, style: str, folds: int) -> pd.DataFrame:
    """
    Judge every row by a law fitted on the other folds.

    Parameters
    ----------
    rows
        Truths of one style.
    style
        Its name.
    folds
        How many; the rows of a sentence are in one. None are left out where it is 0: then the
        shipped laws are judged.

    Returns
    -------
    pandas.DataFrame
        With `level`, the probability of the smallest footprint that holds the truth, and
        `area_m2` of the footprint of 90 %.
    """
    rows = rows.reset_index(drop=True)
    if not folds:
        return _judged(rows, laws_data()["styles"][style], style)
    sentence = rows["sentence"].astype("category").cat.codes.to_numpy()
    shuffled = np.random.default_rng(0).permutation(sentence.max() + 1)
    fold = (shuffled % folds)[sentence]
    parts = [
        _judged(rows[fold == held], fit(rows[fold != held], style), style) for held in range(folds)
    ]
    return pd.concat(parts).sort_index()


def _judged(rows: pd.DataFrame, data: dict[str, object], style: str) -> pd.DataFrame:
    shapes: dict[tuple[object, ...], tuple[Shape, float]] = {}
    level, area_m2 = [], []
    for row in rows.itertuples():
        model = read_law(data, style, row.wind_class)
        key = (row.wind_class, *steps_of(row.distance_m, row.radius_m))
        if key not in shapes:
            shape = make_shape(model, *metres_of(*key[1:]))
            shapes[key] = shape, _area(shape.outline(DRAWN))
        shape, area = shapes[key]
        scale_m = model.scale_m(row.distance_m)
        level.append(shape.level_of(np.array([row.true_m / scale_m]), np.array([row.turn]))[0])
        area_m2.append(area * scale_m**2)
    return rows.assign(level=level, area_m2=area_m2)


def _area(ring: np.ndarray) -> float:
    x, y = ring[:, 0] * np.sin(ring[:, 1]), ring[:, 0] * np.cos(ring[:, 1])
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Count how often the truth lies in the footprints, by class of winds and by distance.

    Parameters
    ----------
    rows
        Judged rows.

    Returns
    -------
    pandas.DataFrame
        A row for each margin: `n`, the coverage of each level, its standard error (clustered by
        sentence), and the share that the standard's circle covers.
    """
    margins = {"all": np.ones(len(rows), dtype=bool)}
    margins |= {name: (rows["wind_class"] == name).to_numpy() for name in CLASSES}
    margins |= {f"{b.left:g}-{b.right:g} km": (rows["band"] == b).to_numpy()
                for b in rows["band"].cat.categories}  # fmt: skip
    lines = {name: _covered(rows[mask]) for name, mask in margins.items() if mask.any()}
    return pd.DataFrame(lines).T


def _covered(rows: pd.DataFrame) -> dict[str, float]:
    line: dict[str, float] = {"n": len(rows)}
    for level in LEVELS:
        hit = (rows["level"] <= level).astype(float)
        off = (hit - hit.mean()).groupby(rows["sentence"]).sum()
        line[f"{level:.0%}"] = hit.mean()
        line[f"se {level:.0%}"] = float(np.sqrt(np.square(off).sum())) / len(rows)
    line["standard"] = float((rows["from_point_m"] <= rows["standard_m"]).mean())
    return line


def sharpness(rows: pd.DataFrame) -> dict[str, float]:
    """
    Compare the footprints of 90 % with circles.

    Parameters
    ----------
    rows
        Judged rows.

    Returns
    -------
    dict
        Mean area against the smallest circles of a radius proportional to the distance that
        cover 90 % by class of winds; the same of the standard's circle; and the error of the
        stated point over the stated distance, median and 90 %.
    """
    rows = rows[rows["distance_m"] > 0]
    share = rows["from_point_m"] / rows["distance_m"]
    reach = share.groupby(rows["wind_class"]).transform(lambda part: part.quantile(0.9))
    circles = np.pi * np.square(reach * rows["distance_m"])
    median, p90 = share.quantile([0.5, 0.9])
    return {
        "mean area / circle of 90 %": rows["area_m2"].mean() / circles.mean(),
        "standard's area / circle of 90 %":
            (np.pi * np.square(rows["standard_m"])).mean() / circles.mean(),
        "covered": float((rows["level"] <= DRAWN).mean()),
        "error / distance, median": median,
        "error / distance, 90 %": p90,
    }  # fmt: skip


def main() -> int:
    """
    Print the tables, and write the laws and the page of the documentation if asked.

    Returns
    -------
    int
        Exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--styles", nargs="*", default=list(KINDS))
    parser.add_argument("--shipped", action="store_true", help="judge the laws as they are")
    parser.add_argument("--write", action="store_true", help="write geo/data/laws.json and docs")
    arguments = parser.parse_args()
    truths = read_truths(arguments.folder)
    truths = truths[truths["right"]]
    shipped = ROOT / "geo/data/laws.json"
    for style in arguments.styles:
        rows = truths[truths["style"] == style]
        judged = judge(rows, style, 0 if arguments.shipped else arguments.folds)
        table, figures = coverage(judged), sharpness(judged)
        said = _section(style, table, figures)
        print(said)
        if arguments.write:
            fitted = _rounded(fit(rows, style))
            laws = json.loads(shipped.read_text(encoding="utf-8")) | {"by": BY, "sets": SETS}
            laws["styles"][style] = {
                **fitted,
                "rows": len(rows),
                "fitted": datetime.now(UTC).date().isoformat(),
            }
            shipped.write_text(json.dumps(laws, indent=1) + "\n", encoding="utf-8")
            page = "\n".join([HEAD, said, _plot(style, table)])
            (ROOT / f"docs/calibration-{style}.md").write_text(page, encoding="utf-8")
    return 0


BY = "benchmarks/calibrate.py: maximum likelihood over the rows whose anchor is right"
SETS = (
    "human, encyclopedia: sentences of Wikipedia (CC BY-SA) against coordinates of GeoNames "
    "(CC BY); machine: catalogue of the USGS (public domain). No text or place of them is kept."
)
HEAD = """# How the laws were fitted, and how true they are

Made by `python benchmarks/calibrate.py FOLDER --write`. A row counts if its anchor is right. Every
row is judged by a law fitted on the other folds; the rows of a sentence stand in one fold, and the
standard errors (se) are clustered by sentence. A column `90%` says which share of the true places
lies in the footprint of 90 %; `standard` is what the circle of the published point-radius method
covers, which it calls a maximum. Lines with fewer than 50 rows say little.
"""


def _section(style: str, table: pd.DataFrame, figures: dict[str, float]) -> str:
    heads = [*table.columns]
    lines = [f"## {style}", "", f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for name, row in table.iterrows():
        cells = [f"{row['n']:.0f}", *(f"{row[head]:.3f}" for head in heads[1:])]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", *(f"- {name}: {value:.3f}" for name, value in figures.items()), ""]
    return "\n".join(lines)


def _plot(style: str, table: pd.DataFrame) -> str:
    """Draw stated against found coverage, one line a margin, as inline SVG."""
    side = 240
    lines = []
    for name, row in table[table["n"] >= 50].iterrows():  # noqa: PLR2004 - as the page says
        dots = " ".join(f"{level * side:.0f},{(1 - row[f'{level:.0%}']) * side:.0f}"
                        for level in LEVELS)  # fmt: skip
        lines.append(f'<polyline points="{dots}" fill="none" stroke="#3b6ea5" '
                     f'stroke-opacity=".6"><title>{name}</title></polyline>')  # fmt: skip
    return (
        f'<svg viewBox="-4 -4 {side + 8} {side + 8}" width="{side}" role="img" '
        f'aria-label="Stated against found coverage, {style}">'
        f'<path d="M0 {side}L{side} 0M0 0V{side}H{side}" fill="none" stroke="#888"/>'
        f"{''.join(lines)}</svg>\n"
    )


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main())
