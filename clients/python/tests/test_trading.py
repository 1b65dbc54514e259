"""Trades on a real market: COMMONWATT_URL says where, COMMONWATT_SLOT names a slot that trades continuously."""

import os
import socket
import threading
import time
import unittest
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from commonwatt import Alternative, Key, Leg, Market, OutcomeUnknown, Refused, kwh_from_wh, price_from_micro

URL = os.environ["COMMONWATT_URL"]
SLOT = os.environ["COMMONWATT_SLOT"]
LOGINS = os.environ["COMMONWATT_LOGINS"]
AREA = "sierra-crest"


class Deaf:
    """A proxy that hands requests on, and hands no answer back to the first of a method."""

    def __init__(self, url, method, times):
        parts = urlsplit(url)
        self._market = (parts.hostname, parts.port)
        self._method = method.encode("ascii")
        self._silent = times
        self.of_method = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._server.close()

    def _serve(self):
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            with client, socket.create_connection(self._market) as market:
                self._hand_on(client, market)

    def _hand_on(self, client, market):
        request = self._request(client)
        market.sendall(request)
        answer = b"".join(iter(lambda: market.recv(65536), b""))
        if request.startswith(self._method):
            self.of_method += 1
            if self.of_method <= self._silent:
                return
        client.sendall(answer)

    @staticmethod
    def _request(client):
        data = b""
        while b"\r\n\r\n" not in data:
            data += client.recv(65536)
        head, body = data.split(b"\r\n\r\n", 1)
        lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
        while len(body) < sum(lengths):
            body += client.recv(65536)
        return head + b"\r\nConnection: close\r\n\r\n" + body


def market(participant, url=URL):
    return Market(url, participant, Key.of_file(os.path.join(LOGINS, participant)), pause=lambda _: time.sleep(0.1))


class TradingTest(unittest.TestCase):
    def setUp(self):
        self.seller = market("home-02")
        self.buyer = market("home-01")

    def tearDown(self):
        self.seller.cancel_all()
        self.buyer.cancel_all()

    def test_two_neighbours_trade(self):
        offer = self.seller.sell(AREA, SLOT, "0.5", "0.12")
        bought = self.buyer.buy(AREA, SLOT, "0.2", "0.15")
        self.assertEqual("MATCHED", bought.state, bought)
        self.assertEqual(Decimal("0.2"), kwh_from_wh(bought.filled_wh))
        self.assertEqual(Decimal("0.12"), price_from_micro(bought.average_price_micro_per_kwh))
        self.assertEqual(300, self.seller.order(offer.order_id).open_wh)

    def test_a_basket_trades_whole_or_not_at_all(self):
        self.seller.sell(AREA, SLOT, "0.5", "0.12")
        traded = self.buyer.basket([Leg("buy", AREA, SLOT, "0.1", "0.12"), ("buy", AREA, SLOT, "0.1", "0.15")])
        self.assertEqual(["MATCHED", "MATCHED"], [order.state for order in traded.orders])
        with self.assertRaises(Refused) as refused:
            self.buyer.basket([Leg("buy", AREA, SLOT, "0.1", "0.12"), Leg("buy", AREA, SLOT, "0.1", "0.11")])
        self.assertEqual("NOT_FILLED_AT_ONCE", refused.exception.code)
        self.assertEqual([2], [leg["leg"] for leg in refused.exception.problem["legs"]])

    def test_a_block_has_its_limit_on_average(self):
        start = datetime.fromisoformat(SLOT.replace("Z", "+00:00"))
        second = (start + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.seller.sell(AREA, SLOT, "0.2", "0.12")
        self.seller.sell(AREA, second, "0.2", "0.14")
        with self.assertRaises(Refused) as refused:
            self.buyer.block("buy", AREA, SLOT, ["0.2", "0.2"], "0.12")
        self.assertEqual("NOT_FILLED_AT_ONCE", refused.exception.code)
        block = self.buyer.block("buy", AREA, SLOT, ["0.2", "0.2"], "0.13", basket_id="dishwasher")
        self.assertEqual(Decimal("0.13"), price_from_micro(block.average_price_micro_per_kwh))
        again = self.buyer.block("buy", AREA, SLOT, ["0.2", "0.2"], "0.13", basket_id="dishwasher")
        self.assertEqual([order.order_id for order in block.orders], [order.order_id for order in again.orders])

    def test_a_block_for_an_auction_needs_a_market_with_auction_windows(self):
        with self.assertRaises(Refused) as refused:
            self.buyer.auction_block("buy", AREA, SLOT, ["0.1", "0.2"], "0.13", min_ratio_ppm=500_000, group="run")
        self.assertEqual("NOT_IN_RULES", refused.exception.code)

    def test_a_preference_passes_over_what_it_did_not_ask_for(self):
        self.seller.sell(AREA, SLOT, "0.2", "0.11")
        self.seller.sell(AREA, SLOT, "0.2", "0.12", source="solar")
        sun = Alternative("0.15", ["solar"], AREA)
        bought = self.buyer.preference(AREA, SLOT, "0.1", [sun, Alternative("0.10")])
        self.assertEqual(Decimal("0.12"), price_from_micro(bought.average_price_micro_per_kwh))
        waiting = self.buyer.preference(AREA, SLOT, "0.1", [("0.10", ["wind"]), ("0.09",)])
        self.assertEqual("OPEN", waiting.state)
        self.assertEqual("CANCELLED", self.buyer.cancel(waiting.order_id).state)

    def test_an_order_is_amended_and_cancelled(self):
        order = self.buyer.buy(AREA, SLOT, "0.3", "0.01")
        amended = self.buyer.amend(order.order_id, "0.2", "0.02")
        self.assertEqual((200, 20_000), (amended.open_wh, amended.price_micro_per_kwh))
        self.assertEqual("CANCELLED", self.buyer.cancel(order.order_id).state)
        self.assertEqual("CANCELLED", self.buyer.cancel(order.order_id).state)

    def test_a_neighbours_order_is_not_there(self):
        order = self.seller.sell(AREA, SLOT, "0.1", "0.5")
        with self.assertRaises(Refused) as refused:
            self.buyer.order(order.order_id)
        self.assertEqual(404, refused.exception.status)

    def test_without_a_login_only_what_is_public_is_told(self):
        stranger = Market(URL, "home-01")
        self.assertIn(SLOT, stranger.open_slots())
        with self.assertRaises(Refused) as refused:
            stranger.buy(AREA, SLOT, "0.1", "0.1")
        self.assertEqual("LOGIN_REQUIRED", refused.exception.code)

    def test_what_is_refused_says_why(self):
        with self.assertRaises(Refused) as refused:
            self.buyer.buy("nowhere", SLOT, "0.1", "0.1")
        self.assertEqual("UNKNOWN_AREA", refused.exception.code)

    def test_an_order_whose_answer_is_lost_is_one_order(self):
        deaf = Deaf(URL, "POST", times=2)
        try:
            buyer = market("home-01", deaf.url)
            buyer.cancel_all()  # from its answer the key learns how to sign
            order = buyer.buy(AREA, SLOT, "0.1", "0.01")
            self.assertEqual(3, deaf.of_method)
            self.assertEqual(100, self.buyer.order(order.order_id).open_wh)
            self.assertEqual(1, self._open_orders())
        finally:
            deaf.close()

    def test_an_amendment_whose_answer_is_lost_is_looked_for_and_not_repeated(self):
        order = self.buyer.buy(AREA, SLOT, "0.4", "0.01")
        deaf = Deaf(URL, "PATCH", times=1)
        try:
            amended = market("home-01", deaf.url).amend(order.order_id, "0.1", "0.02")
            self.assertEqual(1, deaf.of_method)
            self.assertEqual((100, 20_000), (amended.open_wh, amended.price_micro_per_kwh))
        finally:
            deaf.close()

    def test_nobody_there_is_no_answer(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        with self.assertRaises(OutcomeUnknown):
            Market(f"http://127.0.0.1:{port}", "home-01", pause=lambda _: None).slots()

    def test_the_slot_is_among_those_that_take_orders(self):
        self.assertIn(SLOT, self.buyer.open_slots())

    def _open_orders(self):
        return len(self.buyer._orders.open_orders("home-01").orders)


if __name__ == "__main__":
    unittest.main()
