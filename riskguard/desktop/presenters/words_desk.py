"""What navigation, curve, activity and health say, beside `words.py` and by its rules: templates, said with `say`."""

from collections.abc import Mapping
from types import MappingProxyType

NOW, ACTIVITY, HISTORY, HEALTH, SETTINGS = "Now", "Activity", "History", "Health", "Settings"
GATEWAY, QUOTES, CLOCK = "Gateway", "Quotes", "Clock"
MILLISECONDS = "{count} ms"
MICRO_AGO = "{seconds} s ago"
AGO = "{span} ago"
DAYS, HOURS, MINUTES, SECONDS = "{count} d", "{count} h", "{count} min", "{count} s"
NONE_YET = "none yet"
LOST = "lost"
NOT_CONNECTED = "offline"
PC_CLOCK = "this PC's"
UNSEEN = "{count} new"
COMING = "{page} is not part of this version yet."

NO_TRADES_YET = "No trades yet today"
TRADES = "trades"
WARNS_AT = "Warns at {amount}"
LOCKS_AT = "Locks at {amount}"
REALIZED_LOCKS_AT = "Locks at {amount} realized"
TARGET_AT = "Target {amount}"
CURVE_SPOKEN = "Result of the day {net}, best {best}."

ALL = "All"
CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "warnings": "Warnings",
        "breaches": "Breaches",
        "actions": "Actions",
        "lockouts": "Lockouts",
        "resets": "Resets",
        "settings": "Settings",
        "health": "Health",
    }
)
TAGS: Mapping[str, str] = MappingProxyType(
    {
        "warnings": "Warning",
        "breaches": "Breach",
        "actions": "Action",
        "lockouts": "Lockout",
        "resets": "Reset",
        "settings": "Settings",
        "health": "Health",
    }
)
RANGES: Mapping[int, str] = MappingProxyType({1: "Today", 7: "Last 7 days", 30: "Last 30 days", 0: "All time"})
EVERY_ACCOUNT, EVERY_RULE = "All accounts", "All rules"
SEARCH = "Search"
EXPORT = "Export CSV"
COPY, COPIED = "Copy", "Copied"
WHOLE_ACCOUNT = "All accounts"
DAY_HEAD = "{day}, times in {zone}"
TODAY_HEAD = "Today, {day}, times in {zone}"
YESTERDAY_HEAD = "Yesterday, {day}"
NOTHING_FOUND = "Nothing here yet."
NOTHING_MATCHES = "Nothing matches. Clear the search or choose another filter."
CHOOSE_ONE = "Choose a line to see why."
CANNOT_READ = "The activity log cannot be read now: {error} Limits and lockouts work as always."
LOADING = "Loading"
CANNOT_OPEN = "This page cannot be opened: {error} Everything else works as always."
EXPORTING = "Exporting"
EXPORTED = "{count} lines written to {name}."
EXPORT_FAILED = "Nothing was exported: {error}"
CANCEL = "Cancel"

FLAT_LINE = "Flat, confirmed"
FLAT_AFTER = "Nothing open, no order working, {span} after the event"
NOT_FLAT = "Not flat yet"
LEVEL_AT = "{title} at {share}%"
LEVEL_FULL = "{title} at the limit"
CLOSING = "Closing {what}"
REDUCING = "Reducing by {what}"
CANCELLING = "Cancelling {what}"
CANCEL_MORE = "{first}, cancelling {count}"
ORDERS_ONE = "1 order"
ORDERS = "{count} orders"
SIZE_ROOT = "{size} {root}"
AND = "{first} and {last}"
PLACING = "Placing a {what} for {size}"
MOVING = "Changing a {what} for {size}"
STOP, TARGET = "stop", "target"
TRIED_AGAIN = "Tried again"
BY_RULE = "By {rule}"
WHOLE_BY = "{reason}, by {rule}"
LOCKOUT_OVER = "Lockout over"
LOCKOUT_ENDED_BY = "{cause}: its time is over"
LOCKED_LINE = "Locked until {time}"
LOCKED_OPEN = "Locked until its reason ends"
ENTRIES_LINE = "No new entries until {time}"
ENTRIES_OPEN = "No new entries until its reason ends"
SYMBOL_LINE = "{symbol} blocked until {time}"
SYMBOL_OPEN = "{symbol} blocked until its reason ends"
NEW_DAY = "New trading day"
SETTINGS_LINE = "Settings"
CLOCKED = "Clock"
REDUCED = "Protection reduced"
RESTORED = "Protection restored"
ARMED = "Armed"
NOT_GUARDED = "Not guarded for a while"
TAMPERED = "The journal was changed from outside"
TAMPERED_SEE = "The journal was changed from outside: Health says what was found."
UNGUARDED_TODAY, UNGUARDED_WEEK = "Not guarded today: {times}", "Not guarded this week: {times}"
OVERRIDDEN = "Lockout overridden"
WATCHED_ONLY = "Only watching: nothing was done."

NUMBERS = "The numbers"
TRADES_COUNTED = "Trades counted"
CLOSED_TRADES, FEES = "Closed trades", "Fees of all fills"
ROUND_TRIPS = "{count} round trips"
ROUND_TRIPS_ONE = "1 round trip"
BEFORE_FEES = "{amount} before fees"
AFTER_FEES = "after {amount} fees"
SHOW_MORE = "And {count} earlier ones"
SENT = "What was sent"
SENT_COPIED = "{label}: {start} to {end} ms, {answer}"
SENT_ASIDE = "ms from event"
SENT_TO_ANSWER = "sent to answer"
NOTHING_SENT = "Nothing was sent: there was nothing to close or cancel."
CHECK_FLAT = "Check: flat?"
NOTHING_LEFT = "0 and 0"
RESULTS: Mapping[str, str] = MappingProxyType(
    {"accepted": "accepted", "refused": "refused", "blocked": "blocked", "unknown": "no answer"}
)
CANCEL_CALL = "Cancel an order"
CANCEL_CALLS = "Cancel {count} orders"
CLOSE_CALL = "Close {what}"
REDUCE_CALL = "Reduce {what}"
ORDER_CALL = "Place or change an order"
ORDER_OUT, CLOSED, FLAT_TILE, SLIPPED = "Order out", "Answered", "Flat, confirmed", "Slipped past limit"
LIMIT_IS = "limit {amount}"
WAITING = "waiting"

WHY: Mapping[str, str] = MappingProxyType(
    {
        "net": "Net today",
        "realized": "Realized today",
        "open": "Open result",
        "limit": "Limit",
        "target": "Target",
        "peak": "Best of the day",
        "balance": "Balance",
        "floor": "Floor",
        "buffer": "Buffer",
        "contracts": "Contracts",
        "allowed": "Allowed",
        "losses": "Losses in a row",
        "lost": "Lost in them",
        "loss": "Loss",
        "tier": "From a loss of",
        "seconds": "Seconds",
        "symbol": "Instrument",
        "order": "Order",
        "stop": "Stop at",
        "ticks": "Ticks",
        "missing": "Without a stop",
        "covered": "Covered by stops",
        "orders": "Orders",
        "average": "Average price",
        "event": "Event",
        "at": "At",
        "until": "Until",
        "entries": "Entries",
        "position": "Position",
        "asked_by": "Asked by",
        "week": "This week",
    }
)

ASKERS: Mapping[str, str] = MappingProxyType(
    {
        "the desktop": "These windows or the tray",
        "the settings window": "The settings window",
        "the command line": "The command line",
        "a command": "A command",
    }
)
"""Who asked, by how it is journalled."""
ASKED_AT, LASTS_UNTIL = "Asked at", "Lasts until"
ORDERS_CANCELLED, POSITIONS_CLOSED = "Orders cancelled", "Positions closed"
ORDERS_TO_CANCEL, POSITIONS_TO_CLOSE = "Orders to cancel", "Positions to close"
FLAT_CONFIRMED_AT = "Flat, confirmed at"
NONE, NOT_YET, NOT_WITHIN = "none", "not yet", "not within {span}"
NO_SOONER = "Nothing ends it sooner: not starting RiskGuard again, not asking again, not the admin password."

HEALTH_CONNECTION = "Connection"
HEALTH_GATEWAY_CALLS = "Gateway answers"
HEALTH_STORAGE = "Journal and backups"
HEALTH_CLOCK = "Clock"
HEALTH_VERSIONS = "Versions"
HEALTH_GUARD = "Guarding"
HEALTH_ALERTS = "Alerts"
ALERTS_TO = "Sent to"
NO_CHANNELS = "this screen only"
ALERT_OFF = "off"
ALERT_SENT = "last sent {span} ago"
ALERT_NONE_YET = "nothing sent yet"
ALERTS_WAITING = "{count} waiting"
ALERT_QUEUE = "Queue"
ALERT_KINDS: Mapping[str, str] = MappingProxyType(
    {"discord": "Discord", "telegram": "Telegram", "mail": "E-mail", "other": "Another"}
)
ALERT_LEAST: Mapping[str, str] = MappingProxyType(
    {
        "info": "Everything",
        "warning": "Warnings and louder",
        "breach": "Breaches and alarms",
        "alarm": "Alarms only",
        "off": "Nothing for now",
    }
)
USER_HUB = "Orders and positions"
MARKET_HUB = "Live prices"
UP, DOWN = "connected", "not connected"
LAST_HEARD = "last heard {span}"
NEVER_HEARD = "nothing heard yet"
MEDIAN, LATE = "Median", "99 of 100 within"
CALLS_SEEN = "over the last {count} answers"
CALLS_SEEN_ONE = "over 1 answer"
NO_CALLS = "no answers yet"
LAST_CALL = "Last answer"
LAST_EVENT = "Last event"
DATABASE = "Journal"
LAST_BACKUP = "Last backup"
BACKUPS_KEPT = "{count} backups kept"
NO_BACKUP = "none since the start"
RECORDINGS = "Recordings"
FREE = "{size} free on this disk"
JOURNAL_KEY = "Journal key"
KEY_IN: Mapping[str, str] = MappingProxyType(
    {
        "keyring": "in the system's keyring",
        "file": "in a file beside the journal",
        "nowhere": "nowhere: changes from outside are not noticed",
    }
)
CLOCK_SOURCE = "Time comes from"
SOURCES: Mapping[str, str] = MappingProxyType({"gateway": "the gateway", "pc": "this PC, until the gateway answers"})
PC_OFF = "This PC is"
AHEAD, BEHIND, IN_STEP = "{span} ahead", "{span} behind", "in step"
DOUBTFUL = "being checked with the gateway"
OFF_TODAY, OFF_WEEK = "Off today", "Off this week"
OFF_TIMES = "{count} times, {span}"
OFF_ONCE = "once, {span}"
NEVER_OFF = "never"
LAST_OFF = "Last time off"
TAMPER_FOUND = "Journal changed from outside"
DATA_DIR = "Data folder"
BUNDLE = "Make a support bundle…"
BUNDLE_HELP = "Logs, settings, status and versions in one zip. Keys, passwords and tokens are taken out."
BUNDLE_MAKING = "Making the bundle"
BUNDLE_DONE = "Saved as {name}."
BUNDLE_FAILED = "No bundle was made: {error}"
ABOUT, CLOSE_WINDOW = "About and licences", "Close"
ABOUT_NOTE = (
    "Free software under the MIT licence. The parts it is made of are under their own terms; Qt, which draws the "
    "windows, is under the LGPL, and the text says how to use it with another Qt."
)
ALL_WELL = "All is well"
ALL_WELL_DETAIL = "Connected, in time, and everything is written."
TROUBLES = "{count} things need a look"
TROUBLES_ONE = "One thing needs a look"
