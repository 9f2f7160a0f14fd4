"""The bodies of the REST calls, and how a bad one is refused: 400 with a problem document naming each field."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

Price = Annotated[float, Field(allow_inf_nan=False)]
Int = Annotated[int, Field(ge=-(2**63), lt=2**63)]


class BadBodyError(Exception):
    """`errors`: field name (`$` for the whole) -> messages."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(str(errors))
        self.errors = errors

    def json(self) -> dict[str, object]:
        return {
            "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
            "title": "One or more validation errors occurred.",
            "status": 400,
            "errors": self.errors,
        }


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, BeforeValidator(_moment)]


class Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", alias_generator=to_camel, populate_by_name=False)


class LoginKey(Body):
    user_name: str
    api_key: str


class AccountSearch(Body):
    only_active_accounts: bool


class ContractsAvailable(Body):
    live: bool


class ContractSearch(Body):
    search_text: str | None = None
    live: bool = False


class ContractById(Body):
    contract_id: str


class OfAccount(Body):
    account_id: Int


class OfContract(Body):
    account_id: Int
    contract_id: str


class PartialClose(OfContract):
    size: Int


class Leg(Body):
    ticks: Int
    type: Annotated[int, Field(ge=0, le=7)]


class Place(OfContract):
    type: Annotated[int, Field(ge=0, le=7)]
    side: Annotated[int, Field(ge=0, le=1)]
    size: Int
    limit_price: Price | None = None
    stop_price: Price | None = None
    trail_price: Price | None = None
    custom_tag: str | None = None
    stop_loss_bracket: Leg | None = None
    take_profit_bracket: Leg | None = None


class OfOrder(Body):
    account_id: Int
    order_id: Int


class Modify(OfOrder):
    size: Int | None = None
    limit_price: Price | None = None
    stop_price: Price | None = None
    trail_price: Price | None = None


class Period(Body):
    account_id: Int
    start_timestamp: Moment
    end_timestamp: Moment | None = None


class OrderFilter(Body):
    account_id: Int
    statuses: list[int] | None = None
    contract_id: str | None = None


class OrderQuery(Body):
    filter: OrderFilter
    page_size: Annotated[int, Field(ge=1, le=1000)] = 100
    page_offset: Annotated[int, Field(ge=0)] = 0


class Bars(Body):
    contract_id: str
    live: bool = False
    start_time: Moment
    end_time: Moment
    unit: Int
    unit_number: Int
    limit: Int
    include_partial_bar: bool = False


def parse(raw: bytes) -> object:
    """The JSON value of a body; nothing at all counts as `{}`. Raises BadBodyError."""
    try:
        return json.loads(raw, parse_constant=_no_constant) if raw.strip() else {}
    except (ValueError, RecursionError) as error:
        raise BadBodyError({"$": [f"The body is not JSON: {error}"]}) from None


def read[B: Body](model: type[B], value: object) -> B:
    """The body as its model; names in any case, as ASP.NET reads them. Raises BadBodyError naming the fields."""
    if not isinstance(value, dict):
        raise BadBodyError({"$": ["The body must be a JSON object."]})
    try:
        return model.model_validate(spelled(model, value))
    except ValidationError as error:
        raise BadBodyError(_by_field(error)) from None


def spelled(model: type[BaseModel], value: dict[str, Any]) -> dict[str, Any]:
    """The same with every name as the model spells it."""
    names = {(field.alias or name).lower(): field.alias or name for name, field in model.model_fields.items()}
    fixed = {names.get(name.lower(), name): item for name, item in value.items()}
    for name, nested in (("stopLossBracket", Leg), ("takeProfitBracket", Leg), ("filter", OrderFilter)):
        if isinstance(fixed.get(name), dict):
            fixed[name] = spelled(nested, fixed[name])
    return fixed


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for item in error.errors(include_url=False):
        name = ".".join(str(part) for part in item["loc"]) or "$"
        fields.setdefault(name, []).append(item["msg"])
    return fields


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")
