"""Why the gateway could not be used, each with words a trader understands. Knows neither SDK nor sockets."""

from riskguard.engine.ports import GatewayUnreadableError


class GatewayRefusedError(Exception):
    """The gateway said no to the login itself: asking again quickly changes nothing."""

    @property
    def told(self) -> str:
        """What happened and why, for people."""
        return f"the gateway refused to sign in: {self}"


class GatewayUnreachableError(Exception):
    """No usable answer from the gateway: asking again may help. `told` is what it answered, empty if nothing."""

    def __init__(self, message: str, told: str = "") -> None:
        super().__init__(message)
        self.told = told


class NoAnswerError(Exception):
    """A request got no readable answer; whether it was carried out is not known."""


class NotSentError(NoAnswerError):
    """A request that never left: no connection came about, so nothing was carried out or counted."""


class PathUnknownError(GatewayUnreadableError):
    """The gateway has no such path, or does not take what is asked there (400, 404, 405)."""


class HubLoggedOutError(Exception):
    """The gateway ended this session on a hub."""


class SubscriptionRefusedError(Exception):
    """The gateway refused a subscription without which the guard would be blind."""


class HubClosedError(Exception):
    """The gateway closed a hub, or what it sent there ended it; the message says which."""


class BadFrameError(HubClosedError):
    """A hub sent something that is no message this room knows."""


class HubSilentError(HubClosedError):
    """A hub stood open and sent nothing any more."""


class SdkChangedError(GatewayRefusedError):
    """The installed SDK lacks something this room leans on: nothing can be done about it by asking again."""

    @property
    def told(self) -> str:
        return f"RiskGuard cannot reach the gateway with what is installed: {self}"


class CertificatesError(SdkChangedError):
    """What the gateway is to be known by cannot be read, so that nothing is sent at all."""
