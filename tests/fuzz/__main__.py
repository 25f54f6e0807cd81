"""Looks for inputs that break the laws of the targets, and keeps each in the corpus.

make fuzz MINUTES=10
make fuzz MINUTES=2 ONLY="store lines"
"""

from __future__ import annotations

import argparse
import secrets
import sys
import traceback
from collections.abc import Sequence
from time import monotonic
from types import TracebackType

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz.target import Target
from fuzz.targets import TARGETS

_AT_ONCE = 200
"""Inputs of one round, all from one seed."""

Kind = tuple[str, str]
"""What an error is told by from others: what it is called, and where it was raised."""


class Hunt:
    """Tries inputs of one target for some time; passes over what breaks its law as others did."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.inputs = 0
        self.rounds = 0
        self.found: dict[Kind, bytes] = {}

    def run(self, seconds: float) -> None:
        """Go on for so many seconds, and for one round at least."""
        until = monotonic() + seconds
        while not self.rounds or monotonic() < until:
            self.rounds += 1
            self._round(secrets.randbits(64), until)

    def _round(self, number: int, until: float) -> None:
        broken: list[tuple[Kind, bytes]] = []

        def attempt(data: bytes) -> None:
            if monotonic() > until and self.rounds > 1:
                return
            self.inputs += 1
            try:
                self.target.law(data)
            except Exception as error:
                kind = _kind(error)
                if kind not in self.found:
                    broken.append((kind, data))
                    raise

        try:
            seed(number)(_settings(given(self.target.inputs())(attempt)))()
        except Exception:
            if not broken:
                raise
            kind, data = broken[-1]  # the smallest one comes last
            self.found[kind] = data
            path = self.target.keep(data)
            print(f"{self.target.name}: {kind[0]} in {kind[1]}\n  {data!r}\n  kept in {path}")


_settings = settings(
    max_examples=_AT_ONCE,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)


def _kind(error: BaseException) -> Kind:
    frames = traceback.extract_tb(_trace(error))
    ours = [frame for frame in frames if "kernlog_site" in frame.filename] or frames
    where = f"{ours[-1].filename.rpartition('/')[2]}:{ours[-1].name}"
    broken = (
        f"{frames[-1].name}:{frames[-1].lineno}" if isinstance(error, AssertionError) else where
    )
    return type(error).__name__, broken


def _trace(error: BaseException) -> TracebackType | None:
    return error.__traceback__


def main(arguments: Sequence[str] | None = None) -> None:
    """Hunt in all targets, each for its share of the time; fails if anything was found."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", nargs="+", default=[], help="names of targets")
    options = parser.parse_args(arguments)
    targets = [target for target in TARGETS if not options.only or target.name in options.only]
    hunts = [Hunt(target) for target in targets]
    for hunt in hunts:
        hunt.run(60 * options.minutes / len(hunts))
        print(
            f"{hunt.target.name:20}{hunt.inputs:8} inputs{hunt.rounds:5} rounds"
            f"{len(hunt.found):4} found",
            flush=True,
        )
    sys.exit(1 if any(hunt.found for hunt in hunts) else 0)


if __name__ == "__main__":
    main()
