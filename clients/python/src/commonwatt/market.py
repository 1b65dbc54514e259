"""Orders in the words of a home: kilowatt-hours, currency, and answers that are never in doubt."""

import json
import time
import uuid
from typing import NamedTuple

import urllib3
from commonwatt_api import ApiClient, Configuration
from commonwatt_api.api.accounts_api import AccountsApi
from commonwatt_api.api.market_api import MarketApi
from commonwatt_api.api.orders_api import OrdersApi
from commonwatt_api.api.slots_api import SlotsApi
from commonwatt_api.exceptions import ApiException
from commonwatt_api.models import (
    Amendment,
    NewBasket,
    NewBasketLegsInner,
    NewBlock,
    NewBlockAuction,
    NewOrder,
    NewOrderAlternativesInner,
    PutMeterPointRequest,
    RegisterAccountRequest,
    RequestDepositRequest,
)

from .signing import Key
from .transport import Transport, pool
from .units import micro_from_price, nano_from_money, wh_from_kwh

_TIMEOUT_SECONDS = 15
_TRIES = 8
_PAUSE_SECONDS = 0.5


class Leg(NamedTuple):
    """An order of a basket: ``side`` is ``buy`` or ``sell``, ``slot`` the start of its slot.

    ``source``, such as ``solar``, is what a seller declares its energy to be made of.
    """

    side: str
    area: str
    slot: str
    kwh: object
    price: object
    source: object = None


class Alternative(NamedTuple):
    """One of the limits of a preference.

    ``sources``, such as ``["solar"]``, are those of which the seller's order must declare one, ``area`` is where it must
    be; without them any will do.
    """

    price: object
    sources: tuple = ()
    area: object = None


class Refused(Exception):
    """The market said no: ``code`` is stable, and the text says why and what to do."""

    def __init__(self, status, problem):
        """``problem`` is the answer, as RFC 9457 has it."""
        self.status = status
        self.code = problem.get("code", "UNKNOWN")
        self.problem = problem
        words = [f"{self.code}:", problem.get("detail", ""), problem.get("hint", "")]
        super().__init__(" ".join(word for word in words if word))


class OutcomeUnknown(Exception):
    """Nobody has said whether the command was carried out: look before you give it again."""


class Market:
    """A market as one participant sees it.

    Each method either answers what the market did, or raises ``Refused``, or raises ``OutcomeUnknown``. Where nobody
    answers, or the market does not know, the method asks again by itself, as long as that cannot do anything twice.
    """

    def __init__(self, url, participant, key=None, timeout=_TIMEOUT_SECONDS, pause=time.sleep):
        """``url`` such as ``http://127.0.0.1:8080``; ``key`` a ``Key``, or ``None`` where none is asked."""
        self.participant = participant
        #: The generated client: hand it to the classes of ``commonwatt_api.api``.
        self.api = ApiClient(Configuration(host=url.rstrip("/")))
        self.api.rest_client.pool_manager = Transport(pool(timeout), key, pause)
        self._orders = OrdersApi(self.api)
        self._slots = SlotsApi(self.api)
        self._market = MarketApi(self.api)
        self._pause = pause

    @classmethod
    def register(cls, url, participant, role="prosumer", **options):
        """Asks for an account under an id that nobody has, and answers the market and the text of its first login.

        Keep the text: only this call tells it. The text is ``None`` where the market asks for no login. Whether the
        account is active at once, or waits for the registrar, the market's rules say.
        """
        stranger = cls(url, participant, **options)
        wanted = RegisterAccountRequest(participant=participant, role=role)
        # Sent again it makes nothing twice. When it was done and only the answer was lost, the id is taken: Refused.
        account = stranger._certain(lambda: AccountsApi(stranger.api).register_account(wanted))
        login = account.key.login if account.key is not None else None
        return cls(url, participant, Key(login) if login else None, **options), login

    def ask_meter_point(self, meter_point, area, meter, feed_in_w, load_w):
        """Asks for a meter point, or for another capability (in watts) of one's own, as soon as it may hold.

        Its ``state`` is ``ASSIGNED``, or ``REQUESTED`` while it waits for the meter organisation.
        """
        wanted = PutMeterPointRequest(area=area, meter=meter, feed_in_w=feed_in_w, load_w=load_w)
        return self._certain(
            lambda: AccountsApi(self.api).put_meter_point(self.participant, meter_point, wanted)
        )

    def deposit(self, money):
        """Says that an amount of currency is on its way as collateral; it counts once the bank has it.

        It is sent once: where nobody answers, ``deposit_nano`` of the account tells whether the market knows of it.
        """
        wanted = RequestDepositRequest(amount_nano=nano_from_money(money))
        return _answer(lambda: AccountsApi(self.api).request_deposit(self.participant, wanted))

    def buy(self, area, slot, kwh, price=None, **terms):
        """Buys energy of a slot, at ``price`` per kilowatt-hour or less; without one at the market's.

        ``terms`` are those of ``NewOrder`` in Python's spelling, such as ``time_in_force``. Give a
        ``client_order_id`` of your own to be able to repeat the call in another process: it stays one order.
        """
        return self._place("buy", area, slot, kwh, price, terms)

    def sell(self, area, slot, kwh, price=None, **terms):
        """Sells energy of a slot, at ``price`` per kilowatt-hour or more; otherwise as ``buy``."""
        return self._place("sell", area, slot, kwh, price, terms)

    def preference(self, area, slot, kwh, alternatives, **terms):
        """Buys energy of a slot by one of several ``Alternative``, the first liked best; otherwise as ``buy``.

        What trades first is the one that is left: the rest of the energy stays with it. Alternatives may be plain tuples.
        """
        terms["alternatives"] = [_alternative(Alternative(*one)) for one in alternatives]
        return self._send("buy", area, slot, kwh, terms)

    def basket(self, legs, basket_id=None):
        """Trades several orders in full at once, or none of them; each is a ``Leg``, or a plain tuple.

        ``Refused`` says in ``problem["legs"]`` what is against which leg. Give a ``basket_id`` of your own to be able to
        repeat the call in another process: it trades once.
        """
        wanted = NewBasket(
            participant=self.participant,
            client_basket_id=basket_id or _new_id(),
            legs=[_leg(Leg(*one)) for one in legs],
        )
        return self._certain(lambda: self._orders.place_basket(wanted))

    def block(self, side, area, slot, profile, average, basket_id=None, source=None):
        """Trades the energies of slots in a row, in kilowatt-hours from ``slot`` on, all of them or none.

        A buyer pays at most ``average`` per kilowatt-hour, a seller takes at least that, on average of all trades.
        """
        wanted = NewBlock(
            participant=self.participant,
            client_basket_id=basket_id or _new_id(),
            area=area,
            slot_start=slot,
            side=side,
            average_micro_per_kwh=micro_from_price(average),
            profile_wh=[wh_from_kwh(kwh) for kwh in profile],
            source=source,
        )
        return self._certain(lambda: self._orders.place_block(wanted))

    def auction_block(
        self, side, area, slot, profile, average, basket_id=None, min_ratio_ppm=None, parent=None, group=None
    ):
        """Has a block wait for the auction of its slots, which must be one auction window of the market.

        It is accepted at one ratio in all slots, at least ``min_ratio_ppm`` (all of it when left out), or not at all, and
        never at a loss. ``parent`` is the ``basket_id`` of another open block, whose ratio bounds this one's; of the blocks
        of one ``group`` the ratios are at most 1 in sum.
        """
        wanted = NewBlock(
            participant=self.participant,
            client_basket_id=basket_id or _new_id(),
            area=area,
            slot_start=slot,
            side=side,
            average_micro_per_kwh=micro_from_price(average),
            profile_wh=[wh_from_kwh(kwh) for kwh in profile],
            auction=NewBlockAuction(min_ratio_ppm=min_ratio_ppm, parent=parent, exclusive_group=group),
        )
        return self._certain(lambda: self._orders.place_block(wanted))

    def amend(self, order_id, kwh, price):
        """Gives an open order a price and the energy that shall be open from now on.

        It is sent once: whatever it traded meanwhile, a second amendment would open the energy again. When nobody
        answers, the market is asked whether it took place; if it does not show, ``OutcomeUnknown`` is raised.
        """
        wanted = Amendment(
            participant=self.participant, price_micro_per_kwh=micro_from_price(price), open_wh=wh_from_kwh(kwh)
        )
        known = len(self._amendments(order_id))
        try:
            _answer(lambda: self._orders.amend_order(order_id, wanted))
        except OutcomeUnknown:
            self._await(lambda: len(self._amendments(order_id)) > known)
        return self.order(order_id)

    def cancel(self, order_id):
        """Cancels what is open of an order, and answers the order; one that has ended already stays as it is."""
        try:
            self._certain(lambda: self._orders.cancel_order(order_id=order_id, participant=self.participant))
        except Refused as refused:
            if refused.status != 409:
                raise
        return self.order(order_id)

    def cancel_all(self):
        """Cancels all open orders of the participant."""
        self._certain(lambda: self._orders.cancel_orders(participant=self.participant))

    def order(self, order_id):
        """An order as it stands."""
        return self._certain(lambda: self._orders.order(order_id=order_id))

    def slots(self):
        """The market's slots, as the API gives them."""
        return self._certain(self._slots.slots).slots

    def open_slots(self):
        """The starts of all slots that take orders now, the earliest first."""
        return sorted(slot.slot_start for slot in self.slots() if slot.phase in ("OPEN", "CONTINUOUS"))

    def time(self):
        """The market's clock, as a text; ``None`` before its first tick."""
        return self._certain(self._market.time).market_time

    def _place(self, side, area, slot, kwh, price, terms):
        if price is None:
            terms["order_type"] = "market"
        else:
            terms["price_micro_per_kwh"] = micro_from_price(price)
        return self._send(side, area, slot, kwh, terms)

    def _send(self, side, area, slot, kwh, terms):
        terms.setdefault("client_order_id", _new_id())
        order = NewOrder(
            participant=self.participant,
            area=area,
            slot_start=slot,
            side=side,
            energy_wh=wh_from_kwh(kwh),
            **terms,
        )
        # However often it is sent, its client order id makes it one order.
        return self._certain(lambda: self._orders.place_order(order))

    def _amendments(self, order_id):
        return self._certain(lambda: self._orders.amendments(order_id=order_id)).amendments

    def _certain(self, call):
        """The answer to what may be sent again without harm."""
        for _ in range(_TRIES - 1):
            try:
                return _answer(call)
            except OutcomeUnknown:
                self._pause(_PAUSE_SECONDS)
        return _answer(call)

    def _await(self, condition):
        for _ in range(_TRIES):
            if condition():
                return
            self._pause(_PAUSE_SECONDS)
        raise OutcomeUnknown("the amendment was sent, and does not show: look at the order before you amend it again")


def _new_id():
    return f"py-{uuid.uuid4().hex}"


def _leg(leg):
    return NewBasketLegsInner(
        side=leg.side,
        area=leg.area,
        slot_start=leg.slot,
        energy_wh=wh_from_kwh(leg.kwh),
        price_micro_per_kwh=micro_from_price(leg.price),
        source=leg.source,
    )


def _alternative(alternative):
    return NewOrderAlternativesInner(
        price_micro_per_kwh=micro_from_price(alternative.price),
        sources=list(alternative.sources) or None,
        area=alternative.area,
    )


def _answer(call):
    try:
        return call()
    except urllib3.exceptions.HTTPError as error:
        raise OutcomeUnknown(f"no answer: {error}") from error
    except ApiException as error:
        problem = _problem(error)
        if error.status == 503 and problem.get("code") == "OUTCOME_UNKNOWN":
            raise OutcomeUnknown(problem.get("detail", "")) from error
        raise Refused(error.status, problem) from error


def _problem(error):
    try:
        problem = json.loads(error.body)
    except (TypeError, ValueError):
        problem = {}
    return problem if isinstance(problem, dict) else {}
