"""Amounts, prices, shares and spans as people read them: − for minus, thousands with comma, times with their zone."""

from datetime import timedelta

from riskguard.desktop.presenters import local, words
from riskguard.desktop.presenters.words import say
from riskguard.domain.money import Price


def price_text(price: Price, decimals: int) -> str:
    return local.price_text(price, decimals)


def countdown(span: timedelta) -> str:
    """What is left, rounded up to the second so that 0:00:00 means over: `6:17:42`, `2 d 3:04:05`."""
    seconds = max(0, -(-span // timedelta(seconds=1)))
    days, rest = divmod(seconds, 86_400)
    clock = f"{rest // 3600}:{rest % 3600 // 60:02}:{rest % 60:02}"
    return say(words.DAYS_AND_CLOCK, days=days, clock=clock) if days else clock


def elapsed(span: timedelta) -> str:
    """What has passed, in full seconds: `0:06`, `11:38`, `1:02:10`."""
    seconds = max(0, span // timedelta(seconds=1))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def sentence_case(title: str) -> str:
    """A title inside a sentence: `Daily net loss` -> `daily net loss`, but `CME hours` stays."""
    if not local.style().lowers:
        return title
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def capitalized(text: str) -> str:
    """Words at the head of a sentence: `none left` -> `None left`."""
    return text[:1].upper() + text[1:]


def first_sentence(text: str) -> str:
    """Up to the first full stop or colon that a space follows, with a full stop: `Daily net loss reached.`"""
    ends = [at for mark in (". ", ": ") if (at := text.find(mark)) > 0]
    head = text[: min(ends)] if ends else text
    return head.rstrip(" .:") + "." if head.strip(" .:") else ""
