"""Compares two settings by what they forbid, and splits an edit into what may be in force at once and what may not.

Which direction is tighter is said by each field's own declaration (`setting(..., tighter=...)`, `order`, `off`, or the
rule's `compares`). What cannot be told to forbid at least as much as before is a loosening.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from riskguard.config.plain import LOOKS, TABLES, Plain, field_of, flat, plain_settings, with_table
from riskguard.config.settings import RULES_BY_TABLE, Settings
from riskguard.rules import Rule
from riskguard.rules.tightness import Compare, Direction, higher, lower, ordered, switched


@dataclass(frozen=True, slots=True)
class Change:
    """One field (or a whole table) that differs: plain values, None where there is none."""

    path: str
    old: object
    new: object
    direction: Direction


@dataclass(frozen=True, slots=True)
class Split:
    """An edit taken apart: `in_force` has the changes of `now` in it, `later` are the loosening ones still out."""

    in_force: Settings
    now: tuple[Change, ...]
    later: tuple[Change, ...]


def compare_field(old: BaseModel, new: BaseModel, name: str) -> Direction:
    """What changing one field does, by its declaration; `new` is `old` with the change in it.

    A field is named as in the file.
    """
    name = field_of(type(old), name)
    before, after = getattr(old, name), getattr(new, name)
    if before == after:
        return Direction.NEUTRAL
    hook = _hook(type(old), name)
    if hook is not None:
        return hook(old, new)
    return _by_word(type(old), name, before, after)


def _hook(model: type[BaseModel], name: str) -> Compare | None:
    """A comparison the class declares, or the nearest of its bases."""
    found = (vars(base).get("compares", {}).get(name) for base in model.__mro__)
    return next((hook for hook in found if hook is not None), None)


def _by_word(model: type[BaseModel], name: str, before: Any, after: Any) -> Direction:
    word, extra = tighter_word(model, name), _extra(model, name)
    if word == "none":
        return Direction.NEUTRAL
    if word == "listed":
        return ordered(extra.get("order") or (), before, after)
    if word in ("on", "off"):
        return switched(before, after, tight=word == "on")
    if not all(isinstance(value, _NUMBERS) for value in (before, after)):
        return Direction.LOOSENING
    return (lower if word == "lower" else higher)(before, after, extra.get("off"))


_NUMBERS = (int, float, Decimal, type(None))


def _extra(model: type[BaseModel], name: str) -> dict[str, Any]:
    extra = model.model_fields[name].json_schema_extra
    return extra if isinstance(extra, dict) else {}


def tighter_word(model: type[BaseModel], name: str) -> str:
    """The declared direction of a field; one that declares none cannot be compared."""
    return str(_extra(model, name).get("tighter", "listed"))


def forbids(rule: Rule | None) -> bool:
    """Whether a rule can forbid anything: it is on, acts, and is no automation."""
    if rule is None or not rule.enabled or not rule.enforces:
        return False
    return not automation(type(rule))


def automation(rule: type[Rule]) -> bool:
    """Whether none of a rule's own fields decides anything, so that it helps and never forbids."""
    own = [name for name in vars(rule).get("__annotations__", {}) if name in rule.model_fields]
    return bool(own) and all(tighter_word(rule, name) == "none" for name in own)


_ORDER = {f"rules.{table}": number for number, table in enumerate(RULES_BY_TABLE, 1)}


def changed(old: Settings, new: Settings) -> list[str]:
    """Paths that differ: `rules.max_contracts.limit`, or a whole table that was added or removed."""
    before, after = plain_settings(old), plain_settings(new)
    tables = [f"rules.{table}" for table in {**before["rules"], **after["rules"]}]
    moved = [path for path in tables if _at(before, path) is None or _at(after, path) is None]
    fields = flat(before) | flat(after)
    rest = [path for path in fields if not path.startswith(tuple(f"{one}." for one in moved))]
    found = [*moved, *(path for path in rest if _at(before, path) != _at(after, path))]
    return sorted(found, key=lambda path: _ORDER.get(table_of(path), 0))


def _at(values: Plain, path: str) -> Any:
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def with_paths(old: Settings, wanted: Settings, paths: Iterable[str]) -> Settings | None:
    """`old` with some paths as in `wanted`; None where that does not fit together."""
    values, source = plain_settings(old), plain_settings(wanted)
    found, paths = old, list(paths)
    for table in dict.fromkeys(map(table_of, paths)):
        fields = _at(source if table in paths else values, table)
        for path in paths:
            if fields is not None and path != table and table_of(path) == table:
                _put(fields, path.removeprefix(f"{table}."), _at(source, path))
        try:
            found = with_table(found, table, fields)
        except ValidationError:
            return None
    return found


def _put(fields: Plain, name: str, value: object) -> None:
    if value is None:
        fields.pop(name, None)
    else:
        fields[name] = value


def direction(old: Settings, new: Settings, path: str) -> Direction:
    """What one changed path does; `new` is `old` with that path changed."""
    table, _, rest = path.partition(".")
    if table in LOOKS:
        return Direction.NEUTRAL
    if table in TABLES:
        return compare_field(getattr(old, table), getattr(new, table), rest)
    name, _, field = rest.partition(".")
    before, after = old.rules.get(name), new.rules.get(name)
    if not forbids(before):
        return Direction.TIGHTENING if forbids(after) else Direction.NEUTRAL
    if before is None or after is None:
        return Direction.LOOSENING
    return compare_field(before, after, field)


def upcoming(settings: Settings, now: datetime) -> Settings:
    """The same without what is over for good (news of yesterday), which forbids nothing any more."""
    rules = {table: rule.upcoming(now) if isinstance(rule, Rule) else rule for table, rule in settings.rules.items()}
    if all(rule is settings.rules[table] for table, rule in rules.items()):
        return settings
    return Settings.model_validate({**{n: getattr(settings, n) for n in Settings.model_fields}, "rules": rules})


def split(in_force: Settings, wanted: Settings) -> Split:
    """Everything that forbids at least as much as before at once, one after the other; the rest is left for later.

    A rule that forbids nothing now is taken as a whole: whatever it becomes, it forbids no less.
    """
    current, now = in_force, list[Change]()
    left = changed(in_force, wanted)
    moving = True
    while moving and left:
        moving = False
        for group in list(_groups(current, left)):
            taken = with_paths(current, wanted, group) if set(group) <= set(left) else None
            if taken is None or any(direction(current, taken, path) is Direction.LOOSENING for path in group):
                continue
            now += changes(current, taken, group)
            left = [path for path in left if path not in group]
            current, moving = taken, True
    if not left:
        return Split(wanted, tuple(now), ())
    return Split(current, tuple(now), tuple(changes(current, wanted, left)))


def _groups(current: Settings, left: list[str]) -> Iterator[list[str]]:
    """What to try together: rules that forbid nothing, then each path alone, then what is left of each table."""
    tables = dict[str, list[str]]()
    for path in left:
        tables.setdefault(table_of(path), []).append(path)
    idle = [name for name in tables if name.startswith("rules.") and not forbids(current.rules.get(name[6:]))]
    yield from (tables[name] for name in idle)
    yield from ([path] for path in left)
    yield from (paths for paths in tables.values() if len(paths) > 1)


def table_of(path: str) -> str:
    """The table a path stands in: `rules.max_contracts`, `security`."""
    return ".".join(path.split(".")[: 2 if path.startswith("rules.") else 1])


def changes(old: Settings, new: Settings, paths: Iterable[str]) -> list[Change]:
    """The changes at some paths, with their plain values."""
    before, after = plain_settings(old), plain_settings(new)
    return [Change(path, _at(before, path), _at(after, path), direction(old, new, path)) for path in paths]


def value_at(settings: Settings, path: str) -> object:
    """The plain value at a path; None where there is none."""
    return _at(plain_settings(settings), path)


def unit_of(path: str) -> str:
    """The unit of a setting: `dollars`, `seconds`, ...; `share` for parts of a limit, "" for none."""
    model, name = _model_of(path), path.split(".")[-1]
    name = field_of(model, name) if model else ""
    if model is None or name not in model.model_fields:
        return ""
    shares = "Share" in str(model.model_fields[name].annotation)
    return "share" if shares else str(_extra(model, name).get("unit") or "")


def _model_of(path: str) -> type[BaseModel] | None:
    """The model a setting stands in; None for a whole table, and for tables without one."""
    table, *rest = path.split(".")
    if table == "rules":
        return RULES_BY_TABLE.get(rest[0]) if len(rest) > 1 else None
    model = Settings.model_fields[table].annotation if table in TABLES and rest else None
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def label_of(path: str) -> str:
    """What people call a setting: `Daily realized loss, limit`."""
    parts = path.split(".")
    if parts[0] != "rules":
        model = Settings.model_fields[parts[0]].annotation
        field = model.model_fields.get(parts[-1]) if isinstance(model, type) and issubclass(model, BaseModel) else None
        return str(field.title if field else parts[0].capitalize())
    rule = RULES_BY_TABLE.get(parts[1])
    if rule is None or len(parts) < 3:
        return rule.title if rule else parts[1]
    title = str(rule.model_fields[field_of(rule, parts[2])].title or parts[2])
    return f"{rule.title}, {title[:1].lower()}{title[1:]}"
