"""What can go wrong with words and places."""

from geo.errors import FarsakhError


class ExpressionError(FarsakhError, ValueError):
    """
    A text that is no description of a location.

    Attributes
    ----------
    text
        What was given.
    position
        Index of the first character that could not be read.
    expected
        What could have stood there, in words.
    """

    def __init__(
        self, message: str, *, text: str, position: int, expected: tuple[str, ...]
    ) -> None:
        super().__init__(message)
        self.text = text
        self.position = position
        self.expected = expected


class UnresolvedPlaceError(FarsakhError, LookupError):
    """
    A description that was understood, of a place that is not known or not certain.

    Attributes
    ----------
    text
        What was given.
    why
        The reason, as a sentence.
    candidates
        Names of places that it may have meant, best first.
    """

    def __init__(self, message: str, *, text: str, why: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message)
        self.text = text
        self.why = why
        self.candidates = candidates


class UncertaintyError(FarsakhError, ValueError):
    """
    A question about the distribution of a location that has none.

    Attributes
    ----------
    status, method
        Of the location.
    """

    def __init__(self, *, status: str, method: str) -> None:
        super().__init__(
            f"this location ({status}, by the method {method!r}) has no density; samples and "
            "probabilities need a located phrase or a region and method='density'"
        )
        self.status = status
        self.method = method


class IndexFileError(FarsakhError, OSError):
    """The file of places is missing, damaged, of another version, or cannot be built."""


class OverlayError(FarsakhError, ValueError):
    """A file of the user's own places that cannot be read; the message names the row."""


class SourceError(FarsakhError, ValueError):
    """A file of places that cannot be imported, or an import that is not there."""


class ReportError(FarsakhError, ValueError):
    """A report that is no text, or a file that cannot be read as one."""


class MissingModelError(FarsakhError, ImportError):
    """
    A model of language that was asked for and is not installed.

    Attributes
    ----------
    model
        Its name.
    remedy
        The command that installs it.
    """

    def __init__(self, model: str, remedy: str) -> None:
        super().__init__(
            f"the model {model!r} cannot be loaded; install it with: {remedy} "
            "(or leave it out: find_places needs no model)"
        )
        self.model = model
        self.remedy = remedy
