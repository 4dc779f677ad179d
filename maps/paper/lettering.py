"""
Texts on a sheet: what came from data is written as it is, and what no font has is told.

A `$` starts no formula, a direction mark turns nothing round, and a text that is too long for its
line is broken or cut. Arabic is joined and runs from right to left by matplotlib itself.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from matplotlib import font_manager
from matplotlib.textpath import text_to_path

from geo.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.ft2font import FT2Font

USUAL_FONT = "DejaVu Sans"  # comes with matplotlib, so that a sheet is the same everywhere
FURTHER_FONTS = (  # asked, in this order, for what the first one lacks
    "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew",
    "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Ethiopic", "Noto Sans Thai",
    "Noto Sans Myanmar", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Noto Sans JP",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Arial Unicode MS", "PingFang SC",
    "Microsoft YaHei", "Malgun Gothic", "Segoe UI", "Nirmala UI",
)  # fmt: skip
LOST = "\ufffd"
MM_PER_INCH = 25.4
ELLIPSIS = " …"
PT_PER_MM = 72 / MM_PER_INCH
LETTERS_PER_MM = 4.0  # more than any line holds: bounds the time that a long text can take
_DIRECTIONS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def fonts(first: str | None = None) -> list[str]:
    """
    List the fonts that a sheet is written in.

    Parameters
    ----------
    first
        The font to write in; DejaVu Sans, which comes with matplotlib, if None.

    Returns
    -------
    list of str
        That font, then the installed ones that have other scripts.

    Raises
    ------
    TableError
        If the font is not installed.

    Examples
    --------
    >>> fonts()[0]
    'DejaVu Sans'
    """
    installed = set(font_manager.get_font_names())
    if first is not None and first not in installed:
        msg = (
            f"the font {first!r} is not installed; matplotlib.font_manager.get_font_names() lists "
            "those that are"
        )
        raise TableError(msg)
    chosen = [first] if first else []
    return [*chosen, *(name for name in (USUAL_FONT, *FURTHER_FONTS) if name in installed)]


def written(text: object) -> str:
    r"""
    Make a text from data fit for one line of a sheet.

    Parameters
    ----------
    text
        Anything.

    Returns
    -------
    str
        Without control characters and marks that turn the direction of what follows; white space
        of any kind is one space.

    Examples
    --------
    >>> written("Abu \u202eKamal\n$x$")
    'Abu Kamal $x$'
    """
    plain = _DIRECTIONS.sub("", str(text))
    kept = (char if unicodedata.category(char)[0] != "C" else " " for char in plain)
    return " ".join("".join(kept).split())


def shown(texts: Iterable[str], family: list[str]) -> dict[str, str]:
    """
    Replace what no font can show, and warn of it once.

    Parameters
    ----------
    texts
        All texts of a sheet.
    family
        Fonts, as `fonts` lists them.

    Returns
    -------
    dict of str to str
        What to write for each text.

    Warns
    -----
    UserWarning
        If a character has no glyph in any of the fonts; it is shown as U+FFFD.

    Examples
    --------
    >>> shown(["Mosul"], fonts())
    {'Mosul': 'Mosul'}
    """
    known = frozenset().union(*map(_glyphs, family))
    result, missing, hurt = {}, set(), 0
    for text in texts:
        lacks = {char for char in text if ord(char) not in known and not char.isspace()}
        result[text] = "".join(LOST if char in lacks else char for char in text)
        missing |= lacks
        hurt += bool(lacks)
    if missing:
        some = ", ".join(f"U+{ord(char):04X}" for char in sorted(missing)[:4])
        script = unicodedata.name(min(missing), "UNKNOWN").split()[0]
        script = script if script == "CJK" else script.capitalize()
        warnings.warn(
            f"no font of this machine shows {len(missing)} characters of {hurt} texts ({script}: "
            f"{some}{' …' if len(missing) > 4 else ''}); they are shown as U+FFFD: "  # noqa: PLR2004 - as many as are listed
            f"install a font that has them, such as Noto Sans {script}",
            UserWarning,
            stacklevel=4,
        )
    return result


def width_mm(text: str, size_pt: float, family: list[str], weight: str = "normal") -> float:
    """
    Measure a text.

    Parameters
    ----------
    text
        One line.
    size_pt
        Size of the letters, points.
    family
        Fonts.
    weight
        "normal" or "bold".

    Returns
    -------
    float
        Millimetres.

    Examples
    --------
    >>> 9 < width_mm("Mosul", 10, fonts()) < 11
    True
    """
    return _measured(text, size_pt, tuple(family), weight)


def broken(
    text: str,
    most_mm: float,
    size_pt: float,
    family: list[str],
    *,
    lines: int,
    weight: str = "normal",
) -> list[str]:
    """
    Break a text into lines.

    Parameters
    ----------
    text
        Any length.
    most_mm
        Width of a line.
    size_pt, family, weight
        As `width_mm` takes them.
    lines
        The most lines; what is left then is cut, with an ellipsis.

    Returns
    -------
    list of str
        The lines.

    Examples
    --------
    >>> broken("a text of many words", 24, 10, fonts(), lines=2)
    ['a text of', 'many words']
    """
    most = int(most_mm * lines * LETTERS_PER_MM)
    rest, cut = text[:most].split(" "), len(text) > most
    done: list[str] = []

    def fits(line: str) -> bool:
        return width_mm(line, size_pt, family, weight) <= most_mm

    while rest and len(done) < lines:
        # the longest beginning that fits; widths grow with every word
        count = max(
            bisect_right(
                range(1, len(rest) + 1), x=False, key=lambda n: not fits(" ".join(rest[:n]))
            ),
            1,
        )
        line = " ".join(rest[:count])
        while len(line) > 1 and not fits(line):
            line, cut = line[: int(len(line) * 0.9)], True
        done.append(line)
        rest = rest[count:]
    if (rest or cut) and done:
        last = done[-1].rstrip(" .,")
        while len(last) > 1 and not fits(last + ELLIPSIS):
            last = last[:-1].rstrip(" .,")
        done[-1] = last + ELLIPSIS
    return done


@lru_cache(maxsize=10_000)
def _measured(text: str, size_pt: float, family: tuple[str, ...], weight: str) -> float:
    """Measure a text; the same names are measured for every map of a sheet."""
    if not text.strip():
        return 0.0
    properties = font_manager.FontProperties(family=list(family), weight=weight, size=size_pt)
    wide, _, _ = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return float(wide) / PT_PER_MM


@cache
def _glyphs(name: str) -> frozenset[int]:
    """List the characters that a font has."""
    found = font_manager.findfont(font_manager.FontProperties(family=[name]))
    font: FT2Font = font_manager.get_font(found)
    return frozenset(font.get_charmap())
