"""Boards built by hand, with the numbers of the design's pictures: a trader's morning, before and after the breach."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from riskguard.domain.money import price, usd
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import (
    AccountView,
    BoardSnapshot,
    ClosingView,
    LimitView,
    LockoutKindName,
    LockoutView,
    Notice,
    OrderView,
    PositionView,
    Severity,
    State,
)

NOW = datetime(2026, 11, 19, 16, 42, 18, tzinfo=UTC)
"""10:42:18 AM in Chicago."""
RESET = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
BREACHED = datetime(2026, 11, 19, 16, 47, 52, tzinfo=UTC)
MES = "CON.F.US.MES.Z26"
MNQ = "CON.F.US.MNQ.Z26"


def position(root: str = "MNQ", exposure: int = 2, pnl: float | None = -67.0, covered: int = 1) -> PositionView:
    mnq = root == "MNQ"
    return PositionView(
        contract_id=MNQ if mnq else MES,
        name=f"{root}Z6",
        root=root,
        exposure=exposure,
        average=price("26418.25" if mnq else "6842.5"),
        mark=None if pnl is None else price("26401.5" if mnq else "6847.5"),
        open_pnl=None if pnl is None else usd(pnl),
        opened_at=NOW - timedelta(seconds=252 if mnq else 698),
        covered=covered,
    )


def orders() -> tuple[OrderView, ...]:
    return (
        OrderView(
            1, "MNQZ6", "Sell stop", 1, price("26392.25"), price("9.25"), protects=True, purpose="protects 1 of 2"
        ),
        OrderView(2, "MESZ6", "Buy stop", 1, price("6851.25"), price("3.75"), protects=True, purpose="protects 1 of 1"),
        OrderView(3, "MNQZ6", "Sell limit", 2, price(26461), price("59.5"), protects=False, purpose="target"),
    )


def limit(rule: str, title: str, share: int, words: tuple[str, str, str, str], **more: object) -> LimitView:
    """`words` are current, limit, room, next change; levels 50 and 80 per cent unless `levels` says otherwise."""
    current, most, room, change = words
    levels = more.get("levels", (50, 80))
    assert isinstance(levels, tuple)
    symbol = more.get("symbol")
    return LimitView(
        rule=rule,
        title=title,
        symbol=str(symbol) if symbol else None,
        share=share,
        level=sum(share >= level for level in levels),
        levels=levels,
        current=current,
        limit=most,
        room=room,
        next_change=change,
        reached=bool(more.get("reached")),
        known=bool(more.get("known", True)),
    )


def limits() -> tuple[LimitView, ...]:
    reset = "resets 5:00 PM CT"
    return (
        limit("RULE-003", "Daily realized loss", 70, ("−$318.18", "−$450.00", "$131.82 left", reset)),
        limit("RULE-014", "Daily net loss", 82, ("−$410.18", "−$500.00", "$89.82 left", reset)),
        limit("RULE-016", "Losses in a row", 66, ("2", "3", "1 left", "clears on a win"), levels=(33, 66)),
        limit(
            "RULE-008",
            "Stop within 10 s",
            60,
            ("6 s", "10 s", "closes in 4 s", "1 of 2 contracts covered"),
            symbol="MNQ",
            levels=(50,),
        ),
        limit("RULE-001", "Contracts", 60, ("3", "5", "2 left", "warns at 4"), levels=(80,)),
        limit("RULE-009", "Trading hours", 34, ("8:30 AM to 3:00 PM CT", "", "4 h 17 min left", "flat at 2:55 PM CT")),
        limit("RULE-004", "Open loss", 30, ("−$92.00", "−$300.00", "$208.00 left", "live")),
        limit("RULE-006", "Trades, last hour", 30, ("6", "20", "14 left", "one frees up 10:52 AM CT")),
        limit(
            "RULE-015", "Drawdown to firm floor", 21, ("−$410.18", "−$1,900.00", "$1,489.82 left", "floor $49,304.60")
        ),
    )


def calm_limits() -> tuple[LimitView, ...]:
    reset = "resets 5:00 PM CT"
    return (
        limit("RULE-006", "Trades, last hour", 40, ("8", "20", "12 left", "one frees up 10:52 AM CT")),
        limit("RULE-009", "Trading hours", 34, ("8:30 AM to 3:00 PM CT", "", "4 h 17 min left", "flat at 2:55 PM CT")),
        limit("RULE-001", "Contracts", 20, ("1", "5", "4 left", "warns at 4"), levels=(80,)),
        limit("RULE-004", "Open loss", 0, ("+$22.50", "−$300.00", "$300.00 left", "live")),
        limit("RULE-014", "Daily net loss", 0, ("+$64.30", "−$500.00", "$564.30 left", reset)),
        limit("RULE-003", "Daily realized loss", 0, ("+$41.80", "−$450.00", "$491.80 left", reset)),
        limit("RULE-016", "Losses in a row", 0, ("0", "3", "3 left", "clears on a win"), levels=(33, 66)),
    )


def reached_limits() -> tuple[LimitView, ...]:
    reset, since = "resets 5:00 PM CT", "reached 10:47:52 AM"
    return (
        limit("RULE-014", "Daily net loss", 100, ("−$500.18", "−$500.00", since, reset), reached=True),
        limit("RULE-003", "Daily realized loss", 113, ("−$509.26", "−$450.00", since, reset), reached=True),
        limit("RULE-016", "Losses in a row", 100, ("3", "3", since, reset), levels=(33, 66), reached=True),
        limit("RULE-006", "Trades, last hour", 30, ("6", "20", "14 left", "one frees up 10:52 AM CT")),
        limit(
            "RULE-015", "Drawdown to firm floor", 26, ("−$509.26", "−$1,900.00", "$1,390.74 left", "floor $49,304.60")
        ),
        limit("RULE-001", "Contracts", 0, ("0", "5", "none held", ""), levels=(80,)),
        limit("RULE-004", "Open loss", 0, ("$0.00", "−$300.00", "no position", "")),
        limit("RULE-009", "Trading hours", 0, ("8:30 AM to 3:00 PM CT", "", "closed by lockout", "Fri 8:30 AM CT")),
    )


def lockout(kind: LockoutKindName = "hard", until: datetime | None = RESET, rule: str = "RULE-014") -> LockoutView:
    title, cause, reason = {
        "hard": ("Daily net loss", "Daily net loss reached", "−$500.18 of −$500.00"),
        "entry": ("Losses in a row", "3 losses in a row", ""),
        "symbol": ("Symbol blocks", "MNQ is on your list of blocked symbols", ""),
    }[kind]
    return LockoutView(rule, title, kind, until, reason, "MNQ" if kind == "symbol" else None, BREACHED, cause)


def account(**changes: Any) -> AccountView:
    """An armed account with one covered position; `changes` replace fields."""
    standing = AccountView(
        account_id=4471,
        name="50K Combine 4471",
        state=State.ARMED,
        armed=True,
        headline="Armed",
        detail="Watching.",
        realized=usd("41.80"),
        open=usd("22.50"),
        open_known=True,
        net=usd("64.30"),
        fees=usd("8.24"),
        balance=usd(50_064),
        round_trips=3,
        positions=(position("MES", 1, 22.5, 1),),
        orders=(
            OrderView(
                2, "MESZ6", "Sell stop", 1, price("6838.25"), price("8.75"), protects=True, purpose="protects 1 of 1"
            ),
        ),
        lockouts=(),
        limits=calm_limits(),
        closing=None,
        flat_confirmed_at=None,
        done="",
        degraded=(),
    )
    return replace(standing, **changes)


def express() -> AccountView:
    return account(account_id=2208, name="Express 2208", positions=(), orders=(), open=0, net=usd("64.30"))


def warned() -> AccountView:
    return account(
        state=State.WARNING,
        headline="Daily net loss at 82%",
        realized=usd("-318.18"),
        open=usd(-92),
        net=usd("-410.18"),
        fees=usd("23.18"),
        round_trips=8,
        positions=(position(), position("MES", -1, -25.0)),
        orders=orders(),
        limits=limits(),
    )


def locked(**changes: Any) -> AccountView:
    """Hard-locked and confirmed flat."""
    standing = account(
        state=State.LOCKED,
        headline="Locked until 5:00 PM CT",
        realized=usd("-509.26"),
        open=0,
        net=usd("-509.26"),
        fees=usd("25.01"),
        round_trips=9,
        positions=(),
        orders=(),
        lockouts=(lockout(),),
        limits=reached_limits(),
        flat_confirmed_at=BREACHED,
        done="Closed 2 MNQ and 1 MES, cancelled 3 orders.",
    )
    return replace(standing, **changes)


def closing(sent: int = 3, *, alarmed: bool = True) -> AccountView:
    """Hard-locked, and the position is still there."""
    late = f"Closing 2 MNQ, not confirmed yet. Sent {sent} times. Your platform's flatten button works too."
    return locked(
        positions=(position(),),
        closing=ClosingView("2 MNQ", BREACHED, sent, alarmed),
        degraded=(late,) if alarmed else (),
        open=usd(-67),
        flat_confirmed_at=None,
        done="",
        state=State.DEGRADED if alarmed else State.LOCKED,
    )


def paused() -> AccountView:
    """Under an entry lockout, with a covered position."""
    return account(
        state=State.WARNING,
        headline="No new entries until 11:17 AM CT",
        positions=(position("MNQ", 1, -12.0, 1),),
        lockouts=(lockout("entry", BREACHED + timedelta(minutes=30), "RULE-016"),),
    )


def degraded() -> AccountView:
    reason = "No MNQ quotes for 12 s. The last price keeps counting. Your stops at the exchange still work."
    return replace(
        warned(),
        state=State.DEGRADED,
        headline="Protection reduced",
        open_known=False,
        limits=tuple(replace(each, known=each.title not in {"Daily net loss", "Open loss"}) for each in limits()),
        degraded=(reason,),
    )


def board(*accounts: AccountView, at: datetime = NOW, **changes: Any) -> BoardSnapshot:
    """A board of those accounts, in the state of the first."""
    first = accounts[0] if accounts else None
    standing = BoardSnapshot(
        at=at,
        state=first.state if first else State.SETUP,
        headline=first.headline if first else "",
        detail=first.detail if first else "",
        protected=bool(accounts),
        practice=False,
        accounts=accounts,
        schedule=Schedule(),
        reset_at=RESET,
        hubs_lost=(),
    )
    return replace(standing, **changes)


def notice(
    title: str = "Daily net loss reached.",
    text: str = "−$500.18 of −$500.00. Closed 2 MNQ and 1 MES, cancelled 3 orders. Locked until 5:00 PM CT.",
    severity: Severity = Severity.BREACH,
    at: datetime = BREACHED,
) -> Notice:
    return Notice(at, 4471, severity, title, text)


def morning() -> tuple[Notice, ...]:
    return (
        notice("Armed.", "2 accounts, 9 limits.", Severity.INFO, NOW - timedelta(hours=2, minutes=14)),
        notice(
            "2 losses in a row.",
            "One more pauses new entries for 30 min.",
            Severity.WARNING,
            NOW - timedelta(minutes=9),
        ),
        notice(
            "Daily net loss at 80%.",
            "−$401.06 of −$500.00. $98.94 left.",
            Severity.WARNING,
            NOW - timedelta(seconds=74),
        ),
        notice(
            "MNQ: 1 of 2 contracts has a stop.", "Closing it in 10 s.", Severity.WARNING, NOW - timedelta(seconds=6)
        ),
    )


def aftermath() -> tuple[Notice, ...]:
    return (
        *morning(),
        notice(),
        notice("Flat, confirmed.", "0 positions, 0 orders.", Severity.INFO, BREACHED + timedelta(milliseconds=412)),
        notice(
            "Order cancelled.",
            "Buy 1 MNQ limit: this account is locked for 6 h 10 min more.",
            Severity.WARNING,
            BREACHED + timedelta(seconds=75),
        ),
    )
