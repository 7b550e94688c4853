"""Same digest, same bytes: whatever the clock, the time zone and the order of hashes."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile

import pytest
from time_machine import TimeMachineFixture

from proposals.digests.writers import FORMATS
from tests.proposals.digests import samples
from tests.proposals.digests.test_tables import made

CODE = """
import hashlib, io, sys
from proposals.digests.writers import FORMATS
from tests.proposals.digests import samples
for language in ("zh-hans", "en"):
    for name, format in FORMATS.items():
        stream = io.BytesIO()
        format.write(samples.sample(language, nasty=True), stream)
        print(language, name, hashlib.sha256(stream.getvalue()).hexdigest())
"""


def hashes(*, zone: str, seed: str) -> dict[str, str]:
    """Hash by language and format, written by a process of its own."""
    environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())


def test_two_processes_in_two_time_zones_write_the_same_bytes() -> None:
    first = hashes(zone="Asia/Shanghai", seed="1")
    second = hashes(zone="America/Los_Angeles", seed="2")
    assert len(first) == 2 * len(FORMATS)
    assert first == second


@pytest.mark.parametrize("name", FORMATS)
def test_another_day_writes_the_same_bytes(name: str, time_machine: TimeMachineFixture) -> None:
    digest = samples.sample("zh-hans")
    time_machine.move_to("2026-05-30T08:00:00Z")
    first = made(name, digest)
    time_machine.move_to("2031-11-03T23:59:58Z")
    assert hashlib.sha256(made(name, digest)).hexdigest() == hashlib.sha256(first).hexdigest()


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_a_zip_does_not_say_when_it_was_made(name: str) -> None:
    parts = zipfile.ZipFile(io.BytesIO(made(name, samples.sample("en")))).infolist()
    assert len({part.date_time for part in parts}) == 1
    assert parts[0].date_time[0] == 1980


@pytest.mark.parametrize("name", FORMATS)
def test_another_number_writes_other_bytes(name: str) -> None:
    assert made(name, samples.sample("en")) != made(name, samples.sample("en", samples.BICYCLES))
