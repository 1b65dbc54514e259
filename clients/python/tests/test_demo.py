"""Follows a demo slot by slot: COMMONWATT_COMMAND has the words that start `commonwatt`, a line each."""

import os
import time
import unittest
from datetime import datetime, timedelta
from types import SimpleNamespace

from commonwatt import Demo, Refused
from commonwatt.demo import _at_next_gate, _open_slots

COMMAND = os.environ["COMMONWATT_COMMAND"].split("\n")
DATA = os.environ["COMMONWATT_DATA"]


class Refusing:
    def __init__(self, code):
        self.code = code

    def slots(self):
        raise Refused(503, {"code": self.code})


class DemoTest(unittest.TestCase):
    def test_a_market_without_rules_yet_has_no_slots(self):
        self.assertEqual(_open_slots(Refusing("MARKET_NOT_READY")), [])
        with self.assertRaises(Refused):
            _open_slots(Refusing("READ_MODEL_UNAVAILABLE"))

    def test_a_home_trades_in_each_step_of_a_demo(self):
        orders = []
        with Demo(COMMAND, "--homes=2", "--slots=3", "--speed=100", "--logins", f"--data={DATA}") as demo:
            home = demo.market("home-01")
            for slot in demo.steps(home):
                orders.append((slot, home.buy("sierra-crest", slot, "0.1", "0.01")))
        slots = [slot for slot, _ in orders]
        self.assertEqual(sorted(set(slots)), slots)
        self.assertGreaterEqual(len(orders), 4)  # two gates of two slots each
        self.assertTrue(all(order.energy_wh == 100 for _, order in orders))
        self.assertIn("Still up.", "".join(demo.said))

    def test_a_step_is_one_slot_and_time_stands_still_between_two(self):
        slots, orders = [], []
        with Demo(COMMAND, "--homes=2", "--slots=3", "--step", f"--data={DATA}-steps") as demo:
            home = demo.market("home-01")
            slot = demo.next_slot()
            while slot:
                slots.append(slot)
                orders.append(home.buy("sierra-crest", slot, "0.1", "0.01").order_id)
                time.sleep(0.5)
                self.assertEqual(_at_next_gate(_open_slots(home)), [slot])
                self.assertEqual(home.order(orders[-1]).state, "OPEN")
                slot = demo.step()
                self.assertNotIn(slots[-1], [slot.slot_start for slot in _open_slots(home)])
            states = [home.order(order).state for order in orders]
            with self.assertRaisesRegex(RuntimeError, "no further slot"):
                demo.step()
        starts = [datetime.fromisoformat(slot.replace("Z", "+00:00")) for slot in slots]
        self.assertEqual([start - starts[0] for start in starts], [timedelta(minutes=15 * i) for i in range(3)])
        self.assertNotIn("OPEN", states)
        self.assertEqual(len("".join(demo.said).split("Waiting before the auction of")), 4)

    def test_slots_that_have_their_gate_together_are_the_next_together(self):
        slots = [SimpleNamespace(slot_start=start, gate=gate) for start, gate in [("07:30", 8), ("07:15", 7), ("07:00", 7)]]
        self.assertEqual(_at_next_gate(slots), ["07:00", "07:15"])
        self.assertEqual(_at_next_gate([]), [])

    def test_only_a_demo_with_step_steps(self):
        demo = Demo.__new__(Demo)
        demo._steps = False
        with self.assertRaisesRegex(RuntimeError, "--step"):
            demo.step()

    def test_a_demo_that_does_not_start_says_why(self):
        with self.assertRaisesRegex(RuntimeError, "--homes"):
            Demo(COMMAND, "--homes=99")


if __name__ == "__main__":
    unittest.main()
