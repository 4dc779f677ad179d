"""
Places as spaCy's models see them, instead of the rules of this package, or beside them.

spaCy and its model are the user's to install: `pip install "farsakh[spacy]"` and
`python -m spacy download en_core_web_sm`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from gazetteer.errors import MissingModelError

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS: Final = frozenset({"GPE", "LOC", "FAC", "LC", "LOCATION"})
"""Labels of places in spaCy's models: OntoNotes' three, and those of other languages."""

DEFAULT_MODEL: Final = "en_core_web_sm"


class Entity(Protocol):
    """What is used of a `spacy.tokens.Span`."""

    label_: str
    start_char: int
    end_char: int


class Document(Protocol):
    """What is used of a `spacy.tokens.Doc`."""

    @property
    def ents(self) -> Iterable[Entity]:
        """Entities in the order of the text."""


class Pipeline(Protocol):
    """What is used of a `spacy.Language`."""

    def __call__(self, text: str, /) -> Document:
        """Read a text."""


def entity_spans(
    text: str, model: str | Pipeline = DEFAULT_MODEL, *, labels: Iterable[str] = LABELS
) -> list[tuple[int, int]]:
    """
    Find the places of a text with a model of spaCy.

    Parameters
    ----------
    text
        Prose.
    model
        Name of an installed model, or a loaded pipeline, which is cheaper for many texts.
    labels
        Entities that are places.

    Returns
    -------
    list of (start, end)
        Offsets, for the option `spans` of `find_places`.

    Raises
    ------
    MissingModelError
        If spaCy or the model is not installed; it says how to install them.

    Examples
    --------
    >>> import types
    >>> kabul = types.SimpleNamespace(label_="GPE", start_char=10, end_char=15)
    >>> reader = lambda text: types.SimpleNamespace(ents=[kabul])
    >>> entity_spans("A bomb in Kabul.", reader)
    [(10, 15)]
    """
    pipeline = _loaded(model) if isinstance(model, str) else model
    wanted = frozenset(labels)
    return [
        (entity.start_char, entity.end_char)
        for entity in pipeline(text).ents
        if entity.label_ in wanted
    ]


def _loaded(model: str) -> Pipeline:
    try:
        import spacy  # noqa: PLC0415 - optional
    except ImportError as error:
        raise MissingModelError(model, 'pip install "farsakh[spacy]"') from error
    try:
        pipeline: Pipeline = spacy.load(model)
    except OSError as error:
        raise MissingModelError(model, f"python -m spacy download {model}") from error
    return pipeline
