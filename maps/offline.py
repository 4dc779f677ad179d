"""
Pages that ask the network for nothing, or only for files that are pinned by their hash.

The Content-Security-Policy in the head allows exactly the scripts that this module wrote, each
by its SHA-256: markup and code that came in with data cannot run, and the browser itself
enforces that an offline page makes no request (CSP Level 3, W3C).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from typing import TYPE_CHECKING

from branca.element import CssLink, Element, Figure, JavascriptLink

from geo.errors import FarsakhError
from maps.pinned import Pinned, content, own, pinned, script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCRIPTS = (
    "data.js", "page.js", "shapes.js", "symbols.js", "ground.js", "measures.js", "provinces.js",
    "spread.js", "density.js", "given.js", "incidents.js", "points.js", "areas.js", "card.js",
    "legend.js", "filters.js", "time.js", "table.js", "panel.js", "furniture.js",
)  # fmt: skip
STYLES = ("page.css", "map.css", "panel.css")
IMAGES = {"iconUrl": "marker-icon", "iconRetinaUrl": "marker-icon-2x", "shadowUrl": "marker-shadow"}

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class OfflineError(FarsakhError, ValueError):
    """A page that cannot be written without the network; the message says which part asks."""


class Page(Figure):
    """
    The document around a map; `online` chooses where the pinned files come from.

    Parameters
    ----------
    title
        Text of the browser's tab.
    language
        Language of the page's own words (BCP 47).
    image_hosts
        Addresses that the page may ask for pictures, such as the tiles of a base map.
    """

    def __init__(
        self, title: str, language: str = "en", *, image_hosts: tuple[str, ...] = ()
    ) -> None:
        super().__init__(title=title)
        self.image_hosts = image_hosts
        self.heading = title
        self.language = language
        self.online = False

    def render(self, **kwargs: object) -> str:
        """
        Write the document.

        Parameters
        ----------
        **kwargs
            Handed to the elements of the page, as folium does.

        Returns
        -------
        str
            HTML.

        Raises
        ------
        OfflineError
            If an element asks for a file that is not pinned and the page is to be offline.
        MissingDataError
            If a pinned file is not installed and the page is to be offline.
        """
        for child in list(self._children.values()):
            child.render(**kwargs)
        for index, part in enumerate(_own_parts(online=self.online)):
            self.header.add_child(part, name=f"farsakh_{index}")
        head: list[str] = []
        hashes: list[str] = []
        hosts: dict[str, list[str]] = {"script": [], "style": []}
        for element in self.header._children.values():  # noqa: SLF001 - branca has no public way
            if isinstance(element, JavascriptLink | CssLink):
                self._link(element, head, hashes, hosts)
            else:
                text = element.render(**kwargs)
                hashes += [_hash(found) for found in INLINE.findall(text)]
                head.append(text)
        code = _closed("\n".join(c.render(**kwargs) for c in self.script._children.values()))  # noqa: SLF001
        body = "\n".join(c.render(**kwargs) for c in self.html._children.values())  # noqa: SLF001
        policy = _policy([*hashes, _hash(code)], hosts, self.image_hosts)
        return "\n".join(
            (
                "<!DOCTYPE html>",
                f'<html lang="{html.escape(self.language)}">',
                '<head><meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                f"<title>{html.escape(_printable(self.heading))}</title>",
                *head,
                "</head>",
                f"<body>{body}",
                f"<script>{code}</script>",
                "</body></html>\n",
            )
        )

    def _link(
        self,
        link: JavascriptLink | CssLink,
        head: list[str],
        hashes: list[str],
        hosts: dict[str, list[str]],
    ) -> None:
        file = pinned().get(link.url)
        is_script = isinstance(link, JavascriptLink)
        if self.online:
            head.append(_tag(link.url, file, is_script=is_script))
            hosts["script" if is_script else "style"].append(html.escape(link.url))
        elif file is None:
            msg = (
                f"an element of this map asks for {link.url}, which no offline page carries: save "
                "the page with online=True, or leave the element out"
            )
            raise OfflineError(msg)
        elif is_script:
            text = script(file)
            hashes.append(_hash(text))
            head.append(f"<script>{text}</script>")
        else:
            head.append(f"<style>{_style(file)}</style>")


def bare_document(title: str, body: str, *, styles: Sequence[str], scripts: Sequence[str]) -> str:
    """
    Write a document without a map: the project's own styles and scripts and a body, no request.

    Parameters
    ----------
    title
        Text of the browser's tab.
    body
        HTML in which all data are escaped already.
    styles, scripts
        File names in `maps/assets`.

    Returns
    -------
    str
        HTML whose Content-Security-Policy lets these scripts run and nothing else.

    Examples
    --------
    >>> "default-src 'none'" in bare_document("Review", "<p>Nothing.</p>", styles=[], scripts=[])
    True
    """
    code = _closed("\n".join(own(name) for name in scripts))
    style = "\n".join(own(name) for name in styles)
    policy = _policy([_hash(code)], {"script": [], "style": []}, ())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(_printable(title))}</title>\n<style>{style}</style></head>\n"
        f"<body>{_printable(body)}\n<script>{code}</script>\n</body></html>\n"
    )


def _own_parts(*, online: bool) -> Iterator[Element]:
    """Give the project's own styles and scripts, to stand in the head after Leaflet's."""
    if not online:
        yield _marker_images()
    yield Element("<style>" + "\n".join(own(name) for name in STYLES) + "</style>")
    code = "\n".join(own(name) for name in SCRIPTS)
    yield Element(f"<script>{code}</script>")


def _marker_images() -> Element:
    """Give Leaflet the pictures of its default marker, which it would look for by address."""
    by_path = {file.path: file for file in pinned().values()}
    uris = {
        option: _data_uri(by_path[f"dist/images/{name}.png"]) for option, name in IMAGES.items()
    }
    return Element(
        '<script>L.Icon.Default.imagePath = "";'
        f"L.Icon.Default.mergeOptions({json.dumps(uris)});</script>"
    )


def _policy(hashes: list[str], hosts: dict[str, list[str]], images: tuple[str, ...]) -> str:
    scripts = " ".join([*(f"'{found}'" for found in dict.fromkeys(hashes)), *hosts["script"]])
    styles = " ".join(["'unsafe-inline'", *hosts["style"]])
    pictures = " ".join(["data:", "blob:", *images, *(["https:"] if hosts["script"] else [])])
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src {pictures}; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _tag(url: str, file: Pinned | None, *, is_script: bool) -> str:
    pin = f' integrity="{file.integrity}" crossorigin="anonymous"' if file else ""
    address = html.escape(url)
    if is_script:
        return f'<script src="{address}"{pin}></script>'
    return f'<link rel="stylesheet" href="{address}"{pin}>'


def _style(file: Pinned) -> str:
    """Give a pinned style sheet with its pictures inside."""
    folder = file.path.rpartition("/")[0]
    siblings = {found.path: found for found in pinned().values() if found.package == file.package}

    def inside(match: re.Match[str]) -> str:
        found = siblings.get(f"{folder}/{match[1]}")
        return f"url({_data_uri(found)})" if found else match[0]

    return re.sub(r"url\(([\w./-]+)\)", inside, content(file).decode("utf-8"))


def _data_uri(file: Pinned) -> str:
    return "data:image/png;base64," + base64.b64encode(content(file)).decode("ascii")


def _closed(code: str) -> str:
    """Keep a text inside the code from ending the script or opening a comment."""
    code = _printable(code.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"<(?=/script|script)", r"\\x3C", code, flags=re.IGNORECASE).replace(
        "<!--", r"\x3C!--"
    )


def _printable(text: str) -> str:
    """Replace what no UTF-8 document can hold: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _hash(code: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode(
        "ascii"
    )
