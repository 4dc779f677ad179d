"""One scan of a text into tokens: a letter for what each may be, its span, and its values."""

# ruff: noqa: RUF001 - the marks that stand for a hamza, an ayn or a hyphen are meant

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Final

from gazetteer.coordinates import hinted, written
from gazetteer.lexicon import Entry, entry_of, letter_of, phrases, words

# Commonest first; what begins with a letter, a digit or a mark never begins another kind.
TOKEN: Final = re.compile(
    r"[ ]{0,3}+(?:(?P<comma>[,،])|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<wind>[NSEW](?:\.[ ]?[NSEW]){1,2}\b\.?)"
    # French "de" before a vowel, only where it cannot belong to a name: "au nord d'Alep"
    r"|(?P<elision>(?:(?<=nord )|(?<=sud )|(?<=est )|(?<=près )|(?<=proximité )|(?<=environs ))"
    r"d['’](?=[^\W\d_]))"
    r"|(?P<word>(?:(?<=-)['’ʿʾ‘`]|[`ʻʿʾ]|[?\ufffd]{1,3}(?=[^\W\d_]))?(?![½¼¾⅓⅔⅛⅜⅝⅞])[^\W\d_][\w\u0300-\u036f]*+"
    # letters lost to a wrong encoding: "K?ng Tung"
    r"(?:(?:['’ʿʾ‘`ʼ](?=[\w\-]|,[ ])|[?\ufffd]{1,3}(?=[\w,]))[\w\u0300-\u036f]*+)*)"
    r"|(?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)"
    # a letter for a digit before a unit: "13O km"
    r"|(?P<lettered>\d(?=\d{0,8}[OoIl])[\dOoIl]{1,8}(?=[ ]?(?:km|mi|m|ft|kilom|met)))"
    r"|(?P<number>\d{1,9}[ ]\d{1,9}/0*[1-9]\d{0,8}"
    r"|\d{1,9}/0*[1-9]\d{0,8}|\d{1,3}(?:,\d{3}){1,3}(?!\d)(?:\.\d+)?"
    r"|\d{1,9}(?:[.,٫]\d+)?(?:[ ]?[½¼¾⅓⅔⅛⅜⅝⅞])?|\.\d+|[½¼¾⅓⅔⅛⅜⅝⅞])"
    r"|(?P<stop>\n[ \t]*(?=[\n\-•▶►◆*#|>])|[!;:\n](?=\s)|[!;:]$|…)|(?P<dot>\.)"
    r"|(?P<hyphen>(?<=[\w'’])[-‐‑](?=[\w'’ʿʾ‘]))|(?P<dash>[-–—])|(?P<slash>/)"
    r"|(?P<sign>[~≈±&@°?]))"
)
MAX_TOKENS: Final = 160  # longer than any description; bounds the time a hostile text can take

_MARKS: Final[dict[str | None, Entry]] = {
    role: Entry(letter_of(frozenset({role})), frozenset({role}), {})
    for role in (
        "name",
        "stop",
        "number",
        "comma",
        "open",
        "close",
        "hyphen",
        "dash",
        "slash",
        "fix",
    )
}
CALLS_FOR_NAME: Final = frozenset({"of", "from", "direction", "near", "comma", "between"})
KEEPS_MEASURE: Final = frozenset({"hyphen", "open", "close"})  # 30-km, 5 (mi)
ARTICLES: Final = frozenset({"A", "An", "At", "As"})
AFTER_A: Final = frozenset({"and", "to", "toward", "towards"})  # "from A towards B"
MAX_KNOWN: Final = 65_536  # words remembered; bounds the memory
# Roles after which "m" is a unit and "s" a wind.
MEASURES: Final = frozenset({"unit", "manner", "numeral", "fraction"})


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


def scan(  # noqa: C901, PLR0912, PLR0915 - one loop over the kinds of tokens, for its speed
    text: str, *, prose: bool = False, limit: int | None = MAX_TOKENS
) -> Scan:
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
    raw: list[tuple[str | None, int, int]] = [
        (found.lastgroup, *found.span(found.lastindex or 0))
        for found in islice(TOKEN.finditer(text), limit)
    ]
    if hinted(text):
        raw = _with_coordinates(text, raw, prose=prose)
    caseless = not prose and _is_caseless(text, raw)
    plain, after = _KNOWN[caseless, prose, False], _KNOWN[caseless, prose, True]
    starts: list[int] = []
    ends: list[int] = []
    entries: list[Entry] = []
    count = len(raw)
    measured = False  # the last token was a number or a unit
    ahead = 0  # the first token that no phrase has taken
    for index, (kind, start, stop) in enumerate(raw):
        end = stop
        if index < ahead:
            continue
        if kind == "word":
            word = text[start:end]
            try:
                entry, seconds, measures = (after if measured else plain)[word]
            except KeyError:
                entry, seconds, measures = _know(
                    word, after_number=measured, caseless=caseless, prose=prose
                )
            if seconds is not None and index + 1 < count:
                step, phrase = _phrase(text, raw, index, seconds)
                if step > 1:
                    ahead = index + step
                    end = raw[ahead - 1][2]
                    entry, _, measures = _know(
                        phrase, after_number=measured, caseless=caseless, prose=prose
                    )
            if (
                ahead <= index
                and word in ARTICLES
                and entries
                and _is_article(text, raw, index, entries[-1])
            ):
                entry = _MARKS["name"]
            measured = measures
        elif (mark := _MARKS.get(kind)) is not None:
            entry = mark
            if kind == "number":
                measured = True
            elif measured and kind not in KEEPS_MEASURE:
                measured = False
        elif kind == "dot":
            if not _is_stop(text, end, entries, raw, index):
                continue
            entry, measured = _MARKS["stop"], False
        elif kind == "sign":
            entry = entry_of(text[start:end])
        elif kind == "lettered":
            entry, measured = _MARKS["number"], True
        else:  # S.S.W., or 3rd
            word = text[start:end]
            word = word.replace(".", "").replace(" ", "") if kind == "wind" else word
            entry, _, measured = _know(word, after_number=measured, caseless=caseless, prose=prose)
        starts.append(start)
        ends.append(end)
        entries.append(entry)
    letters = "".join([entry.letter for entry in entries])
    return Scan(text, letters, tuple(starts), tuple(ends), tuple(entries))


_Known = tuple[Entry, "dict[str, tuple[tuple[str, ...], ...]] | None", bool]
# For texts without capitals or with, for prose or descriptions, after a number or not: what a
# word may be, the phrases that it begins, and whether what follows it is measured.
_KNOWN: Final[dict[tuple[bool, bool, bool], dict[str, _Known]]] = {
    (caseless, prose, measured): {}
    for caseless, prose, measured in product((False, True), repeat=3)
}


def _know(word: str, *, after_number: bool, caseless: bool, prose: bool) -> _Known:
    known = _KNOWN[caseless, prose, after_number]
    found = known.get(word)
    if found is None:
        entry = entry_of(word, after_number=after_number, caseless=caseless, prose=prose)
        found = entry, phrases().get(word.lower()), not entry.roles.isdisjoint(MEASURES)
        if len(known) >= MAX_KNOWN:
            known.clear()
        known[word] = found
    return found


def _with_coordinates(
    text: str, raw: list[tuple[str | None, int, int]], *, prose: bool
) -> list[tuple[str | None, int, int]]:
    """Put one token in the place of those that coordinates consist of."""
    end = raw[-1][2] if raw else 0
    points = written(text[:end], prose=prose)
    if not points:
        return raw
    merged: list[tuple[str | None, int, int]] = []
    index = 0
    for point in points:
        while index < len(raw) and raw[index][2] <= point.start:
            merged.append(raw[index])
            index += 1
        merged.append(("fix", point.start, point.end))
        while index < len(raw) and raw[index][1] < point.end:
            index += 1
    return [*merged, *raw[index:]]


def _phrase(
    text: str,
    raw: list[tuple[str | None, int, int]],
    index: int,
    seconds: dict[str, tuple[tuple[str, ...], ...]],
) -> tuple[int, str]:
    """Find the longest phrase of the lexicon that begins at a token, and how many it takes."""
    _, start, end = raw[index + 1]
    for parts in seconds.get(text[start:end].lower(), ()):
        last = index + len(parts)
        if last > len(raw):
            continue
        span = [text[begin:stop] for _, begin, stop in raw[index:last]]
        if [word.lower() for word in span] == list(parts):
            joined = " ".join(span).replace(" - ", "-")
            if "name" in words()[joined.lower()] and joined[0].islower():
                return 1, ""
            return len(parts), joined
    return 1, ""


def _is_article(
    text: str, raw: list[tuple[str | None, int, int]], index: int, before: Entry
) -> bool:
    """Tell "10 km N of An Nabk" and "between A and B" from the English words "an", "at", "a"."""
    if index + 1 >= len(raw) or before.roles.isdisjoint(CALLS_FOR_NAME):
        return False
    kind, start, end = raw[index + 1]
    if raw[index][2] - raw[index][1] == 1:
        return text[start:end] in AFTER_A
    return kind == "word" and text[start].isupper()


def _is_stop(
    text: str, end: int, entries: list[Entry], raw: list[tuple[str | None, int, int]], index: int
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
            if roles & {"unit", "direction", "about", "road"}:
                return False
        elif roles & {"direction"} and len(word) <= 3:  # noqa: PLR2004
            return False
    return True


def _points(word: str) -> bool:
    return bool(entry_of(word, after_number=True).roles & {"direction", "of", "and"})


def _is_caseless(text: str, raw: list[tuple[str | None, int, int]]) -> bool:
    """Say whether the unknown words of a text show no capitals to tell names by."""
    for kind, start, end in raw:  # noqa: SIM110 - a generator takes twice the time
        if kind == "word" and _shows_case(text[start:end]):
            return False
    return True


@lru_cache(maxsize=65_536)
def _shows_case(word: str) -> bool:
    return (
        word != word.lower()
        and not word.isupper()
        and word.lower() not in words()
        and "name" in entry_of(word).roles
    )
