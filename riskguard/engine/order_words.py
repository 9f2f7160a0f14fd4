"""Stops and targets that are placed, moved or resized, as sentences."""

from collections.abc import Mapping

from riskguard.domain.market import Market
from riskguard.domain.money import price_text

_NAMES = {"place_stop": "stop", "place_target": "target", "modify_stop": "stop", "modify_target": "target"}


def about_order(action: object) -> bool:
    """Whether an action places or changes a stop or a target."""
    return action in _NAMES


def order_words(fields: Mapping[str, object], market: Market) -> str:
    """`Placing a stop for 2 MNQ at 25,990.00.`"""
    contract_id, action = str(fields["contract"]), str(fields["action"])
    name, size = _NAMES[action], f"{fields['size']} {market.root(contract_id)}"
    at, old = _price(fields.get("price"), contract_id, market), _price(fields.get("old_price"), contract_id, market)
    if action.startswith("place"):
        return f"Placing a {name} for {size} at {at}."
    if old and old != at:
        return f"Moving the {name} for {size} from {old} to {at}."
    return f"Changing the {name} at {at} to {size}."


def _price(value: object, contract_id: str, market: Market) -> str:
    contract = market.contracts.get(contract_id)
    return price_text(value, contract.decimals if contract else 2) if isinstance(value, int) else ""
