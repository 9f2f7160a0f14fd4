"""The example on every rule's docs page, played: what the story says, with its numbers and times, is what happens."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from riskguard.config.file import parse_settings
from riskguard.domain.contracts import Contract
from riskguard.domain.events import AccountChanged, ClockTicked, ContractLearned, Event, OrderChanged, TradeReported
from riskguard.domain.money import Number, price, usd
from riskguard.domain.orders import Order, OrderType, Trade
from riskguard.engine.records import Record
from riskguard.engine.replay import Replay, record_line
from riskguard.gateway.translate import read_line
from riskguard.rules import ALL_RULES, Rule
from tests.fakes.facts import ACCOUNT, ES, MES, MNQ, NQ, OTHER, contract, order, position, quote, trade

CHICAGO = ZoneInfo("America/Chicago")
THURSDAY = date(2026, 11, 19)
NQH7, CL, NG = "CON.F.US.ENQ.H27", "CON.F.US.CLE.F27", "CON.F.US.NGE.F27"
NEWS = (
    "time,title,impact\n2026-12-04T07:30:00-06:00,Payrolls,high\n"
    "2026-12-04T09:00:00-06:00,Sentiment,medium\n2026-12-04T10:00:00-06:00,Speech,\n"
)
STOP = OrderType.STOP
_OTHERS = {NQH7: ("NQH7", "NQ", "0.25", "5"), CL: ("CLF7", "CL", "0.01", "10"), NG: ("NGF7", "NG", "0.001", "10")}


def clock(text: str, day: date = THURSDAY) -> datetime:
    """`9:30` or `9:30:05` in Chicago."""
    return datetime.combine(day, time.fromisoformat(text.zfill(5 if text.count(":") == 1 else 8)), CHICAGO)


class Story:
    """A rule's example settings under a stream of events; `told` is what came of it."""

    def __init__(self, table: str, folder: Path, more: str = "") -> None:
        (folder / "news.csv").write_text(NEWS, encoding="utf-8")
        (rule,) = (one for one in ALL_RULES if one.table == table)
        text = f"[rules.{table}]\n{rule.example.settings}\n{more}"
        self.replay = Replay(parse_settings(text, "riskguard.toml", folder), read_line)
        self.records: list[Record] = []
        self.day = THURSDAY

    def at(self, at: str, *events: Event | Trade | Order) -> "Story":
        now = clock(at, self.day)
        if self.replay.now is None:
            for one in (ES, NQ, MES, MNQ):
                self.hear(ContractLearned(contract(one)), now)
            for cid, (name, root, size, worth) in _OTHERS.items():
                self.hear(ContractLearned(Contract(cid, name, root, price(size), usd(worth))), now)
        for event in events or (ClockTicked(),):
            self.hear(event, now)
        return self

    def hear(self, event: Event | Trade | Order, now: datetime) -> None:
        match event:
            case Trade():
                event = TradeReported(event)
            case Order():
                event = OrderChanged(event)
        self.records += self.replay.hear(event, now)

    def on(self, day: int, month: int = 11) -> "Story":
        self.day = date(2026, month, day)
        return self

    def told(self, *kinds: str) -> list[str]:
        """`9:30:10 close MNQ 2`, `9:31:50 entry until 9:32:50`; actions and lockouts unless told otherwise."""
        wanted = kinds or ("action", "lockout_set")
        found = [self._line(record) for record in self.records if record.kind in wanted]
        self.records.clear()
        return found

    def _line(self, record: Record) -> str:
        line = record_line(record)
        at = f"{record.at.astimezone(CHICAGO):%-H:%M:%S}"
        if record.kind == "lockout_set":
            until = record.fields["until"]
            end = f"{until.astimezone(CHICAGO):%a %-H:%M:%S}" if isinstance(until, datetime) else "open"
            symbol = f" {line['symbol']}" if line.get("symbol") else ""
            return f"{at} {line['lockout']}{symbol} until {end}"
        if record.kind != "action":
            return f"{at} {record.kind}"
        root = {cid: name for cid, (_, name, *_) in _OTHERS.items()} | {ES: "ES", NQ: "NQ", MES: "MES", MNQ: "MNQ"}
        parts = [str(line["action"]), root.get(str(line.get("contract")), ""), line.get("size"), line.get("price")]
        return " ".join([at, *(str(part) for part in parts if part not in ("", None))])


def fill(number: int, size: int, pnl: Number | None, at: str, fees: Number = 0, **more: object) -> Trade:
    day = more.pop("day", THURSDAY)
    assert isinstance(day, date)
    root = str(more.pop("root", MNQ))
    return trade(number, size, pnl, root, fees=fees, at=clock(at, day), order_id=number)


def bid(contract_id: str, at: float) -> Event:
    return quote(contract_id, at, at + 0.25, at)


def contracts(story: Story) -> None:
    story.at("9:30", position(4, NQ)).at("9:31", position(15, MNQ))
    assert story.told() == ["9:31:00 reduce MNQ 5"]
    story.at("9:31:01", position(10, MNQ)).at("9:32", order(1, 1, NQ))
    assert story.told() == ["9:32:00 cancel NQ 1 26000"]


def contracts_each(story: Story) -> None:
    story.at("9:30", position(2, NQ)).at("9:31", position(1, NQH7))
    assert story.told() == ["9:31:00 reduce NQ 1"]
    story.at("9:31:01", position(0, NQH7)).at("9:32", position(10, MNQ))
    assert story.told() == []
    story.at("9:33", position(1, ES))
    assert story.told() == ["9:33:00 reduce ES 1"]


def realized_loss(story: Story) -> None:
    story.at("9:30", fill(1, 1, None, "9:30", 6), fill(2, -1, -390, "9:30", "6.40"))
    assert story.told() == ["9:30:00 entry until Thu 17:00:00"]
    story.at("9:40", fill(3, -1, -98, "9:40", "1.48"))
    assert story.told() == ["9:40:00 hard until Thu 17:00:00", "9:40:00 flatten"]


def open_loss(story: Story) -> None:
    story.at("9:30", position(2, MNQ, at=20_000.25), position(1, MES, at=6_050), bid(MES, 6_050), bid(MNQ, 19_925.5))
    assert story.told() == []
    story.at("9:31", bid(MNQ, 19_925.25))
    assert story.told() == ["9:31:00 close MNQ 2"]


def open_profit(story: Story) -> None:
    story.at("9:30", position(1, ES, at=6_050), position(2, MES, at=6_046), bid(MES, 6_056), bid(ES, 6_055.75))
    assert story.told() == []
    story.at("9:31", bid(ES, 6_056))
    assert story.told() == ["9:31:00 flatten"]


def frequency(story: Story) -> None:
    for number, at in enumerate(("9:30:05", "9:30:20", "9:30:50"), 1):
        story.at(at, fill(number, 1, None, at))
    assert story.told() == ["9:30:50 entry until Thu 9:31:50"]
    for number, minute in enumerate(range(33, 60, 4), 4):
        story.at(f"9:{minute}", fill(number, 1, None, f"9:{minute}"))
    assert story.told() == ["9:57:00 entry until Thu 10:27:00"]


def cooldown(story: Story) -> None:
    story.at("9:30", fill(1, 3, None, "9:30", "0.74"), position(3))
    story.at("9:31", fill(2, -1, -60, "9:31", "0.37"), position(2))
    assert story.told() == []
    story.at("9:32", fill(3, -1, -45, "9:32", "0.37"), position(1))
    assert story.told() == ["9:32:00 hard until Thu 9:37:00", "9:32:00 flatten"]


def no_stop(story: Story) -> None:
    story.at("9:30:00", bid(MNQ, 26_000), position(2)).at("9:30:02", order(1, -1, kind=STOP, at=25_990))
    story.at("9:30:09").at("9:30:10")
    assert story.told() == ["9:30:10 close MNQ 2"]


def hours(story: Story) -> None:
    story.on(17).at("14:44", position(1)).at("14:45").at("14:58:59")
    assert story.told() == ["14:45:00 entry until Tue 15:00:00"]
    story.at("14:59")
    assert story.told() == ["14:59:00 hard until Wed 8:30:00", "14:59:00 flatten"]
    story.at("14:59:01", position(0)).on(20).at("14:58").told()
    assert story.at("14:59").told() == ["14:59:00 hard until Mon 8:30:00", "14:59:00 flatten"]


def permission(story: Story) -> None:
    other = AccountChanged(OTHER, "B", usd(50_000), True)
    story.at("10:11", AccountChanged(ACCOUNT, "A", usd(50_000), True), other, position(1, ES))
    assert story.told() == []
    story.at("10:12", AccountChanged(ACCOUNT, "A", usd(50_000), False))
    assert sorted(story.told()) == ["10:12:00 flatten", "10:12:00 hard until open", "10:12:00 hard until open"]
    story.at("10:12:01", position(0, ES)).at("10:20", AccountChanged(ACCOUNT, "A", usd(50_000), True))
    assert story.told("lockout_ended") == ["10:20:00 lockout_ended"] * 2


def blocks(story: Story) -> None:
    story.at("9:30", position(1, CL))
    assert story.told() == ["9:30:00 symbol CL until open", "9:30:00 close CL 1"]
    story.at("9:30:01", position(0, CL)).at("9:31", order(1, 1, NG, at=3), position(1, ES))
    assert story.told() == ["9:31:00 symbol NG until open", "9:31:00 cancel NG 1 3"]


def management(story: Story) -> None:
    story.at("9:30", bid(MNQ, 20_000), position(1, at=20_000))
    assert story.told() == ["9:30:00 place_stop MNQ 1 19990", "9:30:00 place_target MNQ 1 20020"]
    story.at("9:30:01", order(1, -1, kind=STOP, at=19_990), order(2, -1, at=20_020))
    story.at("9:31", bid(MNQ, 20_007.25))
    assert story.told() == []
    story.at("9:32", bid(MNQ, 20_007.5))
    assert story.told() == ["9:32:00 modify_stop MNQ 1 20000.5"]
    story.at("9:32:01", order(1, -1, kind=STOP, at=20_000.5, updated_s=1)).at("9:33", bid(MNQ, 20_015))
    assert story.told() == ["9:33:00 modify_stop MNQ 1 20007.5"]
    story.at("9:33:01", order(1, -1, kind=STOP, at=20_007.5, updated_s=2)).at("9:34", bid(MNQ, 20_010))
    assert story.told() == []


def profit(story: Story) -> None:
    story.at("9:30", fill(1, 1, None, "9:30", "9.30"), fill(2, -1, "624", "9:30", "9.30"))
    assert story.told() == ["9:30:00 hard until Thu 17:00:00", "9:30:00 flatten"]


def net_loss(story: Story) -> None:
    story.at("9:30", fill(1, 1, None, "9:30"), fill(2, -1, 300, "9:30"))
    story.at("9:40", fill(3, 1, None, "9:40"), fill(4, -1, -450, "9:40"))
    story.at("9:45", fill(5, 1, None, "9:45"), position(1, at=20_000), bid(MNQ, 19_975.25))
    assert story.told() == []
    story.at("9:50", bid(MNQ, 19_975))
    assert story.told() == ["9:50:00 hard until Thu 17:00:00", "9:50:00 flatten"]


def drawdown(story: Story) -> None:
    story.at("9:30", AccountChanged(ACCOUNT, "A", usd(49_650), True), position(1, ES, at=6_050), bid(ES, 6_043.25))
    assert story.told() == []
    story.at("9:31", bid(ES, 6_043))
    assert story.told() == ["9:31:00 hard until Thu 17:00:00", "9:31:00 flatten"]


def losses(story: Story) -> None:
    for number, (at, pnl) in enumerate((("9:30", -40), ("9:45", -65), ("10:00", 2)), 1):
        story.at(at, fill(10 * number, 1, None, at), fill(10 * number + 1, -1, pnl, at))
    assert story.told() == []
    story.at("10:31", fill(90, 1, None, "10:31"), fill(91, -1, -30, "10:31"))
    assert story.told() == ["10:31:00 entry until Thu 11:01:00"]


def giveback(story: Story) -> None:
    for number, (at, pnl) in enumerate((("9:30", "650"), ("9:40", "-259.99"), ("9:50", "-0.01")), 1):
        assert story.told() == []
        story.at(at, fill(10 * number, 1, None, at), position(1))
        story.at(at, fill(10 * number + 1, -1, pnl, at), position(0))
    assert story.told() == ["9:50:00 hard until Thu 17:00:00", "9:50:00 flatten"]


def position_time(story: Story) -> None:
    story.at("9:40", fill(1, 2, None, "9:40", root=MES), position(2, MES, created=clock("9:40")))
    story.at("9:55", fill(2, -1, 5, "9:55", root=MES), position(1, MES, created=clock("9:40"))).at("10:09:59")
    assert story.told() == []
    assert story.at("10:10:00").told() == ["10:10:00 close MES 1"]


def guard(story: Story) -> None:
    story.at("10:00", bid(MNQ, 20_000), position(2, at=20_000), order(1, -2, kind=STOP, at=19_980))
    story.at("10:05:00", order(1, -2, kind=STOP, at=19_960, updated_s=1)).at("10:05:01")
    assert story.told() == []
    assert story.at("10:05:02").told() == ["10:05:02 modify_stop MNQ 2 19980"]
    story.at("10:05:03", order(1, -2, kind=STOP, at=19_980, updated_s=2))
    story.at("10:06", order(1, -2, kind=STOP, at=19_990, updated_s=3)).at("10:07")
    assert story.told() == []


def losers(story: Story) -> None:
    story.at("10:00", bid(MES, 6_048), position(1, MES, at=6_050)).at("10:01", position(2, MES, at=6_049))
    assert story.told() == ["10:01:00 reduce MES 1"]
    story.at("10:01:01", position(1, MES, at=6_050)).at("10:05:00", position(0, MES))
    story.at("10:05:30", position(-1, MES, at=6_048))
    assert story.told() == ["10:05:30 close MES 1"]


def failed(story: Story) -> None:
    story.at("10:00", bid(ES, 6_050), position(1, ES, at=6_050), order(1, -1, ES, kind=STOP, at=6_040))
    story.at("10:01:00", bid(ES, 6_039)).at("10:01:01")
    assert story.told() == []
    assert story.at("10:01:02").told() == ["10:01:02 close ES 1"]


def week(story: Story) -> None:
    for day, pnl in ((16, -450), (17, 120), (18, -700), (19, -80)):
        on = date(2026, 11, day)
        story.on(day).at(
            "10:00", fill(10 * day, 1, None, "10:00", day=on), fill(10 * day + 1, -1, pnl, "10:00", day=on)
        )
    story.at("11:00", fill(1, 2, None, "11:00"), position(2, at=20_000), bid(MNQ, 19_977.75))
    assert story.told() == []
    story.at("11:01", bid(MNQ, 19_977.5))
    assert story.told() == ["11:01:00 hard until Sun 17:00:00", "11:01:00 flatten"]


def news(story: Story) -> None:
    story.on(4, 12).at("7:27:59", position(1))
    assert story.told() == []
    assert story.at("7:28").told() == ["7:28:00 hard until Fri 7:33:00", "7:28:00 flatten"]
    story.at("7:28:01", position(0)).at("9:30").told()
    assert story.at("9:57").told() == []
    assert story.at("9:58").told() == ["9:58:00 hard until Fri 10:03:00", "9:58:00 flatten"]


PLAYED: dict[str, Callable[[Story], None]] = {
    "max_contracts": contracts,
    "max_contracts_per_instrument": contracts_each,
    "daily_realized_loss": realized_loss,
    "daily_unrealized_loss": open_loss,
    "max_unrealized_profit": open_profit,
    "trade_frequency": frequency,
    "cooldown_after_loss": cooldown,
    "no_stop_loss_grace": no_stop,
    "session_hours": hours,
    "auth_loss_guard": permission,
    "symbol_blocks": blocks,
    "trade_management": management,
    "daily_realized_profit": profit,
    "daily_net_loss": net_loss,
    "max_drawdown": drawdown,
    "consecutive_losses": losses,
    "profit_giveback": giveback,
    "max_position_time": position_time,
    "stop_guard": guard,
    "no_adding_to_losers": losers,
    "stop_failed": failed,
    "weekly_loss": week,
    "news_blackout": news,
}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.rule_id)
def test_the_story_of_an_example_is_what_happens(rule: type[Rule], tmp_path: Path) -> None:
    PLAYED[rule.table](Story(rule.table, tmp_path))


def test_a_loss_in_the_deeper_tier_pauses_longer(tmp_path: Path) -> None:
    story = Story("cooldown_after_loss", tmp_path)
    story.at("9:30", fill(1, 1, None, "9:30"), fill(2, -1, -250, "9:30"))
    assert story.told()[0] == "9:30:00 hard until Thu 10:00:00"


def test_a_second_stop_in_time_and_a_stop_placed_instead(tmp_path: Path) -> None:
    covered = Story("no_stop_loss_grace", tmp_path)
    covered.at("9:30:00", bid(MNQ, 26_000), position(2)).at("9:30:02", order(1, -1, kind=STOP, at=25_990))
    covered.at("9:30:07", order(2, -1, kind=STOP, at=25_990)).at("9:31")
    assert covered.told() == []
    placing = Story("no_stop_loss_grace", tmp_path, 'action = "place_stop"\nticks = 40\n')
    placing.at("9:30:00", bid(MNQ, 26_000), position(2)).at("9:30:10")
    assert placing.told() == ["9:30:10 place_stop MNQ 2 25990"]


def test_a_stop_moved_away_that_the_market_is_past_closes(tmp_path: Path) -> None:
    story = Story("stop_guard", tmp_path)
    story.at("10:00", bid(MNQ, 20_000), position(2, at=20_000), order(1, -2, kind=STOP, at=19_980))
    story.at("10:05:00", order(1, -2, kind=STOP, at=19_960, updated_s=1)).at("10:05:01", bid(MNQ, 19_980))
    assert story.at("10:05:02").told() == ["10:05:02 close MNQ 2"]


def test_the_floor_rises_with_a_day_that_ends_higher(tmp_path: Path) -> None:
    story = Story("max_drawdown", tmp_path)
    story.at("16:00", AccountChanged(ACCOUNT, "A", usd(51_500), True)).at("17:00")
    story.on(20).at("9:30", position(1, ES, at=6_050), bid(ES, 6_012.25))
    assert story.told() == []
    story.at("9:31", bid(ES, 6_012))
    assert story.told() == ["9:31:00 hard until Fri 17:00:00", "9:31:00 flatten"]


def test_every_round_trip_has_its_own_time(tmp_path: Path) -> None:
    story = Story("max_position_time", tmp_path)
    position_time(story)
    story.at("10:10:01", fill(3, -1, 5, "10:10:01", root=MES), position(0, MES))
    later = clock("10:15") + timedelta(minutes=30)
    story.at("10:15", fill(4, 1, None, "10:15", root=MES), position(1, MES, created=clock("10:15"))).at("10:44:59")
    assert (story.told(), f"{later:%-H:%M}") == ([], "10:45")
    assert story.at("10:45").told() == ["10:45:00 close MES 1"]
