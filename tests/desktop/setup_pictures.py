"""Pictures of the settings window and the first start, in both appearances; called by `screenshots.py`."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import override

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from riskguard.desktop.first_start.window import ACCOUNTS, LAST, LIMITS, FirstStart
from riskguard.desktop.inputs.editors import LineEditor
from riskguard.desktop.settings.panel import SettingsPanel
from riskguard.desktop.theme import Appearance, Theme
from riskguard.domain.events import AccountChanged
from riskguard.domain.money import usd
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.sign_in import SignInError
from tests.desktop.first_start_port import WorldStart
from tests.desktop.settings_port import WorldPort
from tests.fakes import facts
from tests.fakes.world import World

LIMIT = "rules.daily_net_loss.limit"
SHARE = "rules.daily_net_loss.reduce_only_at"
_SECTIONS = ("accounts", "schedule", "notifications", "security", "appearance", "backup")
COMBINE = AccountChanged(facts.ACCOUNT, "50K Combine 4471", usd(50_640), can_trade=True)
LOOKS: tuple[Appearance, ...] = ("dark", "light")


class TwoAccounts(WorldStart):
    """With the names of the other pictures."""

    @override
    def sign_in(self, gateway: GatewaySettings) -> Sequence[AccountChanged]:
        super().sign_in(gateway)
        return COMBINE, AccountChanged(facts.OTHER, "Express 2208", usd(2_140.5), can_trade=True)


def setup_pictures(theme: Theme, folder: Path) -> None:
    for look in LOOKS:
        theme.choose(look)
        with tempfile.TemporaryDirectory() as work:
            settings(theme, folder, look, Path(work))
        first_start(theme, folder, look)
    theme.choose("dark")


def settle(holds: Callable[[], object] = lambda: True) -> None:
    for _ in range(200):
        QTest.qWait(50)
        if holds():
            break
    QTest.qWait(200)


def keep(widget: QWidget, folder: Path, name: str) -> None:
    settle()
    widget.grab().save(str(folder / f"{name}.png"))


def type_into(line: QLineEdit, text: str) -> None:
    line.setText(text)
    line.textEdited.emit(text)


def settings(theme: Theme, folder: Path, look: Appearance, work: Path) -> None:
    trades = (facts.trade(1, 1, None), facts.trade(2, -1, -440))
    port = WorldPort(work)
    port.world = World(port.text()).arms(facts.position(2), trades=trades)
    port.world.hears(COMBINE)
    port.kept = GatewaySettings("trader", "a key as long as they are")
    port.autostart.on = True
    panel = SettingsPanel(theme, port)
    panel.resize(QSize(1004, 728))
    panel.show()
    settle(lambda: bool(panel.rules.list.buttons))
    rows = panel.rules.forms["daily_net_loss"].form.rows
    for path, text in ((LIMIT, "600.00"), (SHARE, "-90")):
        editor = rows[path].editor
        assert isinstance(editor, LineEditor)
        type_into(editor.line, text)
    keep(panel, folder, f"settings-rules-{look}")
    panel.draft.clear()
    panel.reload()
    editor = rows[LIMIT].editor
    assert isinstance(editor, LineEditor)
    type_into(editor.line, "400.00")
    panel.check()
    panel.foot.save.click()
    settle(lambda: panel.pages.currentWidget() is panel.confirm)
    keep(panel, folder, f"settings-confirm-{look}")
    panel.confirm.later.click()
    panel.draft.clear()
    panel.reload()
    for name in _SECTIONS:
        panel.open_section(name)
        settle(lambda: not panel.work.busy)
        keep(panel, folder, f"settings-{name}-{look}")
    panel.open_section("rules")
    panel.rules.preset.click()
    settle(lambda: bool(panel.presets.buttons))
    chosen = panel.presets.buttons["topstep-50k"]
    chosen.setChecked(True)
    chosen.setFocus()
    keep(panel, folder, f"settings-presets-{look}")
    panel.work.wait()
    panel.deleteLater()


def first_start(theme: Theme, folder: Path, look: Appearance) -> None:
    port = TwoAccounts()
    window = FirstStart(theme, port)
    window.show()
    keep(window, folder, f"first-start-1-{look}")
    window.next.click()
    type_into(window.connect_page.form.user, "trader")
    type_into(window.connect_page.form.key, "a key")
    port.refusal = SignInError("Login refused: the API key is disabled.")
    window.next.click()
    settle(lambda: not window.work.busy)
    keep(window, folder, f"first-start-2-{look}")
    port.refusal = None
    window.next.click()
    settle(lambda: window.at == ACCOUNTS)
    keep(window, folder, f"first-start-3-{look}")
    window.next.click()
    settle(lambda: window.at == LIMITS)
    type_into(window.limits.editors["rules.max_drawdown.high_balance"].line, "51,200.00")
    type_into(window.limits.editors[LIMIT].line, "500.00")
    keep(window, folder, f"first-start-4-{look}")
    window.next.click()
    settle(lambda: window.at == LAST and window.last.looked)
    keep(window, folder, f"first-start-5-{look}")
    window.work.wait()
    window.deleteLater()
