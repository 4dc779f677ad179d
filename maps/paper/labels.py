"""
Where names are written so that none lies on another: the important first, each where it fits.

All lengths in one unit of the sheet, y upwards; a box is left, bottom, right, top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Boxes: TypeAlias = NDArray[np.float64]

Kind: TypeAlias = Literal["point", "area"]

BESIDE = (  # where the box of a point's name lies, in halves of its size: best first
    (1.0, 0.35), (1.0, -0.35), (-1.0, 0.35), (-1.0, -0.35), (0.0, 1.0), (0.0, -1.0),
    (0.75, 1.0), (-0.75, 1.0), (0.75, -1.0), (-0.75, -1.0),
)  # fmt: skip
"""Right before left, above before below, as Imhof (1975, The American Cartographer 2, 128-144) and
Yoeli (1972, The Cartographic Journal 9, 99-108) rank them."""

WITHIN = (
    (0.0, 0.0), (0.0, 1.2), (0.0, -1.2), (0.5, 0.0), (-0.5, 0.0), (0.0, 2.4), (0.0, -2.4),
    (0.5, 1.2), (-0.5, 1.2), (0.5, -1.2), (-0.5, -1.2),
)  # fmt: skip
"""Where the box of an area's name lies: in its middle, or a little off."""


def place_labels(
    x: ArrayLike,
    y: ArrayLike,
    wide: ArrayLike,
    high: ArrayLike,
    *,
    kind: Kind,
    frame: ArrayLike,
    taken: ArrayLike = (),
    marks: ArrayLike = (),
    gap: float = 0.0,
) -> Boxes:
    """
    Place names one after the other, in the order given.

    Parameters
    ----------
    x, y
        The points that are named, or the middles of the areas, shape (n,).
    wide, high
        Sizes of the written names, shape (n,).
    kind
        "point" writes beside, "area" over the middle.
    frame
        Box that all names lie in.
    taken
        Boxes that nothing may lie on, shape (m, 4).
    marks
        Points that names should not hide, shape (k, 2): the place that hides fewest is taken.
    gap
        Room between a point and its name, and between names.

    Returns
    -------
    array of float
        A box for each name, shape (n, 4); NaN where no place was free.

    Notes
    -----
    Greedy: no name is moved for a later one. What is wanted most has to come first.

    Examples
    --------
    Two towns that are too near to each other for both names to stand on the right:

    >>> boxes = place_labels([0, 1], [0, 0], [20, 20], [4, 4], kind="point",
    ...                      frame=[-50, -50, 50, 50], gap=1)
    >>> boxes[:, 0].tolist()
    [1.0, -20.0]
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    sizes = np.column_stack([np.asarray(wide, float), np.asarray(high, float)])
    left, bottom, right, top = np.asarray(frame, float)
    filled = np.asarray(taken, float).reshape(-1, 4)
    hidden = np.asarray(marks, float).reshape(-1, 2)
    steps = np.array(BESIDE if kind == "point" else WITHIN)
    placed = np.full((len(x), 4), np.nan)
    for row, (middle, size) in enumerate(zip(np.column_stack([x, y]), sizes, strict=True)):
        room = np.sign(steps) * gap if kind == "point" else 0.0
        centres = middle + steps * size / 2 + room
        boxes = np.hstack([centres - size / 2, centres + size / 2])
        inside = (
            (boxes[:, 0] >= left) & (boxes[:, 1] >= bottom)
            & (boxes[:, 2] <= right) & (boxes[:, 3] <= top)
        )  # fmt: skip
        free = inside & ~overlapping(boxes, filled, gap).any(axis=1)
        if not free.any():
            continue
        cost = np.where(free, _covered(boxes, hidden), np.inf)
        placed[row] = boxes[int(cost.argmin())]
        filled = np.vstack([filled, placed[row]])
    return placed


def overlapping(some: Boxes, others: Boxes, gap: float = 0.0) -> NDArray[np.bool_]:
    """
    Tell which boxes lie on one another.

    Parameters
    ----------
    some, others
        Boxes, shapes (n, 4) and (m, 4).
    gap
        Boxes that are nearer than that count as overlapping too.

    Returns
    -------
    array of bool
        Shape (n, m).

    Examples
    --------
    >>> overlapping(np.array([[0, 0, 2, 2]]), np.array([[1, 1, 3, 3], [2, 0, 3, 1]])).tolist()
    [[True, False]]
    """
    a, b = some[:, None, :], others[None, :, :]
    found: NDArray[np.bool_] = (
        (a[..., 0] < b[..., 2] + gap) & (b[..., 0] < a[..., 2] + gap)
        & (a[..., 1] < b[..., 3] + gap) & (b[..., 1] < a[..., 3] + gap)
    )  # fmt: skip
    return found


def _covered(boxes: Boxes, marks: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count the marks in each box."""
    inside = (marks[None, :, :] > boxes[:, None, :2]) & (marks[None, :, :] < boxes[:, None, 2:])
    counted: NDArray[np.int64] = inside.all(axis=-1).sum(axis=1)
    return counted
