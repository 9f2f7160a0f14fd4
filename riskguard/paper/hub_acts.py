"""Faults of the hubs and of the whole server as JSON; each is the method of the same purpose in `HubFaults`,
`EventFaults` or `PaperGateway`.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from riskguard.paper.acts import AccountRef, Act, Count, Narrowed, Seconds, account_id, contract_id
from riskguard.paper.event_faults import About
from riskguard.paper.paths import HubName

if TYPE_CHECKING:
    from riskguard.paper import PaperGateway

Topic = Literal["account", "order", "position", "trade", "quote", "print", "depth"]


class OnHub(Act):
    """`hub` left out: both."""

    hub: HubName | None = None


class DropHubs(OnHub):
    kind: ClassVar[str] = "dropHubs"
    polite: bool = False

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.drop(self.hub, self.polite)


class CloseHubs(OnHub):
    kind: ClassVar[str] = "closeHubs"
    error: str | None = None

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.close(self.hub, self.error)


class FreezeHubs(OnHub):
    """`seconds` left out: until thawHubs."""

    kind: ClassVar[str] = "freezeHubs"
    seconds: Seconds | None = None
    newcomers: bool = False
    lose: bool = False

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.freeze(self.hub, self.seconds, self.newcomers, self.lose)


class ThawHubs(OnHub):
    kind: ClassVar[str] = "thawHubs"
    lose: bool = False

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.thaw(self.hub, self.lose)


class Frame(OnHub):
    """`message` left out: one of an unknown type."""

    kind: ClassVar[str] = "frame"
    message: object = None
    text: str | None = None

    def do(self, gw: "PaperGateway") -> None:
        if self.text is not None:
            gw.faults.hubs.text(self.text, self.hub)
        else:
            gw.faults.hubs.send(self.hub, self.message)


class Logout(OnHub):
    kind: ClassVar[str] = "logout"
    close: bool = True

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.log_out(self.hub, self.close)


class RefuseNegotiate(OnHub):
    kind: ClassVar[str] = "refuseNegotiate"
    status: Annotated[int, Field(ge=200, le=599)] = 503
    seconds: Seconds = 1.0

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.refuse(self.status, self.seconds, self.hub)


class RefuseAccount(Act):
    """`seconds` left out: until clear."""

    kind: ClassVar[str] = "refuseAccount"
    account: AccountRef = None
    seconds: Seconds | None = None

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.refuse_account(account_id(gw, self.account), self.seconds)


class StaleQuotes(Act):
    """`seconds` left out: until freshQuotes."""

    kind: ClassVar[str] = "staleQuotes"
    contract: str | None = None
    seconds: Seconds | None = None
    repeat: bool = False

    def do(self, gw: "PaperGateway") -> None:
        contract = None if self.contract is None else contract_id(gw, self.contract)
        gw.faults.hubs.stale_quotes(contract, self.seconds, self.repeat)


class FreshQuotes(Act):
    kind: ClassVar[str] = "freshQuotes"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hubs.fresh_quotes()


class OnEvents(Narrowed):
    """Of one hub, one topic, one account or one contract, or all."""

    hub: HubName | None = None
    topic: Topic | None = None
    contract: str | None = None

    def about(self, gw: "PaperGateway") -> About:
        key = contract_id(gw, self.contract) if self.contract is not None else None
        about = account_id(gw, self.account) if self.account is not None else key
        return About(hub=self.hub, topic=self.topic, key=about, skip=self.skip, chance=self.chance)


class LoseEvents(OnEvents):
    kind: ClassVar[str] = "loseEvents"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.events.lose(self.often, **self.about(gw))


class DuplicateEvents(OnEvents):
    kind: ClassVar[str] = "duplicateEvents"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.events.duplicate(self.often, **self.about(gw))


class DelayEvents(OnEvents):
    kind: ClassVar[str] = "delayEvents"
    seconds: Seconds = 1.0
    upto: Seconds | None = None

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.events.delay(self.seconds, self.often, self.upto, **self.about(gw))


class ReorderEvents(OnEvents):
    """`times` is how many rounds of `count` events."""

    kind: ClassVar[str] = "reorderEvents"
    count: Count = 2
    seconds: Seconds = 1.0

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.events.reorder(self.count, self.seconds, self.often, **self.about(gw))


class RevokeTokens(Act):
    kind: ClassVar[str] = "revokeTokens"
    tell: bool = True

    def do(self, gw: "PaperGateway") -> None:
        gw.revoke_tokens(self.tell)


class Restart(Act):
    kind: ClassVar[str] = "restart"
    seconds: Seconds = 0.0
    polite: bool = True

    def do(self, gw: "PaperGateway") -> None:
        gw.restart_soon(self.seconds, self.polite)


class Freeze(Act):
    """The whole server but this control. `seconds` left out: until thaw."""

    kind: ClassVar[str] = "freeze"
    seconds: Seconds | None = None

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.freeze(self.seconds)


class Thaw(Act):
    kind: ClassVar[str] = "thaw"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.thaw()


class Clear(Act):
    kind: ClassVar[str] = "clear"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.clear()


HUB_ACTS: tuple[type[Act], ...] = (
    DropHubs,
    CloseHubs,
    FreezeHubs,
    ThawHubs,
    Frame,
    Logout,
    RefuseNegotiate,
    RefuseAccount,
    StaleQuotes,
    FreshQuotes,
    LoseEvents,
    DuplicateEvents,
    DelayEvents,
    ReorderEvents,
    RevokeTokens,
    Restart,
    Freeze,
    Thaw,
    Clear,
)
