"""The snapshot as `riskguard status --json` prints it (rules.md, Status)."""

from datetime import datetime

from riskguard.domain.money import dollars, price_value
from riskguard.engine.board import AccountView, BoardSnapshot, LimitView, LockoutView, OffView, PositionView


def status(view: BoardSnapshot) -> dict[str, object]:
    """The snapshot as `riskguard status --json` prints it (rules.md, Status)."""
    return {
        "state": str(view.state),
        "protected": view.protected,
        "headline": view.headline,
        "detail": view.detail,
        "practice": view.practice,
        "at": view.at.isoformat(),
        "reset_at": view.reset_at.isoformat(),
        "day": view.schedule.day_of(view.at).label.isoformat(),
        "timezone": view.schedule.zone_name,
        "accounts": [_status_of(account, view.at) for account in view.accounts],
        "guard_off": _off_status(view.guard_off),
        "clocked_in_at": view.clocked_in_at.isoformat() if view.clocked_in_at else None,
        "tampered": list(view.tampered),
        "pending": [
            {
                "path": change.path,
                "effective_at": change.effective_at.isoformat() if change.effective_at else None,
                "words": change.words,
            }
            for change in view.pending
        ],
    }


def _off_status(view: OffView) -> dict[str, object]:
    last = view.last
    return {
        "last": last
        and {
            "since": last.since.isoformat(),
            "until": last.until.isoformat(),
            "seconds": last.span.total_seconds(),
            "how": last.how,
            "fills": last.fills,
            "realized": float(dollars(last.realized)),
        },
        "today": {"count": view.today.count, "seconds": view.today.span.total_seconds()},
        "week": {"count": view.week.count, "seconds": view.week.span.total_seconds()},
    }


def _status_of(account: AccountView, now: datetime) -> dict[str, object]:
    return {
        "id": account.account_id,
        "name": account.name,
        "state": str(account.state),
        "headline": account.headline,
        "detail": account.detail,
        "realized": float(dollars(account.realized)),
        "open": float(dollars(account.open)),
        "net": float(dollars(account.net)),
        "positions": [_position_status(position) for position in account.positions],
        "lockouts": [_lockout_status(held) for held in account.lockouts],
        "limits": [_limit_status(limit) for limit in account.limits],
        "explained": [held.words for held in account.lockouts],
        "timers": [
            {"name": timer.name, "due": timer.due.isoformat(), "left_s": timer.left(now).total_seconds()}
            for timer in account.timers
        ],
        "degraded": list(account.degraded),
        "flat_confirmed_at": account.flat_confirmed_at.isoformat() if account.flat_confirmed_at else None,
    }


def _limit_status(limit: LimitView) -> dict[str, object]:
    return {
        "rule": limit.rule,
        "title": limit.title,
        "symbol": limit.symbol,
        "current": limit.current,
        "limit": limit.limit,
        "share": limit.share,
    }


def _lockout_status(held: LockoutView) -> dict[str, object]:
    return {
        "rule": held.rule,
        "kind": held.kind,
        "cause": held.cause,
        "until": held.until.isoformat() if held.until else None,
        "reason": held.reason,
        "symbol": held.symbol,
    }


def _position_status(position: PositionView) -> dict[str, object]:
    return {
        "contract": position.contract_id,
        "symbol": position.root,
        "size": position.exposure,
        "average": float(price_value(position.average)),
        "open": None if position.open_pnl is None else float(dollars(position.open_pnl)),
    }
