"""Asks before a live account is no longer guarded because the program is to practise."""

from collections.abc import Callable

from riskguard.desktop.settings.gate import Gate
from riskguard.desktop.theme import Theme


class PracticeGate(Gate):
    def __init__(self, theme: Theme, check: Callable[[str], str]) -> None:
        super().__init__(theme, check)
        self.setWindowTitle(self.tr("Practice mode"))
        self.question.say(self.tr("Leave live for practice?"))
        self.stay.setText(self.tr("Keep guarding"))
        self.go.setText(self.tr("Practise"))

    def ask_for(self, *, locked: bool, password: bool) -> None:
        """Under a lockout it only says why not; without a password there is nothing to type."""
        self.about.say(
            self.tr("A lockout is in force on your live account. Practice waits until it has ended.")
            if locked
            else self.tr(
                "Your live account is not guarded from then on, not even after the computer starts again. That is "
                "noted, and told when you go live. To try limits while live is guarded, use Practice mode in the tray."
            )
        )
        self.password.setVisible(password and not locked)
        self.go.setVisible(not locked)
        self.ask()
