"""Reports as pages, Word and PDF files: the same events as in plain text, and clear refusals."""

import io
import zipfile
from pathlib import Path

import pytest

from gazetteer.errors import ReportError
from gazetteer.report import read_events
from gazetteer.report.document import report_text

LINES = [
    ("#", "Review, March 8-14, 2021"),
    ("##", "Nigeria"),
    ("-", "On March 9, an IED was activated against a bus about 5 km north of Kano. Two men died."),
    ("-", "On March 10, gunmen attacked a post near Jos. A soldier was wounded."),
    ("##", "Mali"),
    ("", "On March 11, a mine exploded under a truck between Kidal and Gao."),
]
EXPECTED = [("ied", 9, 2, "NG"), ("assault", 10, None, "NG"), ("ied", 11, None, "ML")]


def as_html() -> bytes:
    tags = {"#": "h1", "##": "h2", "-": "li", "": "p"}
    body = "".join(f"<{tags[mark]}>{words}</{tags[mark]}>" for mark, words in LINES)
    return f"<html><head><style>p {{}}</style></head><body>{body}<script>x</script></body>".encode()


def as_word() -> bytes:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for mark, words in LINES:
        if mark.startswith("#"):
            document.add_heading(words, len(mark))
        else:
            document.add_paragraph(words, style="List Bullet" if mark == "-" else None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf() -> bytes:
    """Write a page in Helvetica, by hand: what a PDF is made of, and no more."""
    sizes = {"#": 18, "##": 14, "-": 10, "": 10}
    y = 780
    drawn = []
    for mark, words in LINES:
        size = sizes[mark]
        y -= 2 * size
        pieces = words.split(". ", 1)
        for number, piece in enumerate(pieces):
            text = piece + (". " if number == 0 and len(pieces) > 1 else "")
            bullet = "- " if mark == "-" and number == 0 else ""
            drawn.append(f"BT /F1 {size} Tf 50 {y - 12 * number} Td ({bullet}{text}) Tj ET")
        y -= 12 * (len(pieces) - 1)
    content = "\n".join(drawn).encode()
    fonts = b"/Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


@pytest.mark.parametrize(
    ("suffix", "package", "make"),
    [("html", "bs4", as_html), ("docx", "docx", as_word), ("pdf", "pypdf", as_pdf)],
)
def test_a_report_tells_the_same_in_every_kind_of_file(
    suffix: str, package: str, make: object, tmp_path: Path
) -> None:
    pytest.importorskip(package, reason="the extra 'documents' is not installed")
    path = tmp_path / f"report.{suffix}"
    path.write_bytes(make())  # type: ignore[operator]
    events = read_events(path)
    told = [(e.event_type, e.date.day if e.date else None, e.killed, e.country) for e in events]
    assert told == EXPECTED


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


REFUSED = [
    (b"%PDF-1.7 and nothing that follows", "PDF"),
    (archive({"xl/workbook.xml": b"<x/>"}), "Excel"),
    (archive({"readme": b"text"}), "ZIP"),
    (b"PK\x03\x04 and nothing that follows", "damaged"),
    (archive({"word/document.xml": b"0" * 50_000_000}), "unpacks to more"),
    (archive({"word/document.xml": b"<w/>"}), "Word"),
    (b"\xd0\xcf\x11\xe0old", "old Word"),
    (b"\x89PNG\r\n", "picture"),
]


@pytest.mark.parametrize(("raw", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_is_no_report_is_refused_by_its_name(raw: bytes, words: str) -> None:
    pytest.importorskip("pypdf")
    pytest.importorskip("docx")
    with pytest.raises(ReportError, match=words):
        report_text(raw, name="file")


def test_a_word_file_reads_no_other_file(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", encoding="utf-8")
    entity = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    with zipfile.ZipFile(io.BytesIO(as_word())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    words = parts["word/document.xml"].decode().split("?>", 1)[1].replace("Nigeria", "&e;")
    parts["word/document.xml"] = (entity + words).encode()
    try:
        text = report_text(archive(parts), name="file")
    except ReportError:
        return
    assert "secret words" not in text


def test_entities_that_multiply_are_refused() -> None:
    pytest.importorskip("docx")
    lots = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    entity = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "lol">{lots}]>'
    with zipfile.ZipFile(io.BytesIO(as_word())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    words = parts["word/document.xml"].decode().split("?>", 1)[1].replace("Nigeria", "&e9;")
    parts["word/document.xml"] = (entity + words).encode()
    try:
        text = report_text(archive(parts), name="file")
    except ReportError:
        return
    assert len(text) < 10_000


def test_elements_nested_without_end_are_refused() -> None:
    pytest.importorskip("bs4")
    with pytest.raises(ReportError, match="deep"):
        report_text(b"<html>" + b"<div>" * 5000 + b"A bomb exploded.", name="page")


def test_pages_keep_rows_and_lose_menus() -> None:
    pytest.importorskip("bs4")
    page = (
        b"<html><nav>Home</nav><table><tr><th>Date</th><th>Details</th></tr>"
        b"<tr><td>May 1, 2021</td><td>A bomb<br>exploded.<sup>[3]</sup></td></tr></table></html>"
    )
    assert report_text(page) == "| Date | Details |\n\n| May 1, 2021 | A bomb exploded. |"
