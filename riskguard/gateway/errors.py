"""Why the gateway could not be used, each with words a trader understands. Knows neither SDK nor sockets."""

from riskguard.engine.ports import GatewayUnreadableError


class GatewayRefusedError(Exception):
    """The gateway said no to the login itself: asking again quickly changes nothing."""


class GatewayUnreachableError(Exception):
    """No usable answer from the gateway: asking again may help."""


class NoAnswerError(Exception):
    """A request got no readable answer; whether it was carried out is not known."""


class PathUnknownError(GatewayUnreadableError):
    """The gateway has no such path, or does not take what is asked there (400, 404, 405)."""


class HubLoggedOutError(Exception):
    """The gateway ended this session on a hub."""


class SubscriptionRefusedError(Exception):
    """The gateway refused a subscription without which the guard would be blind."""


class SdkChangedError(Exception):
    """The installed SDK lacks something this room leans on."""
