"""The values a field takes and the one it has without being given, in words for people."""

import types
from collections.abc import Mapping
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError, create_model
from pydantic.fields import FieldInfo

_NAMES = {
    "int": "whole number",
    "float": "number",
    "Decimal": "amount",
    "bool": "`true` or `false`",
    "str": "text",
    "time": "time of day",
    "date": "date",
    "datetime": "time",
}
_PLURALS = {"whole number": "whole numbers", "number": "numbers", "text": "texts", "table": "tables", "date": "dates"}
_BOUNDS = (("ge", "from"), ("gt", "above"), ("le", "up to"), ("lt", "below"))


def kind(field: FieldInfo) -> str:
    """What may be given: `whole number from 1 up to 100`."""
    return _bounded(_words(field.annotation), field.metadata)


def default(field: FieldInfo) -> str:
    """What holds where nothing is given."""
    if must_be_given(field):
        return "must be given"
    value = field.get_default(call_default_factory=True)
    return "none" if value is None else f"`{shown(value)}`"


def must_be_given(field: FieldInfo) -> bool:
    """Whether a table without it is refused: it has no default, or one that does not pass its own check."""
    annotation = field.annotation
    if field.is_required() or not field.validate_default or annotation is None:
        return field.is_required()
    try:
        create_model("Alone", field=(annotation, field))()
    except ValidationError:
        return True
    return False


def shown(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, BaseModel):
        return shown(value.model_dump())
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name} = {shown(one)}" for name, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(shown(one) for one in value)}]"
    return _single(value)


def _single(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _bounded(words: str, constraints: Any) -> str:
    bounds = dict.fromkeys(bound for one in constraints for bound in _bounds(one))
    return " ".join([words, *bounds])


def _bounds(constraint: object) -> list[str]:
    found = [(words, getattr(constraint, name, None)) for name, words in _BOUNDS]
    inner = [bound for one in getattr(constraint, "metadata", ()) for bound in _bounds(one)]
    return [*(f"{words} {value:,}" for words, value in found if value is not None), *inner]


def _words(annotation: Any) -> str:
    while isinstance(annotation, TypeAliasType):
        annotation = annotation.__value__
    origin, inner = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _bounded(_words(annotation.__origin__), annotation.__metadata__)
    if origin is Literal:
        return " or ".join(f"`{shown(one)}`" for one in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_words(one) for one in inner if one is not type(None)))
    if origin is tuple:
        return f"list of {_plural(_words(inner[0]))}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"table of `name =` {_words(inner[1])}"
    return _model(annotation) if _is_model(annotation) else _NAMES[annotation.__name__]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _model(model: type[BaseModel]) -> str:
    names = [f"`{field.alias or name}`" for name, field in model.model_fields.items()]
    return f"table with {', '.join(names[:-1])} and {names[-1]}"


def _plural(words: str) -> str:
    singular = next((one for one in _PLURALS if words == one or words.startswith(f"{one} ")), "")
    return _PLURALS[singular] + words.removeprefix(singular) if singular else words
