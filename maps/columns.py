"""
Tables as columns that a page can carry: planes of bytes, dictionaries and words, deflated.

A payload is JSON whose columns stand outside it, as bytes: whole numbers as one plane for each
of their bytes, so that the high bytes, which hardly change, deflate to nothing; prose as indices
into its own vocabulary, most frequent first, which deflate better than letters do and let the
page put a text together only when it is read. It travels in base64, so that no text can be read
as markup or code, whatever it holds. `assets/data.js` reads what this file writes.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Json: TypeAlias = "str | float | Sequence[Json] | Mapping[str, Json] | Numbers | Bytes | None"

LEVEL = 6  # of zlib: the next is a fifth slower and 1 % smaller on 100,000 incidents
FEW = 64  # texts that are listed as they are: a vocabulary would be longer
BITS = 7  # of a byte that count; the eighth says that another follows
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes as they are."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Numbers:
    """
    Numbers to a stated fraction, NaN where there is none.

    Attributes
    ----------
    values
        Any numbers; what is not finite is missing.
    steps
        Whole numbers a unit: 100 keeps two decimals.
    running
        Whether neighbours are alike, so that their differences are smaller than they are; a
        running column has no missing values.
    """

    values: NDArray[np.float64]
    steps: int = 1
    running: bool = False


def pack(value: Json) -> str:
    """
    Write a value so that a script can carry it.

    Parameters
    ----------
    value
        Anything that JSON can hold, with `Numbers` and `Bytes` at any place in it.

    Returns
    -------
    str
        Base64 of deflated bytes: letters, digits, +, / and = only.

    Examples
    --------
    >>> unpack(pack({"text": "</script>"}))
    {'text': '</script>'}
    """
    store = bytearray()
    text = json.dumps(_outside(value, store), separators=(",", ":"), allow_nan=False)
    head = text.encode("ascii")
    content = len(head).to_bytes(4, "little") + head + bytes(store)
    return base64.b64encode(zlib.compress(content, LEVEL)).decode("ascii")


def unpack(packed: str) -> Json:
    """
    Read what `pack` wrote.

    Parameters
    ----------
    packed
        Text from `pack`.

    Returns
    -------
    Json
        The value; columns of numbers are lists with None for what is missing.

    Examples
    --------
    >>> unpack(pack([1, None, "a", numbers([1.26, float("nan")], steps=10)]))
    [1, None, 'a', [1.3, None]]
    """
    content = zlib.decompress(base64.b64decode(packed))
    start = 4 + int.from_bytes(content[:4], "little")
    return _inside(json.loads(content[4:start]), content[start:])


def numbers(values: ArrayLike | pd.Series, steps: int = 1, *, running: bool = False) -> Numbers:
    """
    Make a column of numbers.

    Parameters
    ----------
    values
        Numbers, or texts that are some; what is neither is missing.
    steps
        Whole numbers a unit.
    running
        Whether neighbours are alike.

    Returns
    -------
    Numbers
        The column.

    Examples
    --------
    >>> unpack(pack(numbers([12.5, float("inf"), -3], steps=10)))
    [12.5, None, -3.0]
    """
    if isinstance(values, pd.Series):
        known = pd.to_numeric(values, errors="coerce")
        return Numbers(known.to_numpy(np.float64, na_value=np.nan), steps, running)
    return Numbers(np.asarray(values, dtype=np.float64), steps, running)


def days(values: pd.Series) -> Numbers:
    """
    Make a column of days since 1 January 1970.

    Parameters
    ----------
    values
        Dates, times of any zone, or texts that are some; what is neither is missing.

    Returns
    -------
    Numbers
        Days, by the clock of the zone they were given in.

    Examples
    --------
    >>> unpack(pack(days(pd.Series(["1970-01-02", None, "soon"]))))
    [1.0, None, None]
    """
    plain = values if pd.api.types.is_datetime64_any_dtype(values) else _parsed(values)
    if plain.dt.tz is not None:
        plain = plain.dt.tz_localize(None)
    whole = plain.to_numpy().astype("datetime64[D]")
    since = (whole - np.datetime64(0, "D")) / DAY
    return Numbers(np.where(np.isnat(whole), np.nan, since))


def words(values: pd.Series) -> Json:
    """
    Make a column of texts.

    Parameters
    ----------
    values
        Texts; anything else is written as text.

    Returns
    -------
    Json
        `words`, the distinct texts, and where any recurs or is missing `codes`, their indices.

    Examples
    --------
    >>> unpack(pack(words(pd.Series(["a", "a", None, "b", "a"]))))
    {'words': ['a', 'b'], 'codes': [0.0, 0.0, None, 1.0, 0.0]}
    """
    codes, found = pd.factorize(values)
    texts = [_printable(str(value)) for value in found]
    listed: Json = texts if len(texts) <= FEW else prose(texts)
    if len(texts) == len(values):
        return {"words": listed}
    return {"words": listed, "codes": Numbers(np.where(codes < 0, np.nan, codes))}


def prose(texts: Sequence[str]) -> Json:
    """
    Write texts as words of one vocabulary.

    Parameters
    ----------
    texts
        Any; what stands between two spaces is a word, so that every text comes back as it was.

    Returns
    -------
    Json
        `vocabulary` by falling frequency, `bytes` with its indices, seven bits a byte, low ones
        first, and `lengths`, the bytes of each text.

    Examples
    --------
    >>> unpack(pack(prose(["to be or not to be"])))["vocabulary"]
    ['be', 'to', 'not', 'or']
    """
    parts = pc.split_pattern(pa.array(texts, pa.large_string()), " ")
    encoded = parts.flatten().dictionary_encode()
    frequency = np.bincount(encoded.indices.to_numpy(), minlength=len(encoded.dictionary))
    spelt = np.array(encoded.dictionary.to_pylist(), dtype=object)
    order = np.lexsort((spelt, -frequency)) if len(spelt) else np.zeros(0, dtype=np.int64)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    written, sizes = _varints(rank[encoded.indices.to_numpy()])
    ends = np.concatenate([[0], np.cumsum(sizes)])[parts.offsets.to_numpy()]
    return {
        "vocabulary": spelt[order].tolist(),
        "bytes": Bytes(written),
        "lengths": Numbers(np.diff(ends).astype(np.float64)),
    }


def _varints(values: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    """Write whole numbers with seven bits a byte, low ones first, and say how long each is."""
    most = int(values.max(initial=0))
    width = max(1, -(-most.bit_length() // BITS))
    shifts = BITS * np.arange(width)
    size = 1 + (values[:, None] >= (1 << (BITS * np.arange(1, width)))[None, :]).sum(axis=1)
    pieces = (values[:, None] >> shifts[None, :]) & ((1 << BITS) - 1)
    place = np.arange(width)[None, :]
    pieces |= (place < size[:, None] - 1) << BITS
    return pieces[place < size[:, None]].astype(np.uint8).tobytes(), size


def _outside(value: Json, store: bytearray) -> object:
    """Put the columns of a value into a store, and leave in its place where they are."""
    if isinstance(value, Bytes):
        store.extend(value.content)
        return {"@": len(store) - len(value.content), "n": len(value.content)}
    if isinstance(value, Numbers):
        return _planes(value, store)
    if isinstance(value, Mapping):
        return {key: _outside(part, store) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_outside(part, store) for part in value]
    return value


def _planes(column: Numbers, store: bytearray) -> object:
    """Write numbers as planes of bytes: 0 where one is missing, else 1 above the least."""
    known = np.isfinite(column.values)
    whole = np.round(np.where(known, column.values, 0) * column.steps).astype(np.int64)
    if column.running:
        whole = np.diff(whole, prepend=0)
        whole = (whole << 1) ^ (whole >> 63)  # the sign last, so that small steps stay small
    least = int(whole[known].min()) if known.any() else 0
    lifted = np.where(known, whole - least + 1, 0)
    planes = max(1, -(-int(lifted.max(initial=0)).bit_length() // 8))
    at = len(store)
    for plane in range(planes):
        store.extend(((lifted >> (8 * plane)) & 255).astype(np.uint8).tobytes())
    head = {"@": at, "n": len(whole), "planes": planes, "least": least, "steps": column.steps}
    return {**head, "running": 1} if column.running else head


def _inside(value: object, store: bytes) -> Json:
    """Put the columns back into a value."""
    if isinstance(value, list):
        return [_inside(part, store) for part in value]
    if not isinstance(value, dict):
        return value  # type: ignore[return-value]
    if "@" not in value:
        return {key: _inside(part, store) for key, part in value.items()}
    at, count = value["@"], value["n"]
    if "planes" not in value:
        return list(store[at : at + count])
    planes = np.frombuffer(store, np.uint8, count * value["planes"], at).reshape(
        value["planes"], count
    )
    lifted = (planes.astype(np.int64) << (8 * np.arange(len(planes)))[:, None]).sum(axis=0)
    whole = lifted - 1 + value["least"]
    if "running" in value:
        whole = np.cumsum((whole >> 1) ^ -(whole & 1))
    return [
        float(number) / value["steps"] if given else None
        for number, given in zip(whole, lifted > 0, strict=True)
    ]


def _parsed(values: pd.Series) -> pd.Series:
    """Read dates one by one, since a column may mix what has a zone with what has none."""
    texts = values.astype("str").str.slice(0, len("2020-05-21")).where(values.notna())
    return pd.to_datetime(texts, errors="coerce", format="ISO8601")


def _printable(text: str) -> str:
    """Replace halves of characters, which no table of Arrow can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
