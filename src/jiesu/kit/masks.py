"""Personal data made unrecognisable for people who need not know it (§18)."""

import re

_compound_surname = re.compile(
    "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|司空|夏侯|长孙|宇文|端木|轩辕|南宫"
    "|百里|独孤|西门|东郭|呼延|申屠|澹台|公冶|宗政|濮阳|淳于|单于|太叔|仲孙|钟离|闻人|赫连|鲜于"
    "|闾丘|左丘|第五|万俟|拓跋|完颜|纳兰|叶赫|哥舒|梁丘|东门|公羊|公良)(?=.)",
)
_place_ends = "小区|花园|家园|公寓|大厦|广场|苑|城|街道|大道|路|街|巷|弄|胡同|村|镇|乡|区|县|市|省"
_numeral = r"(?:\d[\d\-]*|[A-Za-z]\d*|[一二三四五六七八九十百甲乙丙丁东西南北]+)"
_building = re.compile(rf".*?{_numeral}\s*(?:号楼|号院|栋|幢|座)")
_house_number = re.compile(r".*?(?:大道|路|街|巷|弄|胡同)\d[\d\-]*号")
_place = re.compile(rf"\D*(?:{_place_ends})")

_mobile = re.compile(r"(?:\+?86[ -]?)?(1\d{2})[ -]?\d{4}[ -]?(\d{4})")
_landline = re.compile(r"(010|02\d|0[3-9]\d{2})[ -]?\d{3,4}[ -]?(\d{4})(?:\D.*)?")
_public_service = re.compile(r"[19]\d{2,5}")
_local = re.compile(r"\d{7,}")
_LONG_ACCOUNT = 8
_LONG_IDENTITY = 12

_e_mail = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++(?:@[A-Za-z0-9._%+-]++)+")
_separators = re.compile("[ -]")
_unseen = re.compile(r"(?<=\d)[\u00ad\u200b-\u200f\u2060-\u206f\ufeff]+(?=\d)")
_gap = r"[\s.·_/\-\u2010-\u2015－]{0,3}"
"""What people put between the groups of a number."""
_digits_enough = re.compile(rf"\d(?:{_gap}\d){{6}}")
_number = re.compile(
    r"(?=[A-Z\d+])(?:"  # a quick look, or every character is tried nine ways
    r"(?<![A-Za-z\d])(?P<reference>[A-Z]{2}\d{22})(?!\d)"  # our own case and order numbers
    r"|(?<!\d)(?:"
    rf"(?P<identity>\d{{6}}{_gap}(?:18|19|20)\d\d[ -]?\d{{4}}{_gap}\d{{3}}[\dXx]|\d{{17}}[\dXx])"
    rf"|(?P<mobile>(?:\+?86[ -]?)?1[3-9]\d{_gap}\d{{4}}{_gap}\d{{4}})"
    r"|(?P<landline>0\d{2,3}[ -]?\d{3,4}[ -]?\d{4})"
    r"|(?P<card>\d{4}(?:[ -]?\d{4}){2,3}[ -]?\d{1,4})"
    r"|(?P<day>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"|(?P<local>\d{7,8})"
    r"|(?P<other>\d{7,})"
    r")(?!\d))",
)


def mask_name(name: str) -> str:
    """``张三丰`` → ``张**``, ``欧阳修`` → ``欧阳*``, ``John Smith`` → ``J***``."""
    name = name.strip()
    if len(name) < 2 or name.isascii():  # noqa: PLR2004 - nothing but one letter to show
        return f"{name[:1]}***" if len(name) > 1 else "*"
    kept = 2 if _compound_surname.match(name) else 1
    return name[:kept] + "*" * (len(name) - kept)


def mask_phone(phone: str) -> str:
    """``13812345678`` → ``138****5678``, ``0755-12345678`` → ``0755-****5678``.

    Numbers of three to six digits that begin with 1 or 9 belong to public services and stay.
    """
    phone = phone.strip()
    if mobile := _mobile.fullmatch(phone):
        return f"{mobile[1]}****{mobile[2]}"
    if landline := _landline.fullmatch(phone):
        return f"{landline[1]}-****{landline[2]}"
    if _public_service.fullmatch(phone):
        return phone
    return f"****{phone[-4:]}" if _local.fullmatch(phone) else "****"


def mask_address(address: str) -> str:
    """Keep an address down to the building: ``××小区3号楼2单元501`` → ``××小区3号楼***``.

    Without a building it is kept down to the house number, else to the last named place
    before any figure; a text without either says nothing.
    """
    address = address.strip()
    kept = _building.match(address) or _house_number.match(address) or _place.match(address)
    return f"{kept[0]}***" if kept else "***"


def mask_account(account: str) -> str:
    """``0759123401`` → ``0759****01``; the stars do not tell the length."""
    account = account.strip()
    if "@" in account:
        return mask_email(account)
    if len(account) >= _LONG_ACCOUNT:
        return f"{account[:4]}****{account[-2:]}"
    return f"{account[:1]}****"


def mask_identity(number: str) -> str:
    """Keep of an identity document the first four and last three signs at most."""
    number = number.strip()
    if len(number) >= _LONG_IDENTITY:
        return f"{number[:4]}{'*' * (len(number) - 7)}{number[-3:]}"
    return f"{number[:1]}{'*' * max(len(number) - 1, 3)}"


def mask_email(address: str) -> str:
    """``zhang@example.cn`` → ``z***@example.cn``."""
    name, _, domain = address.strip().rpartition("@")
    return f"{name[:1]}***@{domain}" if name else "***"


def mask_text(text: str) -> str:
    """Mask the identity, phone, card, account and e-mail numbers of a free text.

    Numbers written in words, and names and addresses, are not recognised.
    """
    text = _seen(text.replace("＠", "@"))
    if "@" in text:
        text = _e_mail.sub(lambda found: mask_email(found[0]), text)
    if _digits_enough.search(text):
        text = _number.sub(_masked_number, text)
    return text


def mask_identities(text: str) -> str:
    """Mask only the identity and card numbers of a free text: few may ever see these (§17)."""
    text = _seen(text)
    if _digits_enough.search(text):
        text = _number.sub(_masked_if_identity, text)
    return text


def _seen(text: str) -> str:
    """The text without signs that nobody sees between the figures of a number."""
    return text if text.isprintable() else _unseen.sub("", text)


def _masked_if_identity(found: re.Match[str]) -> str:
    return _masked_number(found) if found.lastgroup in {"identity", "card"} else found[0]


def _masked_number(found: re.Match[str]) -> str:
    number = found[0]
    match found.lastgroup:
        case "reference" | "day":
            return number
        case "identity":
            return mask_identity("".join(filter(str.isalnum, number)))
        case "mobile":
            return mask_phone("".join(filter(str.isdigit, number))[-11:])
        case "landline" | "local":
            return mask_phone(number)
        case "card":
            return f"****{_separators.sub('', number)[-4:]}"
        case _:
            return mask_account(number)
