"""WSGI entry point; production settings unless told otherwise."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policywiki.settings.production")

site = get_wsgi_application()

# Only now are the models ready to be asked.
from policywiki.operations import server  # noqa: E402
from policywiki.operations.turnstile import Turnstile  # noqa: E402
from policywiki.operations.unsafe import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
sys.setswitchinterval(server.TURN)
application = Turnstile(site, at_once=server.AT_ONCE, waiting=server.WAITING, patience=server.PATIENCE)
