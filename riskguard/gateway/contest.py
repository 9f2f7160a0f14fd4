"""How soon to sign in again when sessions end before their time, so that two devices do not throw each other out.

The first time is at once. A session that ends again soon after makes the next login wait, and longer each time; what is
urgent does not ask here.
"""

from collections.abc import Callable

_HOLDS_S = (0.0, 5.0, 15.0, 30.0)
_YOUNG_S = 600.0
_SETTLED_S = 60.0  # how long a session has to live before the contest counts as over
_REFUSED_S = (5.0, 15.0, 30.0, 60.0)


class Contest:
    """`monotonic` is in seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._taken: dict[str, float] = {}  # the present token and the one before, and since when each was used
        self._over: set[str] = set()
        self._deaths = 0
        self._refusals = 0
        self._until = -float("inf")
        self.words = ""
        """What people are told while another device keeps ending our sessions; empty otherwise."""

    def taken(self, token: str, instead_of: str = "") -> None:
        """A new token is in use; one that only goes on for another is as old as that."""
        self._taken[token] = self._taken.get(instead_of, self._monotonic())
        while len(self._taken) > 2:
            self._taken.pop(next(iter(self._taken)))
        self._over &= self._taken.keys()
        self._refusals = 0

    def ended(self, token: str) -> bool:
        """A token was ended by the gateway. False if that is no news."""
        if token in self._over or token not in self._taken:
            return False
        self._over.add(token)
        young = self._monotonic() - self._taken[token] < _YOUNG_S
        self._deaths = self._deaths + 1 if young else 1
        hold_s = _nth(_HOLDS_S, self._deaths)
        self.hold(hold_s)
        if self._deaths > 1:
            self.words = (
                f"The gateway ended RiskGuard's session {self._deaths} times in a row: another program or device keeps "
                f"signing in as the same user. Sign it out. RiskGuard signs in again after {hold_s:.0f} s."
            )
        return True

    def refused(self) -> None:
        """The login itself was refused."""
        self._refusals += 1
        self.hold(_nth(_REFUSED_S, self._refusals))

    def hold(self, seconds: float) -> None:
        self._until = max(self._until, self._monotonic() + min(seconds, _REFUSED_S[-1]))

    def over(self, token: str) -> bool:
        """Whether the gateway is known to have ended a token."""
        return token in self._over

    def wait_s(self) -> float:
        """How long what is not urgent has to wait before it may sign in."""
        return self._until - self._monotonic()

    def settled(self, token: str) -> bool:
        """Whether a contest that people were told of has just come to its end."""
        since = self._taken.get(token)
        quiet = since is not None and token not in self._over and self._monotonic() - since >= _SETTLED_S
        if not (self.words and quiet):
            return False
        self.words = ""
        return True


def _nth(values: tuple[float, ...], number: int) -> float:
    return values[min(number, len(values)) - 1]
