"""Compares kernlog with other generators.

make bench
make bench ROUNDS=1 SIZES=400
make bench ONLY=kernlog SIZES=10000
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from bench.comparing import Comparison, Plan
from bench.environment import provide, versions
from bench.generators import ALL
from bench.machine import machine
from bench.processes import Failed
from bench.report import HERE, report
from bench.results import Results


def main() -> None:
    """Measure, and write the report."""
    options = _options()
    names = [name.casefold() for name in options.only]
    generators = [g for g in ALL if not names or g.name.casefold() in names]
    python, missing = provide(options.environment, generators, _say)
    absent = {left_out.generator for left_out in missing}
    generators = [generator for generator in generators if generator.name not in absent]
    results = Results(machine(), versions(python, generators), left_out=missing)
    plan = Plan(
        sizes=sorted(options.sizes),
        rounds=options.rounds,
        saves=options.saves,
        longest=options.longest,
        folder=options.folder.absolute(),
        python=python,
    )
    # What the README quotes is a comparison.
    output = options.output or (options.folder if names else HERE)
    try:
        for _ in Comparison(plan, generators, results, _say).take():
            _keep(results, output)
    except Failed as failed:
        sys.exit(f"kernlog: {failed}")
    _keep(results, output)
    _draw(output, python)
    print(report(results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[400, 2000, 10000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--saves", type=int, default=5, help="saves in each preview")
    parser.add_argument(
        "--longest",
        type=float,
        default=240,
        help="seconds a round of one generator may take at a size; slower ones are left out",
    )
    parser.add_argument("--only", nargs="+", default=[], help="names of generators")
    parser.add_argument("--environment", type=Path, default=Path(".venv-bench"))
    parser.add_argument("--folder", type=Path, default=Path(".cache/bench"), help="for the sites")
    parser.add_argument("--output", type=Path, help="for the results")
    return parser.parse_args()


def _keep(results: Results, folder: Path) -> None:
    results.save(folder / "results.json")
    (folder / "results.md").write_text(report(results), "utf-8")


def _draw(folder: Path, python: Path) -> None:
    figures = folder / "results.json"
    # matplotlib is in the environment of the rivals.
    command = [str(python), "-m", "bench.plot", str(figures), str(folder / "results.svg")]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    if subprocess.run(command, env=environment, check=False).returncode:
        _say("the plot could not be drawn")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
