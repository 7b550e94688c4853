"""A table of very many proposals weighs no more in memory than one of a few."""

import subprocess
import sys
from pathlib import Path

import pytest

from proposals.digests.writers import FORMATS

ALLOWED = 30  # MB, for ten times the proposals
STREAMING = [name for name, known in FORMATS.items() if not known.is_read]

CODE = """
import resource, sys
from proposals.digests.writers import FORMATS
from tests.proposals.digests import samples
with open("/dev/null" if sys.argv[1] != "xlsx" else sys.argv[3], "wb") as stream:
    FORMATS[sys.argv[1]].write(samples.many(int(sys.argv[2])), stream)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform != "darwin" else 1024**2))
"""


def peak(name: str, number: int, path: str) -> int:
    """Peak memory in MB of a process that writes `number` proposals."""
    command = [sys.executable, "-c", CODE, name, str(number), path]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout)


@pytest.mark.parametrize("name", STREAMING)
def test_two_thousand_weigh_little_more_than_two_hundred(name: str, tmp_path: Path) -> None:
    path = str(tmp_path / "out")
    assert peak(name, 2_000, path) - peak(name, 200, path) <= ALLOWED / 10


@pytest.mark.whole
@pytest.mark.parametrize("name", STREAMING)
def test_twenty_thousand_weigh_at_most_thirty_megabytes_more_than_two_thousand(
    name: str, tmp_path: Path
) -> None:
    path = str(tmp_path / "out")
    assert peak(name, 20_000, path) - peak(name, 2_000, path) <= ALLOWED
