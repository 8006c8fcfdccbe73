"""E-mail addresses: read what people type, and compare addresses that differ only in spelling."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

from doorstep.core.text import clean_cell

# The everyday shape, read without the validator (20 times as fast). What does not match is not yet wrong.
_EVERYDAY = re.compile(
    r"[a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*@(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}",
    re.ASCII | re.IGNORECASE,
)
_RESERVED_ENDINGS = (".local", ".localhost", ".invalid", ".test", ".onion", ".arpa")
_LONGEST_BEFORE_AT = 64
_LONGEST = 254
_IN_ANGLES = re.compile(r"<([^<>]*@[^<>]*)>")
_BETWEEN_ADDRESSES = re.compile(r"[;,|\n]+|\s+(?=\S+@)|\s/\s")


@dataclass(frozen=True, slots=True)
class Email:
    """`address` as it is written to; `key` for comparing: two spellings of one mailbox have the same key."""

    address: str
    key: str


def read_email(typed: str) -> Email:
    """The one address in `typed` ("Bob <bob@example.com>" and "mailto:" are understood).

    Raises ValueError with words for the person when it is none.
    """
    text = _bare(typed)
    if len(text) <= _LONGEST and _EVERYDAY.fullmatch(text):
        key = text.lower()
        if not key.endswith(_RESERVED_ENDINGS) and key.index("@") <= _LONGEST_BEFORE_AT and "--" not in key:
            return Email(_with_small_domain(text), key)
    try:
        found = validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        raise ValueError(_why_not(text)) from error
    return Email(found.normalized, found.normalized.casefold())


def split_emails(cell: str) -> list[str]:
    """The addresses of a cell that may hold several, separated by ; , | / a line break or a space."""
    if cell.count("@") < 2:
        text = cell.strip(" ;,|\n")
        return [text] if text else []
    # "Bob <bob@x.com>, Sue <sue@x.com>": what stands outside the angles is a name.
    parts = _IN_ANGLES.findall(cell) if "<" in cell else _BETWEEN_ADDRESSES.split(cell)
    return [part.strip() for part in parts if part.strip()]


def _bare(typed: str) -> str:
    text = clean_cell(typed)
    if "<" in text and (angled := _IN_ANGLES.search(text)):
        text = angled[1]
    if text[:7].lower() == "mailto:":
        text = text[7:]
    return text.strip(" \n.,;:<>\"'()[]") if not text[:1].isalnum() or not text[-1:].isalnum() else text


def _with_small_domain(text: str) -> str:
    name, _at, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


def _why_not(text: str) -> str:
    """What is wrong with an address, in words for the person who typed it."""
    name, at, domain = text.partition("@")
    reasons = (
        (not text, _("There is no e-mail address here.")),
        ("@" in domain, _("“%(typed)s” holds more than one e-mail address.")),
        (not at, _("“%(typed)s” is not an e-mail address: it has no @.")),
        (
            not name or not domain,
            _("“%(typed)s” is not an e-mail address: something is missing beside the @."),
        ),
        (re.search(r"\s", text), _("“%(typed)s” is not an e-mail address: it has a space in it.")),
        ("." not in domain, _("“%(typed)s” is not an e-mail address: it has no ending such as .com.")),
    )
    told = (words for applies, words in reasons if applies)
    return next(told, _("“%(typed)s” is not an e-mail address that can be written to.")) % {"typed": text}
