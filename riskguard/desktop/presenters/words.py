"""Every sentence the presenters say, in one place, so that a translation needs to know only this module."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from riskguard.engine.board import LockoutKindName, State


class Speech:
    """Where templates become text. `translate` maps an English template to the user's language."""

    def __init__(self) -> None:
        self.translate: Callable[[str], str] = str
        self.known: Callable[[str], str | None] = str
        """The text of a fixed source, None where the language has none for it."""

    def __call__(self, template: str, **values: object) -> str:
        return self.translate(template).format(**values)


say = Speech()


def marked(text: str) -> str:
    """A text that is said elsewhere, named so that the catalogue has it."""
    return text


STATES: Mapping[State, str] = MappingProxyType(
    {
        State.SETUP: "No account yet",
        State.CONNECTING: "Connecting",
        State.ARMED: "Armed",
        State.WARNING: "Warning",
        State.LOCKED: "Locked",
        State.DEGRADED: "Protection reduced",
        State.OBSERVE: "Watching, not acting",
        State.OFF: "RiskGuard is off",
    }
)

NEXT_STEPS: Mapping[State, str] = MappingProxyType(
    {
        State.SETUP: "Add an account to start watching it.",
        State.CONNECTING: "Not protected until the gateway has answered.",
        State.OFF: "Nothing is watched. Start RiskGuard again.",
    }
)

KINDS: Mapping[LockoutKindName, str] = MappingProxyType(
    {"hard": "Locked", "entry": "No new entries", "symbol": "{symbol} blocked"}
)

PRACTICE_STATE = "{state}, practice"
PRACTICE_TITLE = "Practice"
PRACTICE_ACCOUNT = "Practice, {account}"
ACCOUNT_SAYS = "{account}: {text}"

FLAT = "Flat"
LONG = "Long {size}"
SHORT = "Short {size}"
SIDE_AND_NAME = "{side} {root}"
FLAT_CONFIRMED = "Flat, confirmed."
FLAT_CONFIRMED_AT = "Flat, confirmed at {time}."
NOT_CONFIRMED = "Not confirmed flat yet."
LAST_PRICE_COUNTS = "{positions}, last price counts"

NEAREST = "Nearest: {title} {share}%"
UNTOUCHED = "No limit is used yet"
LIMIT_SHARE = "{title} {share}%"
LIMIT_AT = "{title} at {share}%"
NEAREST_LIMIT = "Nearest limit: {title} at {share}%, {room}."
REDUCED = "Protection reduced: {cause}"
SYMBOL_TITLE = "{title} ({symbol})"
LIMIT_SHARE_ROOM = "{title} {share}%, {room}"
THEN = "then {consequence}"
CURRENT_OF_LIMIT = "{current} of {limit}"
LAST_KNOWN = "{text}, last known"
UNKNOWN = "unknown"
OVER_WARNING = "{count} over warning"
ONLY_WATCHED = "only watched"
REACHED = "{count} reached"
NO_LIMITS = "No limits switched on yet."
MORE_LIMITS, FEWER_LIMITS = "{count} more limits", "Only the nearest limits"
MORE_LIMITS_SPOKEN, FEWER_LIMITS_SPOKEN = "Show {count} more limits", "Hide {count} limits"
GAUGE_SPOKEN = "{title}: {share} per cent, {room}, {below}"

LOCKED_UNTIL = "Locked until {time}"
LOCKED_WHILE = "Locked"
LOCKED_LAST_UNTIL = "Locked, the last until {time}"
NO_ENTRIES_LAST_UNTIL = "No new entries, the last until {time}"
AND_MORE = "{account} and {count} more"
NO_ENTRIES_UNTIL = "No new entries until {time}"
NO_ENTRIES_WHILE = "No new entries"
BLOCKED_UNTIL = "{symbol} blocked until {time}"
BLOCKED_WHILE = "{symbol} blocked"
TIME_LEFT = "{time} left"
NO_ENTRIES_FOR = "no entries for {time}"
EXITS_WORK = "Exits and stops work as always."
UNTIL = "until {time}"
UNTIL_CONDITION = "until its reason ends"
TO_RESET = "to reset, {time}"
LOCKED_FOR = "Locked for"
LOCKED = "Locked"
TITLE_AND_NUMBERS = "{title}: {numbers}."

TODAY = "Today"
YOUR_LIMIT = "Your limit"
ROUND_TRIPS = "Round trips"
ONLY_LOCKED = "Locked: {locked}. Not locked: {free}."
ENDS_BY_ITSELF = "It ends by itself. Nothing here can end it sooner."
OWN_WORDS = "What I told myself I’d do now"
QUOTED = "“{text}”"
SHRINK = "Shrink to a strip"
SHRINK_IN = "Shrink to a strip in {seconds} s"
SHOW_DETAILS = "Show details"
TODAY_AMOUNT = "Today {amount}"

CANCELLING = "Cancelling orders"
CONFIRMING = "Confirming that the account is flat"
CLOSING = "Closing {what}"
CLOSING_LATE = "Closing {what}, not flat yet"
CLOSING_SENT = "Sent, waiting for the gateway to confirm."
CLOSING_SENT_ONCE = "Sent once, not confirmed. Your platform’s flatten button works too."
CLOSING_SENT_OFTEN = "Sent {count} times, not confirmed. Your platform’s flatten button works too."
LOCKED_NOT_FLAT = "Locked, not flat yet: {positions}"
PLATFORM_WORKS = "Your platform’s flatten button works too."
FOR = "for"
COVERED = "{position}, covered"
COVERED_PART = "{position}, {covered} of {size} covered"

NET = "Net today"
REALIZED = "Realized"
OPEN = "Open"
FEES = "Fees, included"
OPEN_AMOUNT = "{amount} open"

POSITIONS = "Positions"
SIZE = "Size"
AVERAGE = "Average"
EXIT_NOW = "Exit now"
OPEN_PNL = "Open P&L"
AGE = "Age"
STOP_COVER = "Stop cover"
COVER = "{covered} of {size}"
ORDERS = "Working orders"
PRICE = "Price"
AWAY = "Away"
PURPOSE = "Purpose"
LOCKOUTS = "Lockouts"
CAUSE = "Cause"
ENDS = "Ends"
LEFT = "Left"
NO_POSITIONS = "No open position."
NOTHING_OPEN = "No open position, no working order."

HUBS: Mapping[str, str] = MappingProxyType({"user": "orders and positions", "market": "quotes"})
HUBS_LOST = "No connection: {hubs}"
NOT_PROTECTED = "Not protected"
PROTECTED = "Protected"

MORE_NOTICES = "And {count} more."
ACCOUNTS_LOCKED = "{count} accounts locked"
TIMES = "{text} ({count} times)"
TITLE_AND_TEXT = "{title} {text}"

DAYS_AND_CLOCK = "{days} d {clock}"

FLATTEN_CLOSES = "Closes everything held: {positions}."
FLATTEN_CANCELS = "Cancels {count} working orders."
FLATTEN_CANCELS_ONE = "Cancels 1 working order."
FLATTEN_AT_MARKET = "At market, on every guarded account."
FLATTEN_AT_MARKET_ONE = "At market, on this account alone."
FLATTEN_ONLY = "Only {account}"
FLATTEN_EVERYTHING_ON = "Everything, on all {count} accounts"
FLATTEN_ONLY_BUTTON = "Flatten only {account}"
FLATTEN_LATER = (
    "The gateway cannot be reached now: this is done as soon as it can be. "
    "Use your platform to close positions meanwhile."
)
FLATTEN_NOTHING = "Nothing is open as far as RiskGuard knows. Whatever the gateway still has is closed and cancelled."
FLATTEN_NOTHING_ONE = (
    "Nothing is open on it as far as RiskGuard knows. Whatever the gateway still has of it is closed and cancelled."
)
TO_BEGIN = "To begin"
ON_THE_WAY = "On the way to armed"
STEP_GATEWAY = "Your gateway’s user name and key"
STEP_GATEWAY_DETAIL = "In the environment: PROJECT_X_USERNAME and PROJECT_X_API_KEY."
STEP_LIMITS = "Your limits"
STEP_LIMITS_DETAIL = "Limits are read from {path}. A rule without a table there is off."
STEP_RESTART = "Start RiskGuard again"
STEP_RESTART_DETAIL = "It signs in, reads your accounts and arms by itself."
STEP_SIGN_IN = "Sign in to the gateway"
STEP_READ = "Read positions, orders and today’s trades"
STEP_READ_DETAIL = "Nothing is decided before the first complete answer. Your stops at the exchange work as always."
STEP_ARM = "Armed: every limit is watched"

NO_TRAY = "No system tray here: this window takes its place."
