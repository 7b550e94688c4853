"""gunicorn's settings: `gunicorn -c python:policywiki.operations.server policywiki.wsgi`.

A process runs AT_ONCE requests (one computes while the other waits for the database; more would only take turns), lets
WAITING more wait, and keeps some threads free to say 503 at once (operations.turnstile). Each thread may hold a
connection to the database: WEB_PROCESSES times `threads` must stay below what the server allows (PostgreSQL: 100).
"""

import os

AT_ONCE = int(os.environ.get("WEB_AT_ONCE", "2"))
WAITING = int(os.environ.get("WEB_WAITING", "20"))
PATIENCE = float(os.environ.get("WEB_PATIENCE", "2"))
FREE_TO_REFUSE = 4
# Seconds until a thread that computes lets the next one in. With Python's own five milliseconds a page that is being made
# holds up every vote beside it at each of the vote's questions to the database.
TURN = 0.0005

workers = int(os.environ.get("WEB_PROCESSES", str(os.cpu_count() or 2)))
worker_class = "gthread"
threads = AT_ONCE + WAITING + FREE_TO_REFUSE
keepalive = 15
# A process that lost its way is replaced; a long download is not cut off by this, threads beat separately.
timeout = 60
graceful_timeout = 30
preload_app = False
