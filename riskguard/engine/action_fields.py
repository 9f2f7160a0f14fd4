"""What is told of an action that leaves alone: the fields of its line in journal and replay."""

from riskguard.domain.actions import (
    CancelOrder,
    Changing,
    ClosePosition,
    ModifyStop,
    ModifyTarget,
    PlaceStop,
    PlaceTarget,
    Placing,
    ReducePosition,
    call_kind,
)

type SingleAction = CancelOrder | ClosePosition | ReducePosition | Placing | Changing


def action_fields(action: SingleAction) -> dict[str, object]:
    """`tag` and `old_price` are not part of a line of replay."""
    match action:
        case CancelOrder():
            return {
                "action": "cancel",
                "contract": action.contract_id,
                "size": action.size,
                "order": action.order_id,
                "price": action.price,
            }
        case ClosePosition():
            return {"action": "close", "contract": action.contract_id, "size": action.size}
        case ReducePosition():
            return {"action": "reduce", "contract": action.contract_id, "size": action.by}
        case PlaceStop() | PlaceTarget():
            return {
                "action": call_kind(action),
                "contract": action.contract_id,
                "size": action.size,
                "price": action.price,
                "tag": action.tag,
            }
        case ModifyStop() | ModifyTarget():
            return {
                "action": call_kind(action),
                "contract": action.contract_id,
                "size": action.size,
                "order": action.order_id,
                "price": action.price,
                "old_price": action.old_price,
            }
