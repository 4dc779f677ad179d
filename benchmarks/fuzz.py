"""
Throw damaged texts at everything that reads texts, for as long as is wished.

    python benchmarks/fuzz.py [TARGET ...] [--minutes 10] [--seed 0] [--keep FOLDER]
                              [--corpora FOLDER]

The targets and the texts that each begins with are in `readers.py`. Texts are damaged: cuts,
doubles, shuffles, splices, foreign letters, controls, marks of direction, brackets, long repeats.
What is raised beside the documented errors is a fault; so is a text that takes longer than its
length allows. Faults are kept as files in FOLDER, shortened while they stay faults, and the exit
code tells whether there were any; mended ones belong into `tests/fuzzed`, whose texts are tests.

With --corpora Atheris (pip install 'farsakh[fuzz]') guides the damage: a text that reaches a new
branch of our code is kept in FOLDER/TARGET and damaged further, in this run and in later ones.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

if "--guided" in sys.argv:  # before what it is to look into is imported
    import atheris

    with atheris.instrument_imports(include=["geo", "gazetteer"]):
        from readers import TARGETS
else:
    from readers import TARGETS

from geo.errors import FarsakhError

STRANGE = (
    "\x00", "\u200b", "\u202e", "\u2028", "\ufeff", "\U0001f4cd", "\u0627", "\u0436", "\u4eac",
    "\u00e9", "\u0301", "\u00bd", "\u00b0", "\u2032", "\u2033", "\u00ba", "(", ")", "[", '"', "'",
    "`", "<", "&", ";", "|", "\\", "\t", "\r\n", "\n\n", "0", "999999999999", "-", "\u2013", ".",
    ",", "1e309", "NaN", "None", "%s", "{0}", "../", "=1+1",
)  # fmt: skip
"""Pieces that have broken readers of text before."""

SLOW_S = 2.0
SLOW_S_PER_KB = 0.1
"""A text may take two seconds and a tenth for each kilobyte: far above what any takes here, far
below what a pattern that backtracks takes."""

REPEATS = 200  # of a piece, at most
SHORTENINGS = 300  # tries to shorten a fault
MAX_BYTES = 20_000  # of a guided text
GIVE_UP_S = 120  # a guided text that takes longer ends its run


def main() -> int:
    """
    Fuzz each target for its share of the time.

    Returns
    -------
    int
        1 if there was a fault.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("targets", nargs="*", default=[*TARGETS], help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("faults"), help="folder of faults")
    parser.add_argument("--corpora", type=Path, help="folder of corpora; needs Atheris")
    parser.add_argument("--guided", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = {*options.targets} - {*TARGETS}
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; expected {', '.join(TARGETS)}")
    if options.guided:
        guided(options.targets[0], options)
    found = 0
    for name in options.targets:
        before = len(kept(options.keep, name))
        texts, whole = run_guided(name, options) if options.corpora else run(name, options)
        faults = len(kept(options.keep, name)) - before
        print(f"{name:12} {texts:9,} texts, {faults} faults{'' if whole else ', ended early'}",
              flush=True)  # fmt: skip
        found += faults + (not whole)
    return int(found > 0)


def run(name: str, options: argparse.Namespace) -> tuple[int, bool]:
    """
    Fuzz a target by chance alone.

    Parameters
    ----------
    name
        The target.
    options
        Of the command line.

    Returns
    -------
    texts, whole
        How many were tried, and that the time was used up.
    """
    target, give_seeds = TARGETS[name]
    seeds = give_seeds()
    rng = np.random.default_rng(options.seed)
    end = time.monotonic() + options.minutes * 60
    texts = 0
    while time.monotonic() < end:
        text = seeds[rng.integers(len(seeds))]
        attempt(name, target, damaged(text, seeds, rng), options.keep)
        texts += 1
    return texts, True


def run_guided(name: str, options: argparse.Namespace) -> tuple[int, bool]:
    """
    Fuzz a target in a process of its own, which Atheris ends when the time is over.

    Parameters
    ----------
    name
        The target.
    options
        Of the command line.

    Returns
    -------
    texts, whole
        How many were tried, and whether the time was used up: a crash or a hang ends it early.
    """
    corpus = options.corpora / name
    corpus.mkdir(parents=True, exist_ok=True)
    options.keep.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, __file__, name, "--guided", "--minutes", str(options.minutes), "--seed",
        str(options.seed), "--keep", str(options.keep), "--corpora", str(options.corpora),
    ]  # fmt: skip
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - itself
    texts = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    if done.returncode:
        print(done.stderr[-2000:])
    return int(texts[1]) if texts else 0, done.returncode == 0


def guided(name: str, options: argparse.Namespace) -> None:
    """
    Fuzz a target by what reaches new branches; does not come back.

    Parameters
    ----------
    name
        The target.
    options
        Of the command line.
    """
    target, give_seeds = TARGETS[name]
    seeds = give_seeds()
    corpus = options.corpora / name
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number:03}").write_text(seed[:MAX_BYTES], encoding="utf-8")

    def once(data: bytes) -> None:
        attempt(name, target, data.decode("utf-8", "replace"), options.keep)

    def mutated(data: bytes, size: int, seed: int) -> bytes:
        rng = np.random.default_rng(seed)
        if rng.random() < 1 / 4:
            return bytes(atheris.Mutate(data, size))
        text = damaged(data.decode("utf-8", "replace"), seeds, rng)
        return text.encode("utf-8", "replace")[:size]

    limits = [
        f"-max_total_time={options.minutes * 60:.0f}", f"-max_len={MAX_BYTES}",
        f"-timeout={GIVE_UP_S}", f"-seed={options.seed + 1}", "-print_final_stats=1",
        f"-artifact_prefix={options.keep / name}-ended-", "-rss_limit_mb=4096", "-reload=0",
        f"-report_slow_units={GIVE_UP_S}",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *limits, str(corpus)], once, custom_mutator=mutated)
    atheris.Fuzz()


def attempt(name: str, target: Callable[[str], object], text: str, folder: Path) -> None:
    """
    Try a text, and keep it if it is a fault that is not known yet.

    Parameters
    ----------
    name, target
        What reads it.
    text
        The text.
    folder
        Of faults.
    """
    fault = fault_of(target, text)
    if fault and fault.partition("\n")[0] not in KNOWN:
        KNOWN.add(fault.partition("\n")[0])
        keep(folder, name, shortened(target, text), fault)


KNOWN: set[str] = set()


def damaged(text: str, seeds: list[str], rng: np.random.Generator) -> str:
    """
    Damage a text in one to six ways.

    Parameters
    ----------
    text
        The text.
    seeds
        Texts to splice in.
    rng
        Where chance comes from.
    """
    for _ in range(rng.integers(1, 7)):
        low, high = np.sort(rng.integers(0, len(text) + 1, 2))
        piece = STRANGE[rng.integers(len(STRANGE))]
        match rng.integers(7):
            case 0:
                text = text[:low] + text[high:]
            case 1:
                text = text[:high] + text[low:]
            case 2:
                text = text[:low] + piece + text[low:]
            case 3:
                text = text[:low] + piece * int(rng.integers(1, REPEATS)) + text[high:]
            case 4:
                text = text[:low] + seeds[rng.integers(len(seeds))] + text[low:]
            case 5:
                words = text.split(" ")
                rng.shuffle(words)
                text = " ".join(words)
            case _:
                text = text[:low] + text[low:high].swapcase()[::-1] + text[high:]
    return text


def fault_of(target: Callable[[str], object], text: str) -> str:
    """
    Run a target and tell what is wrong.

    Parameters
    ----------
    target
        Reader of a text.
    text
        The text.

    Returns
    -------
    str
        Empty if nothing is; else a line of what and where, and the message.
    """
    begun = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target(text)
    except FarsakhError:
        pass
    except Exception as error:  # noqa: BLE001 - whatever else comes is the fault looked for
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return f"{type(error).__name__} at {where}\n{error}"
    took_s = time.process_time() - begun
    if took_s > SLOW_S + SLOW_S_PER_KB * len(text) / 1000:
        return f"slow\n{took_s:.1f} s for {len(text):,} characters"
    return ""


def shortened(target: Callable[[str], object], text: str) -> str:
    """
    Cut pieces out of a fault while it stays one.

    Parameters
    ----------
    target
        Reader of a text.
    text
        A text that is a fault.
    """
    rng = np.random.default_rng(0)
    for _ in range(SHORTENINGS):
        low, high = np.sort(rng.integers(0, len(text) + 1, 2))
        shorter = text[:low] + text[high:]
        if low < high and fault_of(target, shorter):
            text = shorter
    return text


def kept(folder: Path, name: str) -> list[Path]:
    """
    List the faults of a target.

    Parameters
    ----------
    folder
        Of faults.
    name
        The target.
    """
    return sorted(folder.glob(f"{name}-[0-9]*.txt"))


def keep(folder: Path, name: str, text: str, fault: str) -> None:
    """
    Write a fault to a file.

    Parameters
    ----------
    folder
        Where to.
    name
        The target.
    text, fault
        What was read, and what came of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{len(kept(folder, name)):03}.txt"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    print(f"{path}: {fault}\n  {text[:200]!r}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
