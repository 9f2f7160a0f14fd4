from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop import fonts
from riskguard.desktop.fitting import fit_text, open_size
from riskguard.desktop.overlay.cover import Cover
from riskguard.desktop.overlay.looks import OverlayLooks, looks_of
from riskguard.desktop.overlay.overlay import LockoutOverlay
from riskguard.desktop.overlay.strip import HEIGHT, Strip
from riskguard.desktop.presenters.plan import Size
from riskguard.engine.board import AccountView
from tests.desktop.boards import BREACHED, account, board, closing, express, locked, lockout, paused

SOON = BREACHED + timedelta(seconds=6)


class Watch:
    """A monotonic clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Scene:
    def __init__(self, application: QApplication) -> None:
        self.watch = Watch()
        self.overlay = LockoutOverlay(application, self.watch)

    def show(self, *accounts: AccountView, after: float = 0) -> None:
        self.watch.seconds += after
        self.overlay.show_board(board(*accounts), SOON + timedelta(seconds=self.watch.seconds - 1000))

    def look(self) -> Size:
        return self.overlay.size

    @property
    def covers(self) -> list[Cover]:
        return [each for each in self.overlay.windows.values() if isinstance(each, Cover)]

    @property
    def strips(self) -> list[Strip]:
        return [each for each in self.overlay.windows.values() if isinstance(each, Strip)]

    def shrunk(self) -> None:
        self.show(locked())
        self.show(locked(), after=10)
        self.covers[0].face.shrink.click()


@pytest.fixture
def scene(qapp: QApplication, qtbot: QtBot) -> Iterator[Scene]:
    made = Scene(qapp)
    yield made
    made.overlay.close()


def test_the_cover_stands_on_every_screen(scene: Scene) -> None:
    scene.show(locked())
    assert len(scene.covers) == len(QGuiApplication.screens()) == 2
    for screen, window in scene.overlay.windows.items():
        assert window.isVisible()
        assert window.geometry() == screen.geometry()
        assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
        assert window.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_only_the_first_screens_cover_may_take_the_keyboard(scene: Scene) -> None:
    scene.show(locked())
    quiet = [each.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating) for each in scene.covers]
    assert sorted(quiet) == [False, True]


def test_the_cover_takes_the_keyboard_from_another_window_of_ours(scene: Scene, qtbot: QtBot) -> None:
    """Else keys meant for the Shrink button would press what lies below."""
    before = QWidget()
    qtbot.addWidget(before)
    before.show()
    before.activateWindow()
    qtbot.waitUntil(before.isActiveWindow, timeout=5000)
    scene.show(locked())
    leading = next(one for one in scene.covers if not one.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating))
    qtbot.waitUntil(leading.isActiveWindow, timeout=5000)


def test_the_countdown_and_the_words_are_shown(scene: Scene) -> None:
    scene.show(locked())
    face = scene.covers[0].face
    assert face.countdown.text() == "6:12:02"
    assert face.headline.text() == "Daily net loss reached."
    assert "Flat, confirmed at 10:47:52 AM CT." in face.done.text()
    assert face.tiles.texts() == [("Today", "−$509.26"), ("Your limit", "−$500.00"), ("Round trips", "9")]
    scene.show(locked(), after=1)
    assert face.countdown.text() == "6:12:01"


def test_shrink_counts_down_ten_seconds_then_works(scene: Scene) -> None:
    scene.show(locked())
    button = scene.covers[0].face.shrink
    assert (button.text(), button.isEnabled()) == ("Shrink to a strip in 10 s", False)
    scene.show(locked(), after=4)
    assert (button.text(), button.isEnabled()) == ("Shrink to a strip in 6 s", False)
    scene.overlay.shrink()
    assert scene.look() is Size.FULL
    scene.show(locked(), after=6)
    assert (button.text(), button.isEnabled()) == ("Shrink to a strip", True)
    button.click()
    assert scene.look() is Size.STRIP


def test_the_strip_lies_on_top_of_every_screen_and_takes_no_keys(scene: Scene) -> None:
    scene.shrunk()
    assert len(scene.strips) == 2
    for screen, window in scene.overlay.windows.items():
        assert window.geometry().topLeft() == screen.geometry().topLeft()
        assert (window.width(), window.height()) == (screen.geometry().width(), HEIGHT)
        assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
        assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


@pytest.fixture
def own(qtbot: QtBot) -> Iterator[QWidget]:
    """A window of ours at the very top of the first screen."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(100, 4, 600, 400)
    window.show()
    yield window
    window.close()


def covered(scene: Scene, window: QWidget) -> bool:
    return any(strip.geometry().intersects(window.frameGeometry()) for strip in scene.strips)


@pytest.mark.parametrize("left", [100, 2000])
def test_no_title_bar_of_ours_lies_under_the_strip(scene: Scene, own: QWidget, left: int) -> None:
    own.move(left, 4)
    size = own.size()
    scene.show(paused())
    assert own.frameGeometry().top() == HEIGHT
    assert (own.frameGeometry().left(), own.size()) == (left, size)


def test_a_window_opened_under_the_strip_comes_below_it_with_the_next_look(scene: Scene, qtbot: QtBot) -> None:
    scene.show(paused())
    late = QWidget()
    qtbot.addWidget(late)
    late.setGeometry(2000, 0, 600, 400)
    late.show()
    scene.show(paused(), after=1)
    assert not covered(scene, late)


def test_a_window_as_high_as_the_screen_is_made_lower(scene: Scene, own: QWidget) -> None:
    own.setGeometry(100, 0, 600, 1080)
    scene.show(paused())
    assert (own.frameGeometry().top(), own.frameGeometry().bottom()) == (HEIGHT, 1079)


def test_a_maximised_window_fills_what_is_left_and_is_maximised_again_afterwards(scene: Scene, own: QWidget) -> None:
    own.showMaximized()
    QApplication.processEvents()
    scene.show(paused())
    assert not covered(scene, own)
    assert own.frameGeometry().bottom() == 1079
    scene.show(account())
    assert own.isMaximized()


def test_a_window_goes_back_where_it_stood_unless_somebody_moved_it(scene: Scene, own: QWidget) -> None:
    before = own.geometry()
    scene.show(paused())
    scene.show(account())
    assert own.geometry() == before
    scene.show(paused())
    own.move(300, 300)
    scene.show(account())
    assert own.frameGeometry().topLeft().toTuple() == (300, 300)


def test_a_window_is_not_fought_while_it_is_dragged(scene: Scene, own: QWidget) -> None:
    scene.show(paused())
    own.move(100, 10)
    scene.show(paused(), after=1)
    assert own.frameGeometry().top() == 10, "it may still be moving"
    scene.show(paused(), after=1)
    assert not covered(scene, own)


def test_what_lies_beside_the_strips_stays(scene: Scene, own: QWidget) -> None:
    own.setGeometry(100, 200, 600, 400)
    scene.show(paused())
    assert own.geometry().getRect() == (100, 200, 600, 400)


def test_an_entry_lockout_shows_the_strip_only(scene: Scene) -> None:
    scene.show(paused())
    assert scene.covers == []
    text = scene.strips[0].text
    assert text is not None
    assert text.headline == "No new entries until 11:17 AM CT"


def test_while_not_flat_the_strip_alarms_and_then_the_cover_comes(scene: Scene, qtbot: QtBot) -> None:
    scene.show(closing())
    assert scene.covers == []
    strip = scene.strips[0]
    assert strip.details.isVisible()
    with qtbot.waitSignal(scene.overlay.details_wanted, timeout=500):
        strip.details.click()
    scene.show(locked())
    assert len(scene.covers) == 2


def test_a_new_hard_lockout_brings_the_cover_back_with_a_new_wait(scene: Scene) -> None:
    scene.shrunk()
    scene.show(locked(), after=60)
    assert scene.look() is Size.STRIP
    scene.show(locked(lockouts=(lockout(), replace(lockout(), rule="RULE-003", set_at=SOON))))
    assert scene.look() is Size.FULL
    assert not scene.covers[0].face.shrink.isEnabled()


def test_it_cannot_be_closed_while_it_holds(scene: Scene) -> None:
    scene.show(locked())
    assert not scene.covers[0].close()
    assert scene.covers[0].isVisible()
    scene.show(closing())
    assert not scene.strips[0].close()
    assert scene.strips[0].isVisible()


def test_a_hidden_cover_comes_back_with_the_next_second(scene: Scene) -> None:
    scene.show(locked())
    scene.covers[0].hide()
    scene.show(locked(), after=1)
    assert scene.covers[0].isVisible()


def test_a_minimised_cover_is_replaced_after_a_second(scene: Scene, qtbot: QtBot) -> None:
    scene.show(locked())
    first = scene.covers[0]
    qtbot.waitUntil(lambda: first.windowHandle().isExposed())
    scene.show(locked())
    first.setWindowState(Qt.WindowState.WindowMinimized)
    scene.show(locked(), after=0.9)
    assert scene.covers[0] is first
    scene.show(locked(), after=0.1)
    assert scene.covers[0] is not first
    assert len(scene.covers) == 2
    assert all(each.isVisible() and not each.isMinimized() for each in scene.covers)


def test_a_cover_that_was_gone_before_anybody_looked_is_replaced_too(scene: Scene, qtbot: QtBot) -> None:
    scene.show(locked())
    first = scene.covers[0]
    qtbot.waitUntil(lambda: first.stood)
    first.setWindowState(Qt.WindowState.WindowMinimized)
    scene.show(locked())
    assert scene.covers[0] is first
    scene.show(locked(), after=1)
    assert scene.covers[0] is not first


def test_a_cover_made_lower_or_moved_is_put_right(scene: Scene) -> None:
    scene.show(locked())
    for off in (QRect(0, 0, 0, -100), QRect(0, 0, -100, 0), QRect(30, 0, 0, 0)):
        screen, window = next(iter(scene.overlay.windows.items()))
        whole = screen.geometry()
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.setGeometry(whole.x() + off.x(), whole.y(), whole.width() + off.width(), whole.height() + off.height())
        assert window.geometry() != whole
        scene.show(locked(), after=1)
        assert window.geometry() == whole


def test_a_dialog_that_opened_and_went_leaves_the_cover_as_it_is(scene: Scene, qtbot: QtBot) -> None:
    scene.show(locked())
    covers = scene.covers
    dialog = QDialog()
    open_size(dialog, 400, 300)
    fit_text(dialog, 400)
    dialog.show()
    gone = QSignalSpy(dialog.destroyed)
    dialog.deleteLater()
    qtbot.waitUntil(lambda: gone.count() > 0)
    scene.show(locked(), after=1)
    assert scene.covers == covers


def test_it_ends_by_itself(scene: Scene) -> None:
    scene.show(locked())
    scene.show(account())
    assert scene.overlay.windows == {}
    assert scene.look() is Size.NOTHING


def test_screens_plugged_out_and_in_are_followed(scene: Scene) -> None:
    scene.show(locked())
    screen = QGuiApplication.screens()[1]
    scene.overlay.screen_removed(screen)
    assert len(scene.covers) == 1
    scene.overlay.screen_added(screen)
    assert len(scene.covers) == 2
    assert all(each.isVisible() for each in scene.covers)


def test_of_several_accounts_the_locked_one_is_named(scene: Scene) -> None:
    scene.show(locked(), express())
    face = scene.covers[0].face
    assert "50K Combine 4471" in face.account.text()
    assert face.aside.text() == "Locked: 50K Combine 4471. Not locked: Express 2208."


@pytest.mark.parametrize("hours", [6, 14, 60])
def test_the_countdown_never_touches_the_ring(scene: Scene, hours: int) -> None:
    scene.show(locked(lockouts=(replace(lockout(), until=SOON + timedelta(hours=hours)),)))
    face = scene.covers[0].face
    taken = QFontMetrics(face.countdown.font()).horizontalAdvance(face.countdown.text())
    assert taken <= face.ring.width() * 0.78


def test_the_users_own_words_stand_on_every_cover(scene: Scene) -> None:
    scene.overlay.looks = lambda: OverlayLooks("Walk the dog.")
    scene.show(locked())
    for cover in scene.covers:
        assert cover.face.own_words.text() == "“Walk the dog.”"
        assert cover.face.told.isVisible()
    scene.overlay.looks = OverlayLooks
    scene.show(locked(), after=1)
    assert not scene.covers[0].face.own_words.isVisible()
    assert not scene.covers[0].face.told.isVisible()


def test_strict_keeps_it_full_until_the_end(scene: Scene) -> None:
    scene.overlay.looks = lambda: OverlayLooks(strict=True)
    scene.show(locked())
    scene.show(locked(), after=60)
    assert not scene.covers[0].face.shrink.isVisible()
    scene.overlay.shrink()
    assert scene.look() is Size.FULL
    scene.show(account())
    assert scene.look() is Size.NOTHING


def test_strict_still_leaves_the_platform_in_reach_while_a_position_is_open(scene: Scene) -> None:
    scene.overlay.looks = lambda: OverlayLooks(strict=True)
    scene.show(closing())
    assert scene.look() is Size.STRIP
    scene.show(locked(), express())
    assert scene.look() is Size.FULL
    scene.show(locked(), account(account_id=2208, name="Express 2208"))
    assert scene.look() is Size.STRIP


@pytest.mark.parametrize(
    ("appearance", "looks"),
    [
        ({}, OverlayLooks()),
        ({"lockout_words": "  Walk\n the dog. "}, OverlayLooks("Walk the dog.")),
        ({"lockout_words": 7, "lockout_strict": "yes"}, OverlayLooks()),
        ({"lockout_strict": True}, OverlayLooks(strict=True)),
        ({"lockout_words": "x" * 160}, OverlayLooks("x" * 160)),
        ({"lockout_words": "x" * 161}, OverlayLooks("x" * 159 + "…")),
    ],
)
def test_what_the_settings_say_of_it_is_taken_with_care(appearance: dict[str, object], looks: OverlayLooks) -> None:
    assert looks_of(appearance) == looks


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("percent", [90, 100, 150])
def test_everything_on_the_cover_fits_whatever_the_screen_and_the_text_size(
    scene: Scene, size: tuple[int, int], percent: int
) -> None:
    fonts.set_scale(percent / 100)
    try:
        scene.overlay.looks = lambda: OverlayLooks("Walk the dog. Look at the trades tonight, not now.")
        scene.show(locked(), express())
        cover = scene.covers[0]
        cover.setWindowState(Qt.WindowState.WindowNoState)
        cover.resize(*size)
        QApplication.processEvents()
        face = cover.face
        parts = [
            face.countdown,
            face.headline,
            face.done,
            face.tiles,
            face.own_words,
            face.aside,
            face.shrink,
            face.note,
        ]
        tops = [part.geometry().top() for part in parts[1:]]
        assert tops == sorted(tops)
        for above, below in pairwise(parts[1:]):
            assert above.geometry().bottom() <= below.geometry().top() + 1
        assert face.ring.geometry().bottom() < face.headline.geometry().top() + 1
        assert face.note.geometry().bottom() <= size[1]
    finally:
        fonts.set_scale(1.0)
