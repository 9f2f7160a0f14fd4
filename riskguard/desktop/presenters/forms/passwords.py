"""What to say of a try at the admin password, and of a new one."""

from datetime import datetime

from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.words import say
from riskguard.service.password import LEAST_LETTERS, Verdict, fault_of


def refused(verdict: Verdict, now: datetime) -> str:
    """Why a try was refused and when the next one counts; "" for the right password."""
    if verdict.right:
        return ""
    if verdict.wait_until is None:
        return say(texts.WRONG_PASSWORD)
    seconds = max(1, round((verdict.wait_until - now).total_seconds()))
    return say(texts.WRONG_PASSWORD_WAIT, seconds=seconds)


def fault(new: str) -> str:
    """What is wrong with a new password; "" for one that will do."""
    return say("Take at least {least} letters; several words are better.", least=LEAST_LETTERS) if fault_of(new) else ""
