import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop.language import language
from riskguard.desktop.language.catalogue import parse, read
from riskguard.desktop.language.sources import in_code, sources
from riskguard.desktop.language.write_catalogues import FOLDER, LANGUAGES, written
from riskguard.desktop.presenters import local
from riskguard.desktop.presenters.heard import heard, spoken
from riskguard.desktop.presenters.limits import full_title, gauges
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.domain.money import usd
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import AccountView, LimitView
from tests.desktop import boards, stories, windows
from tests.fakes.facts import ACCOUNT, OTHER

EVERY = pytest.mark.parametrize("spoken_here", LANGUAGES)
_SLOT = re.compile(r"\{\w*\}")


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("window", "told"), [("minute", "Minute"), ("hour", "Stunde"), ("session", "Handelstag")])
def test_over_how_long_entries_are_counted_is_said_in_the_language(window: str, told: str) -> None:
    shown = boards.limit("RULE-006", "Handelshäufigkeit", 33, ("1", "3", "", ""), symbol=window)
    (gauge,) = gauges(replace(boards.account(), limits=(shown,)))
    assert gauge.symbol == told
    assert full_title(shown) == f"Handelshäufigkeit ({told})"


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language.use("de")
    yield
    language.use("en")


@EVERY
def test_every_text_is_translated(spoken_here: str) -> None:
    catalogue = read(spoken_here)
    assert [each for each in sources() if not catalogue.texts.get(each)] == []


@EVERY
def test_the_catalogue_holds_the_texts_of_the_program_and_no_others(spoken_here: str) -> None:
    """Else `python -m riskguard.desktop.language.write_catalogues` brings it up to date."""
    text = (FOLDER / f"riskguard_{spoken_here}.ts").read_text(encoding="utf-8")
    assert text == written(spoken_here, sources(), parse(text))


@EVERY
def test_a_translation_has_the_slots_of_its_source(spoken_here: str) -> None:
    texts = read(spoken_here).texts
    wrong = [key for key, told in texts.items() if sorted(_SLOT.findall(key[1])) != sorted(_SLOT.findall(told))]
    assert wrong == []


def test_a_new_text_in_the_code_is_found() -> None:
    code = (
        'class Page:\n    def a(self):\n        self.tr("New" if self.x else "Other")\n        say("Said", count=1)\n'
    )
    assert list(in_code(code)) == [("Page", "New"), ("Page", "Other"), ("words", "Said")]


def test_an_unfinished_translation_counts_as_none() -> None:
    text = (
        '<TS><context><name>a</name><message><source>x</source><translation type="unfinished">y</translation>'
        "</message><message><source>z</source><translation>w</translation></message></context></TS>"
    )
    assert dict(parse(text).texts) == {("a", "z"): "w"}


def test_the_language_asked_for_is_read_before_anything_else(tmp_path: Path) -> None:
    assert language.wanted(tmp_path) == "system"
    file = tmp_path / "riskguard.toml"
    file.write_text('[appearance]\nlanguage = "de"\n')
    assert language.wanted(tmp_path) == "de"
    file.write_text("appearance = 1\n")
    assert language.wanted(tmp_path) == "system"
    file.write_text("[appearance\n")
    assert language.wanted(tmp_path) == "system"


def test_a_language_that_is_none_of_ours_is_english() -> None:
    assert language.chosen("fr") == "en"
    assert language.chosen("de") == "de"


def test_going_back_to_english_leaves_nothing_german(qapp: QApplication) -> None:
    language.use("de")
    assert say("Locked") == "Gesperrt"
    language.use("en")
    assert (say("Locked"), heard("Locked"), local.money_text(usd(-1))) == ("Locked", "Locked", "−$1.00")


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("−$512.50 of −$500", "−512,50\u00a0$ von −500\u00a0$"),
        ("$1,234.50 left", "noch 1.234,50\u00a0$"),
        ("Locked until Fri 5:00 PM CT", "Gesperrt bis Fr.\u00a017:00 CT"),
        ("resets 12:05 AM CT", "Reset 00:05 CT"),
        ("No new entries until Nov 30 12:05 PM CT", "Keine neuen Einstiege bis 30.\u00a0Nov.\u00a012:05 CT"),
        ("Weekly loss at 84%", "Wochenverlust bei 84\u00a0%"),
        ("protects 1 of 2", "schützt 1 von 2"),
        ("Trading opens Sun 5:00 PM CT.", "Gehandelt wird wieder ab So.\u00a017:00 CT."),
        ("NQ opens 8:30 AM CT.", "NQ wird wieder ab 08:30 CT gehandelt."),
        ("Trading has no opening in the next 15 days.", "In den nächsten 15 Tagen wird nicht gehandelt."),
        ("Closing 2 MNQ and 1 MES. Cancelling 3 orders.", "Schließt 2 MNQ und 1 MES. Storniert 3 Orders."),
        (
            "Daily net loss, limit: 500 to 1000, from 5:00 PM CT on.",
            "Tagesverlust netto, Limit: 500 zu 1000, ab 17:00 CT.",
        ),
        (
            "all positions are closed and this account is locked until 5:00 PM CT",
            "alle Positionen werden geschlossen und dieses Konto bis 17:00 CT gesperrt",
        ),
    ],
)
def test_sentences_of_the_engine_are_said_anew(german: None, english: str, told: str) -> None:
    assert heard(english) == told


@pytest.mark.parametrize("text", ["The API key is disabled.", "50K Combine 4471", "MNQZ6", "riskguard 0.1.0 runs", ""])
def test_what_no_template_knows_stays_as_it_came(german: None, text: str) -> None:
    assert heard(text) == text


def test_numbers_and_times_are_written_the_german_way(german: None) -> None:
    at = boards.NOW.replace(hour=23, minute=0)
    assert local.money_text(usd("-1234.5")) == "−1.234,50\u00a0$"
    assert local.bare(usd("1234.5")) == "+1.234,50"
    assert local.limit_text(usd(500)) == "500\u00a0$"
    assert local.number(26_401.5, 2) == "26.401,50"
    assert local.time_text(Schedule(), at) == "17:00 CT"
    assert local.day_text(Schedule(), at).startswith("Do., 19.")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.234,50", "1234.50"), ("0,8", "0.8"), ("1.5", "1.5"), ("2.000", "2000"), ("26401.25", "26401.25")],
)
def test_numbers_are_understood_as_they_are_typed_in_german(german: None, typed: str, value: str) -> None:
    assert str(local.given(typed)) == value


def _words(account: AccountView) -> list[str]:
    return [account.headline, account.detail, account.done, *account.degraded] + [
        words for limit in account.limits for words in _of_limit(limit)
    ]


def _of_limit(limit: LimitView) -> tuple[str, ...]:
    return (limit.title, limit.current, limit.limit, limit.room, limit.next_change, limit.consequence)


_ENGLISH = re.compile(
    r"\b(the|is|are|until|left|reached|closed|locked|limit is|allowed|orders? (?:is|are)|and)\b|\$\d|[AP]M\b"
)


@pytest.mark.parametrize("name", ["armed", "warned", "locked"])
def test_a_trading_day_has_no_english_left(german: None, name: str) -> None:
    story = getattr(stories, name)(ACCOUNT, OTHER)
    told = [words for account in story.board().accounts for words in _words(account)]
    told += [f"{notice.title} {notice.text}" for notice in map(spoken, story.announced)]
    assert [text for text in told if _ENGLISH.search(text)] == []
    assert any("Konto" in text or "noch" in text for text in told)


def test_lost_connections_are_told_in_german(german: None) -> None:
    board = stories.cut_off().board()
    assert [text for account in board.accounts for text in account.degraded if _ENGLISH.search(text)] == []


def _shown(widget: QWidget) -> list[str]:
    found = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
    if isinstance(widget, QLabel | QAbstractButton):
        found.append(widget.text())
    if isinstance(widget, QLineEdit):
        found.append(widget.placeholderText())
    return [text.strip() for text in found if text.strip()]


@pytest.mark.parametrize("name", windows.NAMES)
def test_no_window_shows_a_text_in_english(german: None, theme: Theme, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    catalogue = read("de")
    window = windows.make(name, theme, tmp_path, qtbot)
    same = set(catalogue.by_source.values())
    told = [text for widget in [window, *windows.parts(window)] for text in _shown(widget)]
    assert told
    assert [text for text in told if text in catalogue.by_source and text not in same] == []
    assert [text for text in told if re.search(r"\$\d|\d [AP]M\b", text)] == []
