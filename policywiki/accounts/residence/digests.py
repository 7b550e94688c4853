"""Hashes that cannot be read back: keyed with a secret outside the database, salted, slow where guesses are few. Pure."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from datetime import date

# No letters that look alike; read out on the telephone without mistakes.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12  # 59 bits
SLOWNESS = {"n": 2**12, "r": 8, "p": 1}  # some 10 ms and 4 MB for one guess


def new_code() -> str:
    """A random invitation code: "7K3M-PQ9A-XW2C"."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(CODE_LENGTH // 4))


def code_digest(code: str, *, key: str) -> str:
    """Codes are random and long: a keyed hash is enough."""
    return hmac.new(key.encode(), b"invitation:" + _plain(code).encode(), hashlib.sha256).hexdigest()


def register_digest(number: str, born: date, *, salt: str, key: str) -> str:
    """Numbers of citizens can be guessed, so each guess is made slow, and useless without the key."""
    text = f"{_plain(number)}:{born.isoformat()}".encode()
    slow = hashlib.scrypt(text, salt=salt.encode(), dklen=32, **SLOWNESS)
    return hmac.new(key.encode(), b"register:" + slow, hashlib.sha256).hexdigest()


def _plain(text: str) -> str:
    """Full-width digits, small letters, spaces and hyphens do not matter."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum())
