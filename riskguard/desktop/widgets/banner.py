"""The state banner: shield, headline, detail, and the countdown with its ring while locked."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.glyphs import line_pixmap, state_pixmap
from riskguard.desktop.presenters.banner import BannerText, Run
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import Tokens
from riskguard.desktop.widgets.ring import Ring
from riskguard.desktop.widgets.text import Text, restyle

GLYPH = 40


class Banner(QFrame):
    """Shows one `BannerText`; an unchanged one costs nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.shown: BannerText | None = None
        self.glyph = QLabel()
        self.headline = Text(18, SEMIBOLD)
        self.detail = Text(13, tone="text2")
        self.countdown = Text(24, SEMIBOLD)
        self.caption = Text(12, tone="text2")
        self.ring = Ring(52, 5)
        self._prepare()
        self._arrange()
        theme.changed.connect(self._redraw)

    def _prepare(self) -> None:
        self.headline.setWordWrap(True)
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.RichText)
        self.setMinimumHeight(72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for figure in (self.countdown, self.caption):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 18, 10)
        row.setSpacing(14)
        row.addWidget(self.glyph)
        words, timer = QVBoxLayout(), QVBoxLayout()
        for column, widgets in ((words, (self.headline, self.detail)), (timer, (self.countdown, self.caption))):
            column.setSpacing(1)
            column.addStretch()
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch()
        row.addLayout(words, 1)
        row.addWidget(self.ring)
        row.addLayout(timer)

    def show_text(self, text: BannerText) -> None:
        if text == self.shown:
            return
        self.shown = text
        restyle(self, "tint", text.tone)
        self.headline.say(text.headline)
        self.countdown.say(text.countdown)
        self.caption.say(text.caption)
        self.ring.setVisible(text.share is not None)
        self.ring.show_share(text.share or 0.0)
        self.setAccessibleName(text.spoken)
        self._redraw()

    def _redraw(self) -> None:
        if self.shown is None:
            return
        tokens = self._theme.tokens
        practice, ratio = self.shown.practice, self.devicePixelRatioF()
        self.glyph.setPixmap(state_pixmap(self.shown.state, tokens, GLYPH, practice=practice, ratio=ratio))
        self.ring.colour(tokens.danger_fill, tokens.danger_edge)
        self.ring.mark(line_pixmap("lock", tokens.danger, 18, ratio))
        self.detail.say(_rich(self.shown.detail, tokens))
        self.detail.setVisible(bool(self.shown.detail))


def _rich(runs: tuple[Run, ...], tokens: Tokens) -> str:
    strong = f'<span style="color:{tokens.text}">'
    return "".join(f"{strong}{escape(run.text)}</span>" if run.strong else escape(run.text) for run in runs)
