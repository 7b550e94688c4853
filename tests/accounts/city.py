"""A city's OpenID Connect provider, as small as the standard allows: for the tests of signing in with it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt


class City(ThreadingHTTPServer):
    """`person` is whoever signs in next: the claims that the city states of them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.person: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    server: City

    def do_GET(self) -> None:
        city = self.server
        if self.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": city.address,
                    "authorization_endpoint": f"{city.address}/authorize",
                    "token_endpoint": f"{city.address}/token",
                    "userinfo_endpoint": f"{city.address}/userinfo",
                    "jwks_uri": f"{city.address}/keys",
                }
            )
        elif self.path == "/userinfo":
            self._json(city.person)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        city = self.server
        city.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        claims = {
            "iss": city.address,
            "aud": "policywiki",
            "sub": city.person["sub"],
            "exp": time.time() + 60,
        }
        token = jwt.encode(claims, "0123456789abcdef0123456789abcdef", algorithm="HS256")
        self._json({"access_token": "access", "token_type": "Bearer", "id_token": token, "expires_in": 60})

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def _json(self, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running_city() -> Iterator[City]:
    city = City()
    thread = threading.Thread(target=city.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield city
    finally:
        city.shutdown()
        city.server_close()
