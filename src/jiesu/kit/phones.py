"""Phone numbers in one form, so that the same number is always found."""

import re

import phonenumbers

_MOBILE = re.compile(r"1\d{10}\Z")


def normal_phone(written: str) -> str:
    """Return ``written`` as +8613812345678; what is no phone number keeps its digits.

    Short service numbers and numbers with a typing slip must be findable too, so nothing raises.
    """
    if _MOBILE.match(written):
        return f"+86{written}"
    try:
        number = phonenumbers.parse(written, "CN")
    except phonenumbers.NumberParseException:
        return "".join(ch for ch in written if ch.isdigit()) or written
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
