"""What stands between the generated client and the network: signatures and patience."""

import random
import time
from urllib.parse import urlsplit

import urllib3

from .signing import PREFIX_HEADER

#: The market did nothing and asks for another try: too many requests (429), or too much to do (503 OVERLOADED, or a
#: standby that does not lead).
_NOTHING_WAS_DONE = (b"OVERLOADED", b"ENGINE_STANDBY", b"RATE_LIMITED")

_TRIES = 6
_LONGEST_PAUSE = 10.0


class Transport:
    """Signs each request, and repeats those that the market did not even try."""

    def __init__(self, pool, key=None, pause=time.sleep):
        """``pool`` sends; ``key`` signs, ``None`` for what is public."""
        self._pool = pool
        self._key = key
        self._pause = pause

    def request(self, method, url, body=None, headers=None, **options):
        """As ``urllib3.PoolManager.request``."""
        data = b"" if body is None else body if isinstance(body, bytes) else body.encode("utf-8")
        options["preload_content"] = True
        options.setdefault("retries", False)
        learned = False
        for attempt in range(_TRIES):
            answer = self._send(method, url, data, headers, options)
            prefix = answer.headers.get(PREFIX_HEADER)
            if self._key is not None and prefix:
                self._key.learn(prefix)
            if answer.status == 401 and self._key is not None and prefix and not learned:
                learned = True  # a first request, or the engine has changed: sign again
            elif attempt + 1 < _TRIES and _may_be_repeated(answer):
                self._pause(_pause_before(attempt, answer))
            else:
                return answer
        return answer

    def _send(self, method, url, data, headers, options):
        headers = dict(headers or {})
        if self._key is not None:
            parts = urlsplit(url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers["Authorization"] = self._key.authorization(method, target, data)
        return self._pool.request(method, url, body=data or None, headers=headers, **options)


def _may_be_repeated(answer):
    return answer.status == 429 or (answer.status == 503 and any(code in answer.data for code in _NOTHING_WAS_DONE))


def _pause_before(attempt, answer):
    """As the market asks, else longer each time; never quite the same, so that clients do not come back together."""
    asked = answer.headers.get("Retry-After", "")
    seconds = float(asked) if asked.isdigit() else 0.1 * 2**attempt
    return min(seconds, _LONGEST_PAUSE) * random.uniform(1.0, 1.25)


def pool(seconds):
    """Connections that give up after so many seconds, and never repeat a request by themselves."""
    return urllib3.PoolManager(timeout=urllib3.Timeout(total=seconds), retries=False)
