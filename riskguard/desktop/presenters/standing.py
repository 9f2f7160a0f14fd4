"""What stays true for a while and is easily missed when it is told: one quiet line at the foot of the page Now."""

from collections.abc import Iterator
from dataclasses import dataclass

from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters import words_past
from riskguard.desktop.presenters.local import span_text, time_text
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import BoardSnapshot
from riskguard.state.absence import GapCount


@dataclass(frozen=True, slots=True)
class Standing:
    """`text` empty where there is nothing to say; `tone` danger where it needs a look, else text2."""

    text: str
    tone: str


def standing(snapshot: BoardSnapshot) -> Standing:
    parts = list(_parts(snapshot))
    return Standing("  ·  ".join(parts), "danger" if snapshot.tampered else "text2")


def _parts(snapshot: BoardSnapshot) -> Iterator[str]:
    if snapshot.tampered:
        yield say(words.TAMPERED_SEE)
    off = snapshot.guard_off
    for label, count in ((words.UNGUARDED_TODAY, off.today), (words.UNGUARDED_WEEK, off.week)):
        if count.count:
            yield say(label, times=off_times(count))
            break
    if snapshot.clocked_in_at is not None:
        yield say(words_past.CLOCKED_SINCE, time=time_text(snapshot.schedule, snapshot.clocked_in_at))


def off_times(count: GapCount) -> str:
    """`once, 12 min`."""
    if not count.count:
        return say(words.NEVER_OFF)
    template = words.OFF_ONCE if count.count == 1 else words.OFF_TIMES
    return say(template, count=count.count, span=span_text(count.span))
