"""Management commands of one site, one a line, in a process that stays: `python -m tests.commands`.

Starting Django takes seconds; a story gives four or five commands. Reads the arguments as a JSON list and answers
with a JSON object: `printed`, and `error` where the command raised.
"""

from __future__ import annotations

import io
import json
import sys
import traceback
from contextlib import redirect_stdout

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after setup
from django.db import connections  # noqa: E402


def answer(arguments: list[str]) -> dict[str, str]:
    printed, error = io.StringIO(), ""
    try:
        with redirect_stdout(printed):
            call_command(*arguments, stdout=printed)
    except Exception:  # noqa: BLE001 - told to the test, which raises it
        error = traceback.format_exc()
    finally:
        connections.close_all()
    return {"printed": printed.getvalue(), "error": error}


if __name__ == "__main__":
    answers = sys.stdout
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=answers, flush=True)
