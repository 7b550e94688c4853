"""The same with nothing but the session, who is signed in, and one view: bare.py, which takes the rest away."""

from tests.benchmarks.http_settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.bare"
