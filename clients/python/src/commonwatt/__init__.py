"""Trade on a Commonwatt market.

``Market`` places, amends and cancels orders, baskets, blocks and preferences in decimal kilowatt-hours and prices per kilowatt-hour; ``Key`` signs
what it sends; ``Demo`` follows a demo slot by slot. What this package does not wrap is one step away: ``Market.api``
is the client that is generated from the market's document, package ``commonwatt_api``, and it signs, too.
"""

from .demo import Demo
from .market import Alternative, Leg, Market, OutcomeUnknown, Refused
from .signing import Key
from .units import (
    kwh_from_wh,
    micro_from_price,
    money_from_nano,
    nano_from_money,
    price_from_micro,
    wh_from_kwh,
)

__all__ = [
    "Alternative",
    "Demo",
    "Key",
    "Leg",
    "Market",
    "OutcomeUnknown",
    "Refused",
    "kwh_from_wh",
    "micro_from_price",
    "money_from_nano",
    "nano_from_money",
    "price_from_micro",
    "wh_from_kwh",
]
