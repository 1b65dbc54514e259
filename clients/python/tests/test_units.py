"""Amounts are exact both ways, and what is too fine, or a float, is an error."""

import unittest
from decimal import Decimal

from commonwatt import (
    kwh_from_wh,
    micro_from_price,
    money_from_nano,
    nano_from_money,
    price_from_micro,
    wh_from_kwh,
)


class UnitsTest(unittest.TestCase):
    def test_decimals_become_whole_units(self):
        self.assertEqual(1250, wh_from_kwh("1.25"))
        self.assertEqual(3000, wh_from_kwh(3))
        self.assertEqual(1, wh_from_kwh(Decimal("0.001")))
        self.assertEqual(250_000, micro_from_price("0.25"))
        self.assertEqual(-10_000, micro_from_price("-0.01"))
        self.assertEqual(50_000_000_000, nano_from_money("50"))
        self.assertEqual(1, nano_from_money("0.000000001"))

    def test_units_become_decimals(self):
        self.assertEqual("1.25", str(kwh_from_wh(1250)))
        self.assertEqual("0.25", str(price_from_micro(250_000)))
        self.assertEqual("-0.000000001", f"{money_from_nano('-1'):f}")
        self.assertEqual("12345678901234567890.5", str(money_from_nano("12345678901234567890500000000")))

    def test_both_ways_nothing_changes(self):
        for wh in (0, 1, -1, 999, 1000, 123_456_789_012, -(2**63)):
            self.assertEqual(wh, wh_from_kwh(kwh_from_wh(wh)))

    def test_what_is_too_fine_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "finer than 1 Wh"):
            wh_from_kwh("0.0001")
        with self.assertRaisesRegex(ValueError, "finer than 1 micro-currency"):
            micro_from_price("0.0000001")
        with self.assertRaisesRegex(ValueError, "finer than 1 nano-currency"):
            nano_from_money("0.0000000001")

    def test_what_is_no_number_is_an_error(self):
        for text in ("", "one", "1,5", "NaN", "Infinity", "1e999999999", None, [1]):
            with self.assertRaises(ValueError, msg=repr(text)):
                wh_from_kwh(text)
        with self.assertRaisesRegex(TypeError, "float"):
            wh_from_kwh(1.25)


if __name__ == "__main__":
    unittest.main()
