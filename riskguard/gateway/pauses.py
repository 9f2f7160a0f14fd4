"""How long one hub waits between two attempts: not at all after a steady life, ever longer after short ones."""

from riskguard.gateway.errors import GatewayRefusedError

_PAUSES_S = (0.0, 0.25, 0.5, 1.0, 1.25)  # the last one repeats: a hub is back within 2 s of its server
_REFUSED_PAUSE_S = 5.0  # after a refused login
_STEADY_S = 5.0  # a connection that lived this long did not die young


class Pauses:
    """Counts attempts in a row that did not open, and connections that died young."""

    def __init__(self) -> None:
        self._short_lives = 0

    def next_s(self, began: float, opened_at: float | None, now: float, error: Exception | None) -> float:
        """After an attempt that ended now. Less what it took if it did not open: while packets are lost each takes
        seconds.
        """
        steady = opened_at is not None and now - opened_at >= _STEADY_S
        self._short_lives = 0 if steady else self._short_lives + 1
        if isinstance(error, GatewayRefusedError):
            return _REFUSED_PAUSE_S
        pause_s = _PAUSES_S[min(self._short_lives, len(_PAUSES_S) - 1)]
        spent_s = now - began if opened_at is None else 0.0
        return max(pause_s - spent_s, 0.0)
