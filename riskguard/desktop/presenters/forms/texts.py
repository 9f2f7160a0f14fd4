"""Words of forms, each in one place; what has no word here is shown as the settings name it."""

from collections.abc import Mapping
from types import MappingProxyType

CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "enforce": "Act",
        "observe": "Only tell me",
        "gross": "All added up",
        "net": "Longs against shorts",
        "reduce_to_limit": "Reduce to the limit",
        "flatten": "Close everything",
        "close": "Close the position",
        "place_stop": "Place a stop",
        "account": "The whole account",
        "position": "Each position",
        "none": "Nothing",
        "until_reset": "Until the reset",
        "exit": "What an exit would get",
        "last": "The last trade",
        "entries": "Entries",
        "fills": "Fills",
        "round_trips": "Round trips",
        "round_trip": "Round trip",
        "fill": "Fill",
        "CME": "CME",
        "eod": "End of day",
        "intraday": "All day",
        "entry": "No new entries",
        "hard": "Close and lock",
        "no_entries": "No new entries",
        "allow": "Allow",
        "block": "Block",
        "info": "Quiet",
        "warning": "Warning",
        "breach": "Breach",
        "all": "All",
        "warnings": "Warnings",
        "breaches": "Breaches",
        "system": "System",
        "light": "Light",
        "dark": "Dark",
        "en": "English",
        "de": "Deutsch",
        "90": "90%",
        "100": "100%",
        "115": "115%",
        "130": "130%",
        "150": "150%",
        "alarm": "Alarm",
    }
)
UNITS: Mapping[str, str] = MappingProxyType(
    {"seconds": "s", "dollars": "$", "ticks": "ticks", "contracts": "contracts", "micros": "micros"}
)

GROUPS = (
    (
        "Losses",
        (
            "daily_net_loss",
            "daily_realized_loss",
            "daily_unrealized_loss",
            "weekly_loss",
            "max_drawdown",
            "consecutive_losses",
            "cooldown_after_loss",
        ),
    ),
    ("Profit", ("daily_realized_profit", "max_unrealized_profit", "profit_giveback")),
    (
        "Size and pace",
        ("max_contracts", "max_contracts_per_instrument", "trade_frequency", "max_position_time"),
    ),
    (
        "Stops and entries",
        ("no_stop_loss_grace", "stop_guard", "stop_failed", "no_adding_to_losers", "trade_management"),
    ),
    ("Hours and symbols", ("session_hours", "news_blackout", "symbol_blocks", "auth_loss_guard")),
)

READ, ARTICLE = "{page}, read {day}", "{site}, article {number}"
WOULD_BE, WOULD_HAVE = "would be {what}", "would have {what}"
THE_RESET, AT_THE_LIMIT = "the reset", "{about} At the limit: {then}."
WITHDRAW, UNDO = "Withdraw", "Undo"
LABEL_VALUE = "{label}: {value}"
ENTRIES_ONE, ENTRIES = "1 entry", "{count} entries"
INSTRUMENT = "Instrument"
OR = "or"

ON, OFF, OBSERVE = "on", "off", "tells only"
EVERY_ACCOUNT = "All guarded accounts"

MUST = "This has to be given."
WHOLE = "Enter a whole number without a sign."
NUMBER = "Enter a number."
MONEY = "Enter an amount in dollars, without a sign."
SHARE = "Enter a share from 1 to 100 without a sign, e.g. 80."
TIME = "Enter a time of day like 17:00."
MIXED = "Enter a whole number, or {words}."
ACCOUNT = "Choose at least one account."
ROW = "Fill in every cell of row {row}: {words}"

NOW = "Takes effect now"
AT = "Takes effect {when}"
AFTER_LOCKOUT = "Takes effect after the lockout and a cooling-off"
AFTER_CONNECTING = "Takes effect after a cooling-off that begins once connected"
WAS = "Was {old}."
LOOSER = "Looser, so it waits for the first reset at least {cooling} away."
WAS_NOTHING = "Was empty."
SECONDS_AS = "That is {span}."

CHANGES_ONE, CHANGES = "1 change", "{count} changes"
COUNT_NOW, COUNT_LATER = "{count} now", "{count} from {when}"
LATER = "{count} later"
FAULTS_ONE, FAULTS = "1 field to correct", "{count} fields to correct"
NO_CHANGES = "No changes."
PENDING_ONE, PENDING = "1 change pending", "{count} changes pending"
COUNT_ON = "{on} on, {off} off"

WOULD = "would {what}"
CLOSE = "close {what}"
REDUCE = "reduce by {what}"
CANCEL_ONE, CANCEL = "cancel 1 order", "cancel {count} orders"
PLACE_STOP, PLACE_TARGET = "place a stop", "place a target"
MOVE_STOP, MOVE_TARGET = "change a stop", "change a target"
TELL = "only tell you"
LOCK_UNTIL = "locked until {time}"
LOCK_WHILE = "locked while it holds"
NO_ENTRIES_UNTIL = "no new entries until {time}"
NO_ENTRIES_WHILE = "no new entries while it holds"
SYMBOL_UNTIL = "{symbol} blocked until {time}"
SYMBOL_WHILE = "{symbol} blocked while it holds"
LATER_IN = "In {span} it {what}, unless that changes."
AT_ONCE = "{what}."
ACCOUNTS_EACH = "{count} accounts, each"
NOTHING_WOULD = "Nothing would be done to your accounts now."
AND = "{first} and {last}"

WRONG_PASSWORD = "That is not the password."
WRONG_PASSWORD_WAIT = "That is not the password. The next try counts in {seconds} s."
