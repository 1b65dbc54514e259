"""Signs requests with HMAC-SHA256 as docs/identity.md of the market says."""

import base64
import hashlib
import hmac
import re
import secrets
import time

#: The header of an answer 401 that says what nonces must begin with.
PREFIX_HEADER = "Commonwatt-Nonce-Prefix"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SECRET_BYTES = 32


def _base64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


class Key:
    """A login of the market: the text ``id.secret`` that the market told when it made the key.

    It is never sent: what is sent is a signature, which is good for one request within 30 seconds.
    """

    def __init__(self, text, clock=time.time):
        """Reads a login; ``clock`` gives seconds since 1970."""
        key_id, dot, secret = text.strip().rpartition(".")
        try:
            self._secret = base64.b64decode(secret + "=" * (-len(secret) % 4), altchars=b"-_", validate=True)
        except ValueError:
            self._secret = b""
        if not dot or not _ID.fullmatch(key_id) or len(self._secret) != _SECRET_BYTES:
            raise ValueError("this is no login: one is the id of a key, a dot and the key's secret")
        self.id = key_id
        self._clock = clock
        self._prefix = "unknown"

    @classmethod
    def of_file(cls, path):
        """Reads the login that a file holds."""
        with open(path, encoding="ascii") as file:
            return cls(file.read())

    def __repr__(self):
        return f"Key({self.id!r})"

    def learn(self, prefix):
        """Takes the prefix of nonces that an answer 401 names."""
        self._prefix = prefix

    def authorization(self, method, target, body):
        """The header ``Authorization`` of one request; ``target`` is the path and query as they are sent."""
        millis = int(self._clock() * 1_000)
        nonce = f"{self._prefix}-{secrets.token_urlsafe(12)}"
        lines = ["commonwatt-request-1", method, target, hashlib.sha256(body).hexdigest(), str(millis), nonce]
        signature = hmac.new(self._secret, "\n".join(lines).encode("ascii"), hashlib.sha256).digest()
        return (
            f"Commonwatt-HMAC-SHA256 key={self.id}, time={millis}, nonce={nonce}, signature={_base64(signature)}"
        )
