"""What rules remember otherwise than when it was last written: only that goes into the journal again."""

from collections.abc import Mapping

from riskguard.engine.journaling import LASTING
from riskguard.engine.state import GuardState


class MemoryNews:
    def __init__(self, state: GuardState) -> None:
        """`state` as restored: the journal holds its memories already."""
        self._written: dict[int, Mapping[str, object]] = {
            account_id: account.memories for account_id, account in state.accounts.items()
        }

    def take(self, state: GuardState) -> tuple[tuple[int, str, object], ...]:
        """By account and rule; counts as written from now on."""
        changed: list[tuple[int, str, object]] = []
        for account_id, account in state.accounts.items():
            before = self._written.get(account_id)
            if before is not account.memories:
                known, lasting = before or {}, ((rule, m) for rule, m in account.memories.items() if rule in LASTING)
                changed += [(account_id, rule, m) for rule, m in lasting if known.get(rule) is not m]
                self._written[account_id] = account.memories
        return tuple(changed)
