"""What an import read, kept, left out, and could not read."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN = 5  # malformed rows that are shown; the others are only counted


@dataclass(slots=True)
class Tally:
    """
    Counts of one import, filled while it runs.

    Attributes
    ----------
    read
        Rows of all kinds.
    left_out
        Sound rows that are no places to look for: streams, shops, provinces, other countries'
        names.
    malformed
        Rows that could not be read.
    shown
        The first of those: where, and why.
    """

    read: int = 0
    left_out: int = 0
    malformed: int = 0
    shown: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, where: str, why: str) -> None:
        """
        Count a row that could not be read.

        Parameters
        ----------
        where
            Its file and line.
        why
            What is wrong with it.

        Examples
        --------
        >>> tally = Tally()
        >>> tally.refuse("SY.txt, line 3", "7 columns instead of 19")
        >>> tally.malformed, tally.shown[0][1]
        (1, '7 columns instead of 19')
        """
        self.malformed += 1
        if len(self.shown) < SHOWN:
            self.shown.append((where, why))
