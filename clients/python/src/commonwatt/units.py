"""Between what people write and the integers of the API. Nothing is rounded: what is too fine is an error."""

from decimal import Decimal, InvalidOperation

_WH_PER_KWH = 1_000
_MICRO = 1_000_000
_NANO = 1_000_000_000

#: The digits that any amount of the API fits in: decimals are computed exactly up to here.
_MOST_DIGITS = 40


def _scaled(text, scale, what, unit):
    if isinstance(text, float):
        raise TypeError(f"{what} is a float, which is not exact: write '{text}', a Decimal or an int")
    try:
        value = Decimal(text)
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError(f"{what} {text!r} is no decimal number") from None
    if not value.is_finite() or len(value.as_tuple().digits) + abs(value.as_tuple().exponent) > _MOST_DIGITS:
        raise ValueError(f"{what} {text!r} is no decimal number of at most {_MOST_DIGITS} digits")
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(numerator * scale, denominator)
    if rest:
        raise ValueError(f"{what} {text} is finer than 1 {unit}, the smallest there is")
    return whole


def _decimal(amount, places):
    sign, digits = ("-", -amount) if amount < 0 else ("", amount)
    whole, part = divmod(digits, 10**places)
    fraction = str(part).rjust(places, "0").rstrip("0")
    return Decimal(f"{sign}{whole}" + (f".{fraction}" if fraction else ""))


def wh_from_kwh(kwh):
    """Watt-hours of decimal kilowatt-hours, such as ``"1.25"``."""
    return _scaled(kwh, _WH_PER_KWH, "energy", "Wh")


def kwh_from_wh(wh):
    """Kilowatt-hours, as a ``Decimal``."""
    return _decimal(wh, 3)


def micro_from_price(price):
    """Micro-currency per kilowatt-hour of a price per kilowatt-hour, such as ``"0.25"``."""
    return _scaled(price, _MICRO, "price", "micro-currency")


def price_from_micro(micro):
    """Currency per kilowatt-hour, as a ``Decimal``."""
    return _decimal(micro, 6)


def nano_from_money(money):
    """Nano-currency of an amount of currency, such as ``"50"``."""
    return _scaled(money, _NANO, "amount", "nano-currency")


def money_from_nano(nano):
    """Currency of the API's nano-currency, which is a text; received is positive."""
    return _decimal(int(nano), 9)
