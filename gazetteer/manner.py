"""How a phrase is reckoned: whose law, by which method, and where the point is put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from geo.laws import Style

Method: TypeAlias = Literal["density", "point-radius"]
Reckoning: TypeAlias = Literal["stated", "calibrated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """
    The options of `locate`, together.

    Attributes
    ----------
    style
        Whose words they are.
    method
        Density, or the published point-radius method.
    distance
        The point as far as stated, or in the middle of the density.
    """

    style: Style = "human"
    method: Method = "density"
    distance: Reckoning = "stated"


USUAL = Manner()
"""People's words, a density, and the point where the text puts it."""
