"""Tries a built package where nobody has the repository, as somebody does who installs it.

`python tests/trial.py DIST ENVIRONMENT` installs the wheel in DIST into a new environment, and from
there starts a site, builds it strictly and previews it, in a folder elsewhere.
"""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

_OK = 200
_SECONDS_TO_START = 60.0
_SECONDS_TO_STOP = 10.0
_FROM_THE_REPOSITORY = ("MYPYPATH", "PYTHONPATH", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class Installation:
    """An environment with the package in it, used from a folder elsewhere."""

    programs: Path
    folder: Path
    variables: Mapping[str, str]

    def command(self, *words: str) -> list[str]:
        """A command line of one of the environment's own programs."""
        program, *arguments = words
        return [str(self.programs / program), *arguments]

    def run(self, *words: str, below: str = "") -> str:
        """Run a program, and give what it printed. Ends the trial if it fails."""
        print(f"$ {shlex.join(words)}", flush=True)
        result = subprocess.run(
            self.command(*words),
            cwd=self.folder / below,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if result.returncode:
            sys.exit(f"{result.stdout}\n{shlex.join(words)} ended with {result.returncode}.")
        return result.stdout


def main(dist: Path, environment: Path) -> None:
    """Try the wheel in a folder. Exits with a message if anything does not work."""
    wheel = wheel_in(dist)
    with tempfile.TemporaryDirectory(prefix="kernlog-dist-") as folder:
        installed = install(wheel, environment.resolve(), Path(folder).resolve())
        check_origin(installed, environment.resolve())
        installed.run("kernlog", "help", "your-own-site")
        installed.run("kernlog", "new", "site", "site", "--yes")
        installed.run("mkdocs", "build", "--strict", below="site")
        if not (installed.folder / "site" / "site" / "index.html").is_file():
            sys.exit("The strict build made no front page.")
        preview(installed, "site")
    print(f"{wheel.name} works.")


def wheel_in(dist: Path) -> Path:
    """The only wheel in a folder, beside the only source distribution."""
    wheels, sources = sorted(dist.glob("*.whl")), sorted(dist.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sources) != 1:
        found = ", ".join(path.name for path in (*wheels, *sources)) or "neither"
        sys.exit(f"{dist} should have one wheel and one source distribution. It has {found}.")
    return wheels[0]


def install(wheel: Path, environment: Path, folder: Path) -> Installation:
    """Make a new environment, and install the wheel with what it depends on."""
    print(f"Installing {wheel.name} in {environment}", flush=True)
    venv.create(environment, clear=True, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    variables = {k: v for k, v in os.environ.items() if k not in _FROM_THE_REPOSITORY}
    variables["PATH"] = f"{programs}{os.pathsep}{variables.get('PATH', '')}"
    installed = Installation(programs, folder, variables)
    installed.run("python", "-m", "pip", "install", "--quiet", str(wheel.resolve()))
    return installed


def check_origin(installed: Installation, environment: Path) -> None:
    """Exit if Python finds the package anywhere else than in the environment."""
    code = "import kernlog_site; print(kernlog_site.__file__)"
    origin = Path(installed.run("python", "-c", code).strip())
    if not origin.is_relative_to(environment):
        sys.exit(f"kernlog_site comes from {origin}, not from {environment}.")


def preview(installed: Installation, site: str) -> None:
    """Start the preview of a site, and wait until it shows the front page."""
    address = f"127.0.0.1:{free_port()}"
    words = ("mkdocs", "serve", "--dev-addr", address)
    print(f"$ {shlex.join(words)}", flush=True)
    log = installed.folder / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            installed.command(*words),
            cwd=installed.folder / site,
            env=installed.variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            seen = answers(f"http://{address}/", server, _SECONDS_TO_START)
        finally:
            server.terminate()
            try:
                server.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                server.kill()
    if not seen:
        sys.exit(f"{log.read_text()}\nThe preview did not show the front page.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port


def answers(address: str, server: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether an address is answered with 200 before the server ends or the time is up."""
    opened = build_opener(ProxyHandler({}))
    end = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < end:
        try:
            with opened.open(address, timeout=5) as response:
                if response.status == _OK:
                    return True
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
