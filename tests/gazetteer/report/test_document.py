"""Reports as blocks, whatever their encoding and marks."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import ReportError
from gazetteer.report.blocks import split_blocks
from gazetteer.report.document import decode, read_document

WORDS = "Bericht über Deir ez-Zor \u2013 دير الزور"


@pytest.mark.parametrize(
    "raw",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        WORDS.encode("utf-16"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
    ],
)
def test_unicode_is_decoded_with_and_without_a_mark(raw: bytes) -> None:
    assert decode(raw) == WORDS


def test_an_old_encoding_is_guessed() -> None:
    text = "Des hommes armés ont attaqué un poste près de Gao ; deux policiers ont été tués. " * 4
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("raw", "what"),
    [(b"%PDF-1.7 ...", "a PDF"), (b"PK\x03\x04...", "Word"), (b"\x89PNG\r\n", "picture")],
)
def test_what_is_no_text_is_refused_by_name(raw: bytes, what: str) -> None:
    with pytest.raises(ReportError, match=what):
        decode(raw, name="report.bin")


LINES = """\
Kano - Two policemen were shot dead at a roadblock by gunmen.
Jos - A bomb went off in a market and wounded five traders.
The police said that they had found two more such bombs.
"""


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# Title", ["heading"]),
        ("Title\n=====\n\nWords follow here.", ["heading", "paragraph"]),
        ("SYRIA\n\n- One.\n- Two.", ["heading", "bullet", "bullet"]),
        ("- ▶ One.\n► Two.\n◆ Three.\n• Four.\n* Five.\n1. Six.\n(2) Seven.", ["bullet"] * 7),
        ("**Iraq**\n\nMen fired.", ["heading", "paragraph"]),
        ("Right: men. Left: women (Agency, May 2, 2020).", ["caption"]),
        ("A soldier's motorcycle seized by gunmen\n(Telegram, May 22, 2020)", ["caption"]),
        ("<sup>1</sup> A militia founded in 2014.", ["footnote"]),
        ("12 March: one.\n13 March: two.", ["paragraph", "paragraph"]),
        ("One line\nthat goes on\nand on.", ["paragraph"]),
        (
            LINES,
            ["paragraph", "paragraph"],
        ),
        ("1. ARAUCA\n5 April - Men fired at a bus.", ["heading", "paragraph"]),
        ("PATTANI\nDate: 2 June 2019\nDetails: Two men were shot.", ["heading", "bullet"]),
        ("---\n\n***", []),
        ("", []),
    ],
)
def test_blocks_are_told_apart(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in split_blocks(text)] == kinds
    assert [block.kind for block in split_blocks(text.replace("\n", "\r\n"))] == kinds


def test_emphasis_is_gone_and_spans_point_at_the_original() -> None:
    text = "- ▶ **On May 2**, men\r\n  fired *near* Kano<sup>3</sup>."
    block = split_blocks(text)[0]
    assert block.text == "On May 2, men fired near Kano."
    start, end = block.span(block.text.index("near"), len(block.text))
    assert text[start:end] == "near* Kano<sup>3</sup>."


def test_a_bullet_broken_by_a_footnote_goes_on_after_it() -> None:
    text = "- He was caught, born in Gao,\n\n---\n\n<sup>3</sup> A note.\n\nand held for a week."
    blocks = split_blocks(text)
    assert [b.kind for b in blocks] == ["bullet", "footnote"]
    assert blocks[0].text == "He was caught, born in Gao, and held for a week."


@pytest.mark.parametrize("text", ["", "  \n ", "no-such-report.txt"])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(ReportError):
        read_document(text)


def test_a_file_and_its_text_give_the_same_blocks(tmp_path: Path) -> None:
    path = tmp_path / "review.txt"
    path.write_bytes(b"# Mali\r\n\r\n- Men fired.\r\n")
    assert read_document(path).blocks == read_document("# Mali\r\n\r\n- Men fired.\r\n").blocks
    assert read_document(str(path)).name == "review.txt"


@given(st.text(max_size=400))
def test_every_character_of_a_block_is_one_of_the_text(text: str) -> None:
    for block in split_blocks(text):
        assert len(block.text) == len(block.origins)
        for character, origin in zip(block.text, block.origins, strict=True):
            assert character in (text[origin], " ")
