"""What SECURITY.md promises of the code: nothing is evaluated or unpickled, no network is asked."""

from __future__ import annotations

import ast
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import gazetteer
import geo
import maps
from maps.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(geo.__file__).parent.parent
SOURCES = [
    path
    for package in (geo, gazetteer, maps)
    for path in sorted(Path(package.__file__).parent.rglob("*.py"))
    if path.parent.name != "data"  # scripts that rebuild the tables, not installed
]
EVALUATE = {"eval", "exec", "compile", "__import__"}
METHODS = {("os", "system"), ("os", "popen"), ("np", "load"), ("pd", "eval"), ("pd", "read_pickle")}
UNPICKLE = {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "yaml", "jsonpickle"}
RUN_SQL = {"execute", "executemany", "executescript"}
EXCUSED = {
    ("gazetteer/build.py", "S608"),  # question marks, as many as a constant says
    ("gazetteer/index.py", "S608"),  # parts of statements that are constants
    ("maps/assets/fetch.py", "S603"),  # npm, of the build alone
}
"""Rules of flake8-bandit that a line is excused from; ruff holds all others everywhere."""


def offences(node: ast.AST) -> Iterator[str]:
    """Name what makes code of text, or objects of bytes."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in EVALUATE:
            yield name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)):
            if (owner, name) in METHODS:
                yield f"{owner}.{name}"
        case ast.Import(names=names):
            yield from {one.name.partition(".")[0] for one in names} & UNPICKLE
        case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in UNPICKLE:
            yield module
        case ast.keyword(arg="shell" | "allow_pickle" as name):
            yield name


def written_here(node: ast.expr) -> bool:  # noqa: PLR0911 - a rule a line
    """Whether a statement is written in the source, and holds no value of a user."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):  # locals that are constants
            return name.isupper() or name in {"sql", "statement", "where"}
        case ast.JoinedStr(values=parts):
            return all(written_here(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return written_here(left) and written_here(right)
        case ast.FormattedValue(value=ast.Name(id=name)):
            return name.isupper() or name in {"pragma", "marks"}
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="_in"), args=[sql]):
            return written_here(sql)  # of the index: turns "= ?" into "IN (?, '')"
        case ast.FormattedValue(value=call):
            return ast.unparse(call).startswith("','.join('?' *")
    return False


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            line = getattr(node, "lineno", 0)
            yield f"{path.relative_to(ROOT).as_posix()}:{line}", node


def test_no_text_becomes_code_and_nothing_is_unpickled() -> None:
    assert [f"{where} {what}" for where, node in nodes() for what in offences(node)] == []


def test_sql_gets_its_values_as_parameters() -> None:
    run = [
        (where, node.args[0])
        for where, node in nodes()
        if isinstance(node, ast.Call)
        and (name := getattr(node.func, "attr", None) or getattr(node.func, "id", None))
        and (name in RUN_SQL or (name == "rows" and where.startswith("gazetteer/index.py")))
        and node.args
    ]
    assert len(run) > 20
    assert [f"{where} {ast.unparse(sql)}" for where, sql in run if not written_here(sql)] == []


def test_the_two_tests_above_see_what_they_look_for() -> None:
    bad = "eval(text)\nimport pickle\nnp.load(p, allow_pickle=True)\n"
    found = {what for node in ast.walk(ast.parse(bad)) for what in offences(node)}
    assert found == {"eval", "pickle", "np.load", "allow_pickle"}
    for sql in ("f'SELECT {name}'", "'SELECT ' + name", "'SELECT {}'.format(name)", "made"):
        assert not written_here(ast.parse(sql, mode="eval").body)


def test_what_ruff_is_told_to_overlook_is_known() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), rule)
        for path in SOURCES
        for excuse in re.findall(r"noqa: ([A-Z0-9, ]+)", path.read_text(encoding="utf-8"))
        for rule in re.findall(r"\bS\d{3}\b", excuse)
    }
    assert found == EXCUSED


PAGE = (
    '<html><head><link rel="stylesheet" href="https://example.org/a.css"></head><body>'
    '<img src="https://example.org/a.png"><p>On May 21, 2020, gunmen attacked a post 5 km north '
    "of Homs, Syria.</p></body></html>"
)


@pytest.mark.usefixtures("carried")
def test_with_all_sockets_cut_every_command_does_its_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        message = "the network was asked for"
        raise AssertionError(message)

    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, cut)
    monkeypatch.setattr(socket.socket, "__init__", cut)
    monkeypatch.setenv("FARSAKH_DATA", str(tmp_path / "data"))
    page, mine = tmp_path / "report.html", tmp_path / "mine.csv"
    page.write_text(PAGE, encoding="utf-8")
    mine.write_text("name,lat,lon\nTell Made,34.9,38.1\n", encoding="utf-8")
    out = {ending: str(tmp_path / f"out.{ending}") for ending in ("html", "csv", "xlsx", "kml")}
    for command in (
        ("places", "import", str(mine), "--country", "SY"),
        ("locate", "5 km north of Tell Made", "--country", "SY"),
        ("locate", "Nowhereville", "5 km north of Homs", "--country", "SY"),
        ("incidents", str(page), "--out", out["csv"]),
        ("incidents", "--sample", "--out", out["kml"]),
        ("map", str(page), "--out", out["html"]),
        ("map", "--sample", "--static", str(tmp_path / "out.png")),
        ("map", "--sample", "--online", "--out", out["html"]),  # written here, not opened
        ("provinces", "--sample", "--out", out["xlsx"]),
        ("review", "--sample", "--out", out["html"]),
        ("clusters", "--sample", "--out", out["csv"]),
        ("describe", "35.0", "40.4"),
        ("claims", str(page)),
        ("doctor",),
    ):
        assert main(command) == 0, command
