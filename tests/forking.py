"""Processes that need not load Django anew: a mother that has it loaded forks one for each command.

A child is a process like any other: its own connections, killed by kill -9 without anybody else noticing. Only the three
seconds that each would spend importing are spent once. `python -m tests.forking` reads a command a line from its input.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import select
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path

ASK_EVERY = 0.02  # seconds


class Mother:
    """Started with the environment of her children; ends with the last of her input."""

    def __init__(self, environment: Mapping[str, str], folder: Path, root: Path) -> None:
        self._folder, self._born = folder, 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"],
            cwd=root,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def child(self, arguments: tuple[str, ...]) -> Child:
        """`python ARGUMENTS`, forked."""
        self._born += 1
        notes = self._folder / f"child-{self._born}"
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"arguments": arguments, "notes": str(notes)}) + "\n")
        self._process.stdin.flush()
        return Child(arguments, int(self._process.stdout.readline()), notes)

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


class Child:
    """What tests ask of a process, as of subprocess.Popen."""

    def __init__(self, arguments: tuple[str, ...], pid: int, notes: Path) -> None:
        self.args, self.pid, self._notes = arguments, pid, notes
        self.returncode: int | None = None

    def poll(self) -> int | None:
        code = self._notes.with_suffix(".code")
        if self.returncode is None and code.exists():
            self.returncode = int(code.read_text())
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        over = time.monotonic() + (timeout or 600)
        while (code := self.poll()) is None:
            if time.monotonic() > over:
                raise subprocess.TimeoutExpired(self.args, timeout or 600)
            time.sleep(ASK_EVERY)
        return code

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        self.wait(timeout)
        return self._notes.with_suffix(".out").read_text(), self._notes.with_suffix(".err").read_text()

    def kill(self) -> None:
        os.kill(self.pid, 9)


def main() -> None:
    children: dict[int, Path] = {}
    with open(0, "rb", buffering=0) as commands:  # what is read ahead would not wake select
        while True:
            if select.select([commands], [], [], ASK_EVERY)[0]:
                line = commands.readline()
                if not line:
                    break
                wanted = json.loads(line)
                notes = Path(wanted["notes"])
                children[_born(wanted["arguments"], notes)] = notes
            _bury(children)


def _born(arguments: list[str], notes: Path) -> int:
    # Loaded once, before the first of its children: a module sets Django up in its own way.
    importlib.import_module(arguments[1] if arguments[0] == "-m" else "tests.ready")
    if pid := os.fork():
        print(pid, flush=True)  # noqa: T201 - read by Mother
        return pid
    for stream, suffix in ((1, ".out"), (2, ".err")):
        os.dup2(os.open(notes.with_suffix(suffix), os.O_WRONLY | os.O_CREAT), stream)
    code = 1
    try:
        _run(arguments)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception:  # noqa: BLE001 - as python itself does
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(arguments: list[str]) -> None:
    how, *rest = arguments
    if how == "-c":
        exec(rest[0], {"__name__": "__main__"})  # noqa: S102 - the test's own code
    elif how == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(how, run_name="__main__")


def _bury(children: dict[int, Path]) -> None:
    """Write down how each child ended, as subprocess says it: negative for a signal."""
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        code = children.pop(pid).with_suffix(".code")
        code.with_suffix(".half").write_text(str(os.waitstatus_to_exitcode(status)))
        code.with_suffix(".half").rename(code)


if __name__ == "__main__":
    main()
