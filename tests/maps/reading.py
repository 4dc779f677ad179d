"""Columns of texts read back as `data.js` reads them."""

from __future__ import annotations

from typing import Any


def texts_of(packed: dict[str, Any]) -> list[str | None]:
    """Read a column of texts as `data.js` does."""
    listed = packed["words"]
    if isinstance(listed, dict):
        listed = prose_of(listed)
    codes = packed.get("codes", range(len(listed)))
    return [None if code is None else listed[int(code)] for code in codes]


def prose_of(packed: dict[str, Any]) -> list[str]:
    """Read texts that are words of one vocabulary."""
    texts, at = [], 0
    for length in packed["lengths"]:
        indices, index, shift = [], 0, 0
        for byte in packed["bytes"][at : at + int(length)]:
            index |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                indices.append(index)
                index, shift = 0, 0
        at += int(length)
        texts.append(" ".join(packed["vocabulary"][index] for index in indices))
    return texts
