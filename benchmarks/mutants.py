"""
Change the code a little, many times, and see whether the tests notice.

    python benchmarks/mutants.py [MODULE ...] [--sample 60] [--seed 0]

Modules: those of MODULES below, each with the tests that are to notice. A mutant differs from the
code in one place: a comparison, an operator, a number, a truth value, a condition. It survives if
all tests pass. Survivors are printed as a line of the code before and after; each is either no
difference that anybody can notice, or wants a test. Needs a system that forks.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
GRAMMAR = ("tests/gazetteer/test_expression.py", "tests/gazetteer/test_refusals.py",
           "tests/gazetteer/test_forms.py")  # fmt: skip
LAWS = ("tests/geo/test_uncertainty.py", "tests/geo/test_laws.py")
MODULES = {
    "geo/uncertainty.py": (*LAWS, "tests/gazetteer/test_densities.py"),
    "geo/laws.py": LAWS,
    "geo/polar.py": LAWS,
    "gazetteer/expression.py": GRAMMAR,
    "gazetteer/assembly.py": GRAMMAR,
    "gazetteer/planning.py": GRAMMAR,
    "gazetteer/composition.py": GRAMMAR,
    "gazetteer/disambiguate.py": ("tests/gazetteer/test_resolve.py",
                                  "tests/gazetteer/test_agreement.py",
                                  "tests/gazetteer/test_company.py"),
}  # fmt: skip
LONGEST_S = 120  # a mutant that takes longer has been noticed

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.And: ast.Or,
    ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


def main() -> int:
    """
    Try the mutants of each module.

    Returns
    -------
    int
        1 if any survived.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("modules", nargs="*", default=[*MODULES], help=", ".join(MODULES))
    parser.add_argument("--sample", type=int, default=60, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    import geopandas  # noqa: F401, PLC0415 - once, before every mutant is forked
    import pytest  # noqa: F401, PLC0415
    import scipy.stats  # noqa: F401, PLC0415

    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in ("geo", "gazetteer", "maps", "tests", "benchmarks"):
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", tree)
        for module in options.modules:
            survived += tried(tree, module, options.sample, options.seed)
    return int(survived > 0)


def tried(tree: Path, module: str, sample: int, seed: int) -> int:
    """
    Try a sample of the mutants of a module.

    Parameters
    ----------
    tree
        A copy of the repository.
    module, sample, seed
        Which, how many, by which chance.

    Returns
    -------
    int
        How many survived.
    """
    path = tree / module
    source = path.read_text(encoding="utf-8")
    found = list(mutants(source))
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(found), min(sample, len(found)), replace=False)
    if not passes(tree, module):
        print(f"{module}: its tests fail without any change", flush=True)
        return 1
    survived = 0
    for number in sorted(chosen):
        line, text = found[number]
        path.write_text(text, encoding="utf-8")
        if passes(tree, module):
            survived += 1
            print(f"  {module}:{line}: {difference(source, text)}", flush=True)
    path.write_text(source, encoding="utf-8")
    print(f"{module}: {len(chosen) - survived} of {len(chosen)} mutants noticed "
          f"({len(found)} in all)", flush=True)  # fmt: skip
    return survived


def mutants(source: str) -> Iterator[tuple[int, str]]:
    """
    Give a module changed in one place.

    Parameters
    ----------
    source
        The module.

    Yields
    ------
    line, text
        Where, and the whole module after it.
    """
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        for kind in range(len(changes(node))):
            changed = copy.deepcopy(tree)
            twin = next(each for at, each in enumerate(ast.walk(changed)) if at == number)
            changes(twin)[kind]()
            yield getattr(node, "lineno", 0), ast.unparse(changed)


def changes(node: ast.AST) -> list[Callable[[], None]]:  # noqa: PLR0911 - a kind a line
    """
    List what can be changed of a node, as functions that do it.

    Parameters
    ----------
    node
        Of a syntax tree.
    """
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPS:
            return [lambda: setattr(node, "ops", [SWAPS[type(op)]()])]
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) if type(op) in SWAPS:
            return [lambda: setattr(node, "op", SWAPS[type(op)]())]
        case ast.Constant(value=bool(value)):
            return [lambda: setattr(node, "value", not value)]
        case ast.Constant(value=int(value) | float(value)):
            return [lambda: setattr(node, "value", value + 1)]
        case ast.If(test=test) | ast.IfExp(test=test):
            return [lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))]
        case ast.UnaryOp(op=ast.USub()):
            return [lambda: setattr(node, "op", ast.UAdd())]
    return []


def passes(tree: Path, module: str) -> bool:
    """
    Run the tests of a module in a process of their own.

    Parameters
    ----------
    tree
        A copy of the repository.
    module
        Which.
    """
    child = os.fork()
    if child == 0:
        code = 3
        try:
            os.chdir(tree)
            sys.path[:] = [str(tree), *(at for at in sys.path if Path(at) != ROOT / "benchmarks")]
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            import pytest  # noqa: PLC0415 - loaded before the fork

            arguments = ["-x", "-q", "-p", "no:cacheprovider", module, *MODULES[module]]
            code = int(pytest.main(arguments))
        finally:
            os._exit(code)
    end = time.monotonic() + LONGEST_S
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def difference(before: str, after: str) -> str:
    """
    Show the line that differs.

    Parameters
    ----------
    before, after
        The module.
    """
    first = ast.unparse(ast.parse(before)).splitlines()
    pairs = zip(first, after.splitlines(), strict=False)
    return next((f"{a.strip()}  ->  {b.strip()}" for a, b in pairs if a != b), "")


if __name__ == "__main__":
    sys.exit(main())
