"""Asks for the admin password before RiskGuard is quit while it guards."""

from collections.abc import Callable

from riskguard.desktop.settings.gate import Gate
from riskguard.desktop.theme import Theme


class QuitGate(Gate):
    def __init__(self, theme: Theme, check: Callable[[str], str]) -> None:
        super().__init__(theme, check)
        self.setWindowTitle(self.tr("Quit"))
        self.question.say(self.tr("Quit RiskGuard?"))
        self.about.say(self.tr("Nothing is guarded while it is off. Lockouts go on and hold at the next start."))
        self.stay.setText(self.tr("Keep guarding"))
        self.go.setText(self.tr("Quit"))
