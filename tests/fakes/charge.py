"""A guard as its watchdog sees it, with the lives and ends a test wants; its time passes only while it is told to."""

from collections.abc import Callable, Iterable


class FakeCharge:
    """`lives` are how long each life lasts; the last one ends as it should where `ends_well`."""

    def __init__(self, lives: Iterable[float] = (), *, ends_well: bool = True) -> None:
        self._lives = list(lives)
        self._ends_well = ends_well
        self._now = 0.0
        self.starts: list[float] = []
        self.rests: list[float] = []
        self.told: list[str] = []
        self.word = ""
        self.another = False
        """Another guard has been started on the directory."""
        self.at_rest: Callable[[], None] = lambda: None
        self.dismissed = False

    def watch(self) -> bool:
        if not self._lives:
            return self._ends_well
        self._now += self._lives.pop(0)
        return False

    def free(self) -> bool:
        return not self.another

    def start(self) -> None:
        self.starts.append(self._now)

    def rest(self, seconds: float) -> bool:
        self.rests.append(seconds)
        self._now += seconds
        self.at_rest()
        return not self.dismissed

    def tell(self, words: str) -> None:
        self.told.append(words)

    def leave_word(self, words: str) -> None:
        self.word = words

    def monotonic(self) -> float:
        return self._now
