"""One scan of a text into tokens: a letter for what each may be, its span, and its values."""

# ruff: noqa: RUF001 - the marks that stand for a hamza, an ayn or a hyphen are meant

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gazetteer.coordinates import HINT, written
from gazetteer.lexicon import Entry, entry_of, letter_of, phrases, words

TOKEN: Final = re.compile(
    r"(?P<stop>\n[ \t]*(?=[\n\-•▶►◆*#|>])|[!;:\n](?=\s)|[!;:]$|…)"
    r"|(?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d{1,9}[ ]\d{1,9}/0*[1-9]\d{0,8}"
    r"|\d{1,9}/0*[1-9]\d{0,8}|\d{1,3}(?:,\d{3}){1,3}(?!\d)(?:\.\d+)?"
    r"|\d{1,9}(?:[.,]\d+)?(?:[ ]?[½¼¾⅓⅔⅛⅜⅝⅞])?|\.\d+|[½¼¾⅓⅔⅛⅜⅝⅞])"
    r"|(?P<wind>[NSEW](?:\.[ ]?[NSEW]){1,2}\b\.?)"
    r"|(?P<word>(?:(?<=-)['’ʿʾ‘`]|[`ʻʿʾ])?[^\W\d_](?:[\w\u0300-\u036f]|['’ʿʾ‘`ʼ](?=[\w\-]|,[ ])"
    r"|[?\ufffd]{1,3}(?=[\w,]))*)"  # letters lost to a wrong encoding: "K?ng Tung"
    r"|(?P<dot>\.)|(?P<comma>[,،])|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<hyphen>(?<=[\w'’])[-‐‑](?=[\w'’ʿʾ‘]))|(?P<dash>[-–—])|(?P<slash>/)|(?P<sign>[~≈±&@°?])"
)
MAX_TOKENS: Final = 160  # longer than any description; bounds the time a hostile text can take

_MARKS: Final = {
    role: Entry(letter_of(frozenset({role})), frozenset({role}), {})
    for role in (
        "name", "stop", "number", "comma", "open", "close", "hyphen", "dash", "slash", "fix",
    )  # fmt: skip
}
CALLS_FOR_NAME: Final = frozenset({"of", "from", "direction", "near", "comma", "between"})
WORDS: Final = frozenset({"word", "ordinal", "wind"})
# Roles after which "m" is a unit and "s" a wind.
MEASURES: Final = frozenset({"unit", "manner", "numeral"})


@dataclass(frozen=True, slots=True)
class Scan:
    """The tokens of a text, in parallel; `letters` has one character for each."""

    text: str
    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    entries: tuple[Entry, ...]

    def word(self, first: int, last: int) -> str:
        """Text from token `first` up to but not including token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def scan(text: str, *, prose: bool = False, limit: int | None = MAX_TOKENS) -> Scan:
    """
    Cut a text into tokens.

    Parameters
    ----------
    text
        Any text.
    prose
        The text is running prose, in which an unknown word in lower case is never a name.
    limit
        Tokens at most; the rest of the text is left unread. None for no limit.

    Returns
    -------
    scan
        Tokens with letters and spans.

    Examples
    --------
    >>> tokens = scan("10 km north of Al-Mayadeen")
    >>> len(tokens.letters), tokens.word(4, 7)
    (7, 'Al-Mayadeen')
    """
    raw: list[tuple[str, int, int]] = []
    for found in TOKEN.finditer(text):
        raw.append((found.lastgroup or "", found.start(), found.end()))
        if limit is not None and len(raw) >= limit:
            break
    if HINT.search(text) is not None:
        raw = _with_coordinates(text, raw, prose=prose)
    caseless = not prose and _is_caseless(text, raw)
    starts: list[int] = []
    ends: list[int] = []
    entries: list[Entry] = []
    index = 0
    measured = False  # the last token was a number or a unit
    while index < len(raw):
        kind, start, end = raw[index]
        step = 1
        if kind in WORDS:
            word, step = _word(text, raw, index)
            end = raw[index + step - 1][2]
            entry = entry_of(word, after_number=measured, caseless=caseless, prose=prose)
            if entries and _is_article(word, text, raw[index + step :], entries[-1]):
                entry = _MARKS["name"]
            measured = not entry.roles.isdisjoint(MEASURES)
        elif kind == "sign":
            entry = entry_of(text[start:end])
        elif kind == "dot":
            if not _is_stop(text, end, entries, raw, index):
                index += 1
                continue
            entry, measured = _MARKS["stop"], False
        else:
            entry = _MARKS[kind]
            measured = kind == "number" or (measured and kind in {"hyphen", "open", "close"})
        starts.append(start)
        ends.append(end)
        entries.append(entry)
        index += step
    letters = "".join([entry.letter for entry in entries])
    return Scan(text, letters, tuple(starts), tuple(ends), tuple(entries))


def _with_coordinates(
    text: str, raw: list[tuple[str, int, int]], *, prose: bool
) -> list[tuple[str, int, int]]:
    """Put one token in the place of those that coordinates consist of."""
    end = raw[-1][2] if raw else 0
    points = written(text[:end], prose=prose)
    if not points:
        return raw
    merged: list[tuple[str, int, int]] = []
    index = 0
    for point in points:
        while index < len(raw) and raw[index][2] <= point.start:
            merged.append(raw[index])
            index += 1
        merged.append(("fix", point.start, point.end))
        while index < len(raw) and raw[index][1] < point.end:
            index += 1
    return [*merged, *raw[index:]]


def _word(text: str, raw: list[tuple[str, int, int]], index: int) -> tuple[str, int]:
    """Read a word or a whole phrase of the lexicon, and how many raw tokens it takes."""
    kind, start, end = raw[index]
    word = text[start:end]
    if kind == "wind":  # S.S.W.
        return word.replace(".", "").replace(" ", ""), 1
    candidates = phrases().get(word.lower())
    if candidates is not None:
        step, joined = _longest(text, raw, index, candidates)
        if step > 1 and not ("name" in words()[joined.lower()] and joined[0].islower()):
            return joined, step
    return word, 1


def _is_article(word: str, text: str, after: list[tuple[str, int, int]], before: Entry) -> bool:
    """Tell the article of "10 km N of An Nabk" from the English words "an", "at" and "as"."""
    if word not in {"An", "At", "As"} or not after or before.roles.isdisjoint(CALLS_FOR_NAME):
        return False
    kind, start, _ = after[0]
    return kind == "word" and text[start].isupper()


def _longest(
    text: str,
    raw: list[tuple[str, int, int]],
    index: int,
    candidates: tuple[tuple[str, ...], ...],
) -> tuple[int, str]:
    """Find the longest phrase of the lexicon that begins at a token."""
    for parts in candidates:
        last = index + len(parts)
        if last <= len(raw) and all(
            text[start:end].lower() == part
            for part, (_, start, end) in zip(parts, raw[index:last], strict=True)
        ):
            span = [text[start:end] for _, start, end in raw[index:last]]
            return len(parts), " ".join(span).replace(" - ", "-")
    return 1, ""


def _is_stop(
    text: str, end: int, entries: list[Entry], raw: list[tuple[str, int, int]], index: int
) -> bool:
    """Tell a full stop from the dot of an abbreviation, which is no token."""
    after = text[end : end + 1]
    if after and not after.isspace() and after not in '"”’)]*':
        return False
    if not entries:
        return False
    kind, start, stop = raw[index - 1]
    word = text[start:stop]
    if kind == "word" and index + 1 < len(raw):
        following = text[raw[index + 1][1] : raw[index + 1][2]]
        roles = entries[-1].roles
        if "abbreviated" in words().get(word.lower(), {}) or (len(word) == 1 and word.isupper()):
            return False
        if not following[0].isupper() or _points(following):
            if roles & {"unit", "direction", "about"}:
                return False
        elif roles & {"direction"} and len(word) <= 3:  # noqa: PLR2004
            return False
    return True


def _points(word: str) -> bool:
    return bool(entry_of(word, after_number=True).roles & {"direction", "of"})


def _is_caseless(text: str, raw: list[tuple[str, int, int]]) -> bool:
    """Say whether the unknown words of a text show no capitals to tell names by."""
    for kind, start, end in raw:
        if kind == "word":
            word = text[start:end]
            if (
                word != word.lower()
                and not word.isupper()
                and word.lower() not in words()
                and "name" in entry_of(word).roles
            ):
                return False
    return True
