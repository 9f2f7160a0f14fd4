"""A rule's fields as people meet them: label, help, unit, direction, and the kinds of values they take."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.config import JsonDict

from riskguard.domain.money import Usd, usd

type Tighter = Literal["lower", "higher", "on", "off", "listed", "none"]


def setting(
    label: str,
    help_text: str,
    *,
    unit: str = "",
    tighter: Tighter,
    order: tuple[str, ...] = (),
    off: int | None = None,
    **constraints: Any,
) -> Any:
    """A rule's field as people meet it: form, docs and the direction that is tighter come from this one place.

    `order` names the choices of a `listed` field from loosest to tightest, `off` the number that switches it off.
    """
    extra: JsonDict = {"unit": unit, "tighter": tighter, "order": list(order), "off": off}
    return Field(title=label, description=help_text, json_schema_extra=extra, **constraints)


def _positive_money(value: Decimal) -> Decimal:
    """Judged as it will be compared: what rounds to nothing is no limit."""
    if usd(value) <= 0:
        raise ValueError("give the amount as a positive number of dollars, e.g. 500")
    return value


def account_ids(value: object) -> object:
    """`"all"` or a list of ids, as numbers or as text."""
    if value == "all":
        return value
    if not isinstance(value, list | tuple) or not value:
        raise ValueError('give "all" or a list of account ids, e.g. [4471]')
    if any(isinstance(one, bool) or not str(one).isdecimal() for one in value):
        raise ValueError("account ids are whole numbers, e.g. [4471]")
    return tuple(int(one) for one in value)


type Dollars = Annotated[Decimal, AfterValidator(_positive_money)]
"""A limit or target in dollars, entered as a positive number."""

type Share = Annotated[float, Field(gt=0, le=1, strict=True)]

type Accounts = Annotated[Literal["all"] | tuple[int, ...], BeforeValidator(account_ids)]

MOST = 100_000
type Count = Annotated[int, Field(ge=0, le=MOST, strict=True)]
"""A number of contracts."""

LONGEST_S = 31 * 86_400
type Seconds = Annotated[float, Field(ge=0, le=LONGEST_S)]
"""A duration; whole or fractional seconds."""


def units(amount: Decimal) -> Usd:
    return usd(amount)


def share_of(limit: Usd, share: float) -> Decimal:
    """A share of a limit, exact: as it was written, not as a float holds it."""
    return limit * Decimal(str(share))


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)
