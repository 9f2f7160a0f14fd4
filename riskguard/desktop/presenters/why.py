"""Why one line of the record is there: the numbers, the trades counted, what was sent and what came back, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from riskguard.desktop.presenters import words, words_desk
from riskguard.desktop.presenters.activity import Item, Setting, short_time, took
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import bare, day_text, end_text, figures, hour_text, money_text, style
from riskguard.desktop.presenters.sent import SentLine, sent_of
from riskguard.desktop.presenters.tables import money_tone
from riskguard.desktop.presenters.why_lock import by_hand, lock_facts
from riskguard.desktop.presenters.words import say
from riskguard.domain.contracts import root_of
from riskguard.domain.money import Usd, usd
from riskguard.domain.orders import Trade
from riskguard.state.trips import TripBook
from riskguard.storage.activity import Line, Story

_MONEY = frozenset(
    {"net", "realized", "open", "limit", "target", "peak", "balance", "floor", "buffer", "lost", "loss", "tier", "week"}
)
_COUNTING = frozenset(f"RULE-{number:03}" for number in (3, 6, 7, 13, 14, 15, 16, 17, 22))
"""Rules whose numbers come from the day's trades."""
_SENDING = frozenset({"breach", "lockout_set", "action", "alarm", "flat"})


@dataclass(frozen=True, slots=True)
class Number:
    """`total` is the line below the sum."""

    label: str
    aside: str
    value: str
    tone: str = "text"
    total: bool = False


@dataclass(frozen=True, slots=True)
class TripLine:
    time: str
    root: str
    side: str
    result: str
    tone: str


@dataclass(frozen=True, slots=True)
class Tile:
    value: str
    label: str
    tone: str = "text"


@dataclass(frozen=True, slots=True)
class Why:
    item: Item
    when: str
    words: str
    numbers: tuple[Number, ...] = ()
    trips: tuple[TripLine, ...] = ()
    trips_count: str = ""
    trips_sum: str = ""
    sent: tuple[SentLine, ...] = ()
    flat_ms: float | None = None
    tiles: tuple[Tile, ...] = ()
    nothing_sent: str = ""

    @property
    def plain(self) -> str:
        """All of it as text, to be copied."""
        parts = [self.item.title, self.when, self.words, ""]
        parts += [" ".join(part for part in (n.label, n.aside, n.value) if part) for n in self.numbers]
        parts += [f"{t.time} {t.root} {t.side} {t.result}" for t in self.trips]
        parts += [_copied(s) for s in self.sent]
        parts += [f"{tile.label}: {tile.value}" for tile in self.tiles]
        return "\n".join(part for part in parts if part).strip()


def why(item: Item, story: Story, setting: Setting) -> Why:
    line = story.line
    sent, flat = sent_of(story)
    counting = line.rule in _COUNTING and line.kind in {"warning", "breach", "lockout_set"}
    trips = _trips(story.trades, setting) if counting else ()
    total = sum(trade.profit_and_loss or 0 for trade in story.trades)
    made = Why(
        item,
        _when(line, setting),
        heard(line.words),
        _numbers(line, story.trades if counting else (), setting),
        trips,
        _count(len(trips)) if trips else "",
        say(words_desk.BEFORE_FEES, amount=money_text(total, plus=True)) if trips else "",
    )
    if by_hand(line):
        facts = tuple(Number(label, "", value) for label, value in lock_facts(story, setting))
        made = replace(made, words=say(words_desk.NO_SOONER), numbers=facts)
    if line.kind not in _SENDING:
        return made
    nothing = say(words_desk.NOTHING_SENT) if line.kind == "breach" and not sent else ""
    tiles = _tiles(story, sent, flat)
    return replace(made, sent=sent, flat_ms=flat, tiles=tiles, nothing_sent=nothing)


def _when(line: Line, setting: Setting) -> str:
    """To the millisecond: `10:47:52.118 AM CT, 50K Combine 4471`."""
    clock, gap, half = short_time(setting.schedule, line.at).partition(" ")
    parts = f"{style().decimal}{line.at.microsecond // 1000:03}"
    time = f"{clock}{parts}{gap}{half} {setting.schedule.zone_label}"
    day = day_text(setting.schedule, line.at)
    day = "" if day == day_text(setting.schedule, setting.now) else day
    name = setting.names.get(line.account_id, str(line.account_id)) if line.account_id is not None else ""
    return ", ".join(part for part in (day, time, name) if part)


def _numbers(line: Line, trades: Sequence[Trade], setting: Setting) -> tuple[Number, ...]:
    """What adds up to the number judged, that number against its limit, and whatever else was looked at."""
    given = dict(line.why)
    rows: list[Number] = []
    limit = next((name for name in ("limit", "target", "allowed", "floor") if name in given), None)
    subject = next((name for name in given if name != limit), None)
    if trades and subject in {"net", "realized"}:
        rows += _parts(subject, _money(given[subject]), trades)
    aside = f"{say(words_desk.WHY[limit]).lower()} {_limit(limit, given, setting)}" if limit else ""
    for name, value in given.items():
        if name == limit:
            continue
        label = say(words_desk.WHY.get(name, name.replace("_", " ").capitalize()))
        judged = name == subject
        tone = money_tone(_money(value)) if name in _MONEY and judged else "text"
        shown = _value(name, value, setting)
        rows.append(Number(label, aside if judged else "", shown, tone, total=judged and bool(rows)))
    return tuple(rows)


def _limit(name: str, given: Mapping[str, Any], setting: Setting) -> str:
    """A loss limit with its sign, as the loss beside it has one."""
    if name == "limit" and given.keys() & {"net", "realized", "open"} and "peak" not in given:
        return _plain(-_money(given[name]))
    return _value(name, given[name], setting)


def _parts(subject: str, amount: Usd, trades: Sequence[Trade]) -> list[Number]:
    """The net result is the realized one and what is open; the realized one is trades less fees."""
    gross, fees = sum(trade.profit_and_loss or 0 for trade in trades), sum(trade.fees for trade in trades)
    if subject == "net":
        after = say(words_desk.AFTER_FEES, amount=money_text(fees))
        opened = amount - (gross - fees)
        return [
            Number(say(words.REALIZED), after, _plain(gross - fees)),
            Number(say(words_desk.WHY["open"]), "", _plain(opened)),
        ]
    return [
        Number(say(words_desk.CLOSED_TRADES), "", _plain(gross)),
        Number(say(words_desk.FEES), "", _plain(-fees)),
    ]


def _money(value: object) -> Usd:
    try:
        return usd(str(value))
    except ValueError:
        return 0


def _plain(amount: Usd) -> str:
    return bare(amount)


def _value(name: str, value: object, setting: Setting) -> str:
    if name in _MONEY and isinstance(value, int | float):
        return _plain(_money(value))
    if isinstance(value, str):
        return _instant(value, setting)
    return figures(f"{value:,}") if isinstance(value, int | float) else str(value)


def _instant(text: str, setting: Setting) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return end_text(setting.schedule, setting.now, at) if at.tzinfo else text


def _trips(trades: Sequence[Trade], setting: Setting) -> tuple[TripLine, ...]:
    """Newest first."""
    if not trades:
        return ()
    start, end = trades[0].created_at - timedelta(days=8), trades[-1].created_at + timedelta(seconds=1)
    sizes = _sizes(trades)
    found = []
    for trip in TripBook.of(trades).newest_first(start, end):
        result = trip.result(include_fees=False)
        side = say(words.LONG if trip.side > 0 else words.SHORT, size=sizes(trip.trade_ids))
        clock = minute_text(setting, trip.ended_at)
        found.append(TripLine(clock, root_of(trip.contract_id), side, _plain(result), money_tone(result)))
    return tuple(found)


def minute_text(setting: Setting, at: datetime) -> str:
    """`8:37`: in a table of one day its half goes without saying."""
    local = at.astimezone(setting.schedule.zone)
    return hour_text(local, half=False)


def _sizes(trades: Sequence[Trade]) -> Any:
    """How many contracts a round trip's opening fills had."""
    by_id = {trade.trade_id: trade for trade in trades}

    def size(ids: Sequence[int]) -> int:
        known = [by_id[one] for one in ids if one in by_id]
        return sum(trade.size for trade in known if trade.opening) or sum(t.size for t in known if not t.opening)

    return size


def _count(count: int) -> str:
    return say(words_desk.ROUND_TRIPS_ONE) if count == 1 else say(words_desk.ROUND_TRIPS, count=count)


def _tiles(story: Story, sent: Sequence[SentLine], flat: float | None) -> tuple[Tile, ...]:
    calls = [row for row in sent if row.tone != "ok"]
    tiles = []
    if calls:
        tiles.append(Tile(took(min(row.start for row in calls)), say(words_desk.ORDER_OUT)))
        ends = [row.end for row in calls if row.end is not None]
        if len(ends) == len(calls):
            tiles.append(Tile(took(max(ends)), say(words_desk.CLOSED)))
    if flat is not None and story.line.kind != "flat":
        tiles.append(Tile(took(flat), say(words_desk.FLAT_TILE), "ok"))
    slipped = _slipped(story) if flat is not None else None
    if slipped is not None:
        tiles.append(Tile(money_text(slipped), say(words_desk.SLIPPED), "loss" if slipped < 0 else "text"))
    return tuple(tiles)


def _slipped(story: Story) -> Usd | None:
    """How much further than its limit a loss of the day went until flat; None where that is no such limit."""
    given = story.line.why
    if story.line.kind != "breach" or "limit" not in given or not {"net", "realized"} & given.keys():
        return None
    result = sum((trade.profit_and_loss or 0) - trade.fees for trade in (*story.trades, *story.after))
    return min(0, result + _money(given["limit"]) - _money(given.get("peak", 0)))


def _end_text(end: float | None) -> str:
    return "?" if end is None else f"{end:.0f}"


def _copied(sent: SentLine) -> str:
    return say(
        words_desk.SENT_COPIED,
        label=sent.label,
        start=round(sent.start),
        end=_end_text(sent.end),
        answer=sent.answer,
    )
