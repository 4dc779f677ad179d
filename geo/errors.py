"""What can go wrong below the words: one tree of errors, each also the built-in it is a kind of."""


class FarsakhError(Exception):
    """Anything that Farsakh refuses; the message says what was given, expected, and to be done."""


class CoordinateError(FarsakhError, ValueError):
    """A longitude or latitude that cannot be one."""


class GridError(CoordinateError):
    """A UTM or MGRS reference to a zone, a band or a square that is not there."""


class UnitError(FarsakhError, ValueError):
    """A word that is no unit of length."""


class NumberError(FarsakhError, ValueError):
    """A number that cannot be what it stands for, such as a length below zero."""


class DirectionError(FarsakhError, ValueError):
    """A word that is no compass direction."""


class CRSError(FarsakhError, ValueError):
    """A table in another coordinate reference system than the one that was asked for."""


class TableError(FarsakhError, ValueError):
    """A table without the columns, or with other contents, than its kind promises."""


class RegionError(FarsakhError, LookupError):
    """A province code or a boundary file that does not give what was asked of it."""


class MissingDataError(FarsakhError, FileNotFoundError):
    """A data file of the package that should be there and is not."""


class OutputError(FarsakhError, OSError):
    """A file that cannot be written; the message says why and what to do."""


class MissingExtraError(FarsakhError, ImportError):
    """An optional library that is not installed; the message names the extra that brings it."""
