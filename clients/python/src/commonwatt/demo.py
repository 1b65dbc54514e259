"""A demo of the market on this machine, followed slot by slot."""

import os
import re
import subprocess
import threading
import time

from .market import Market, Refused
from .signing import Key

_SERVES = re.compile(r"The API and a first page are at (http://\S+)/")
_LOGINS = re.compile(r"Logins are in (.+)")
_ENDED = re.compile(r"Still up\.")
_WAITS = re.compile(r"Waiting before the auction of (\S+);")
_LOOK_SECONDS = 0.2


class Demo:
    """Runs ``./commonwatt demo`` and ends it: ``with Demo("./commonwatt", "--speed=60") as demo: ...``"""

    def __init__(self, launcher, *options):
        """Starts a demo: ``launcher`` is the path of ``commonwatt``, or words that start it; ``options`` the demo's own."""
        words = [launcher] if isinstance(launcher, str) else list(launcher)
        self.said = []
        self._url = None
        self._logins = None
        self._changed = threading.Condition()
        self._ended = False
        self._steps = "--step" in options
        self._waits_before = None
        self._process = subprocess.Popen(
            [*words, "demo", "--port=0", *options],
            stdin=subprocess.PIPE if self._steps else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        with self._changed:
            self._changed.wait_for(lambda: self._url or self._ended)
        if self._url is None:
            self.close()
            raise RuntimeError("the demo did not start: " + "".join(self.said))

    def market(self, participant, key=None):
        """The demo's market as one of its homes sees it; of a demo with ``--logins`` with that home's login."""
        if key is None and self._logins:
            key = Key.of_file(os.path.join(self._logins, participant))
        return Market(self._url, participant, key)

    def next_slot(self):
        """The start of the slot before whose auction a demo with ``--step`` waits, ``None`` when all have been.

        Waits until the demo does. Its market stands still meanwhile: orders are taken, and no auction comes.
        """
        self._must_step()
        with self._changed:
            self._changed.wait_for(lambda: self._waits_before or self._ended)
            return self._waits_before

    def step(self):
        """Lets a demo with ``--step`` go on by one slot, through its auction, and returns ``next_slot()``."""
        if self.next_slot() is None:
            raise RuntimeError("the demo has no further slot")
        with self._changed:
            self._waits_before = None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self.next_slot()

    def _must_step(self):
        if not self._steps:
            raise RuntimeError('this demo does not wait: start it with "--step"')

    def steps(self, market):
        """Yields the start of each slot once, when its auction is the next; ends with the demo's last day. Slots that have
        their auction together come one after the other.

        A demo without ``--step`` does not wait: trade while a step lasts. ``--speed`` is how many simulated seconds a second has, so
        with ``--speed=60`` a step of a quarter of an hour lasts 15 seconds.
        """
        last = ""
        while not self._ended:
            fresh = [start for start in _at_next_gate(_open_slots(market)) if start > last]
            for last in fresh:
                yield last
            if not fresh:
                time.sleep(_LOOK_SECONDS)

    def close(self):
        """Ends the demo."""
        self._process.terminate()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _listen(self):
        with self._process.stdout as lines:
            for line in lines:
                serves = _SERVES.search(line)
                logins = _LOGINS.search(line)
                waits = _WAITS.search(line)
                with self._changed:
                    self.said.append(line)
                    self._logins = logins.group(1) if logins else self._logins
                    self._url = serves.group(1) if serves else self._url
                    self._waits_before = waits.group(1) if waits else self._waits_before
                    self._ended = self._ended or bool(_ENDED.search(line))
                    self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._waits_before = None
            self._changed.notify_all()


def _open_slots(market):
    """The slots that take orders: none before the market has its rules."""
    try:
        return [slot for slot in market.slots() if slot.phase == "OPEN"]
    except Refused as refusal:
        if refusal.code != "MARKET_NOT_READY":
            raise
        return []


def _at_next_gate(slots):
    """The starts of those of open slots that have their auction next, in order."""
    gate = min((slot.gate for slot in slots), default=None)
    return sorted(slot.slot_start for slot in slots if slot.gate == gate)
