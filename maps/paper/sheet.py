"""A sheet: a matplotlib figure that writes the same bytes for the same data."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from geo.errors import TableError
from geo.outputs import whole

ENDINGS: Final = (".png", ".svg", ".pdf")
DPI: Final = 200.0
METADATA: Final[dict[str, dict[str, str | None]]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What matplotlib would write of itself and of the clock."""

STYLE: Final[dict[Any, Any]] = {  # keys that matplotlib's types list one by one
    "svg.hashsalt": "farsakh", "svg.fonttype": "path", "pdf.fonttype": 42, "text.hinting": "none",
}  # fmt: skip
"""No random names in SVG, letters as outlines that look the same everywhere, text in PDF that can
be searched, and letters as wide as they were measured."""


class Sheet(Figure):
    """
    A map for print.

    It is a matplotlib figure: axes and artists of your own can be added, and a notebook shows it.
    """

    def save(self, path: str | Path, *, dpi: float = DPI) -> None:
        """
        Write the sheet to a file.

        Parameters
        ----------
        path
            A file that ends in .png, .svg or .pdf; an existing one is replaced.
        dpi
            Pixels per inch of PNG, and of what is drawn as pixels in the others.

        Raises
        ------
        TableError
            If the ending is another.

        Notes
        -----
        The bytes depend on the data, on the versions of matplotlib and of the fonts, and on
        nothing else: no file holds a date or a random name.
        """
        path = Path(path)
        ending = path.suffix.lower()
        if ending not in ENDINGS:
            msg = f"{path} ends in {path.suffix!r}; a map is written as {', '.join(ENDINGS)}"
            raise TableError(msg)
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(STYLE)
            with whole(path) as part:
                self.savefig(part, dpi=dpi, metadata=METADATA[ending])
