"""What a scenario and the control endpoint can have done, as JSON: reading it, and saying what is wrong with it."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from riskguard.paper import wire
from riskguard.paper.armed import Where
from riskguard.paper.paths import endpoint_of, fits

if TYPE_CHECKING:
    from riskguard.paper import PaperGateway

Always = Literal["always"]
Times = Annotated[int, Field(ge=1)] | Always | None
Count = Annotated[int, Field(ge=1, le=10_000)]
Seconds = Annotated[float, Field(ge=0, le=31_536_000, allow_inf_nan=False)]
Chance = Annotated[float, Field(ge=0, le=1)]
AccountRef = int | str | None


class ActError(ValueError):
    """Cannot be done; `field` is what is wrong, the text says what would do."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class Strict(wire.Body):
    """A body in which a name that is not known is a mistake."""

    model_config = ConfigDict(strict=True, extra="forbid", alias_generator=to_camel, populate_by_name=False)


class Act(Strict):
    """One thing to do. `check` finds what this gateway does not have; `do` does it at once."""

    kind: ClassVar[str]

    def check(self, gw: "PaperGateway") -> None:
        for field in ("account", "contract"):
            value = getattr(self, field, None)
            if value is not None:
                (account_id if field == "account" else contract_id)(gw, value)

    def do(self, gw: "PaperGateway") -> None:
        raise NotImplementedError


class Narrowed(Act):
    """`times` "always" or null: until cleared."""

    times: Times = 1
    skip: Annotated[int, Field(ge=0)] = 0
    chance: Chance = 1.0
    account: AccountRef = None

    @property
    def often(self) -> int | None:
        return self.times if isinstance(self.times, int) else None

    def where(self, gw: "PaperGateway") -> Where:
        account = None if self.account is None else account_id(gw, self.account)
        return Where(skip=self.skip, chance=self.chance, account=account)


def account_id(gw: "PaperGateway", ref: AccountRef) -> int:
    """By id or name; None is the first. Raises ActError."""
    for account in gw.accounts:
        if ref is None or ref in (account.id, account.name):
            return account.id
    names = ", ".join(account.name for account in gw.accounts)
    raise ActError("account", f"account was {ref}; give one of {names}, or its id")


def contract_id(gw: "PaperGateway", text: str) -> str:
    """By id, name or root. Raises ActError."""
    try:
        return gw.contract(text).id
    except KeyError:
        raise ActError("contract", f"contract was {text}; give an id, a name or a root like MNQ") from None


def check_path(gw: "PaperGateway", field: str, path: str) -> None:
    """Raises ActError unless some call goes by it."""
    wanted = endpoint_of(path)
    if not any(fits(wanted, endpoint) for endpoint in gw.endpoints):
        raise ActError(field, f"{field} was {path}; give a call like /Position/closeContract, /Order/* or * for all")


def read[A: Strict](model: type[A], value: dict[str, Any], what: str) -> A:
    """Raises ActError naming the first field that is wrong."""
    try:
        return model.model_validate(wire.spelled(model, value))
    except ValidationError as error:
        item = error.errors(include_url=False)[0]
        raise ActError(str(item["loc"][0]), _words(model, dict(item), what)) from None


def _words(model: type[Strict], item: dict[str, Any], what: str) -> str:
    field = str(item["loc"][0])
    if item["type"] == "extra_forbidden":
        known = ", ".join(one.alias or name for name, one in model.model_fields.items()) or "nothing more"
        return f"{field} is not known in {what}; give {known}"
    if item["type"] == "missing":
        return f"{field} is missing in {what}; give it"
    reason = str(item["msg"]).removeprefix("Value error, ")
    return f"{field} was {item['input']!r} in {what}; {reason[:1].lower()}{reason[1:]}"
