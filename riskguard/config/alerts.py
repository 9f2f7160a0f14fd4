"""`[alerts]`: what is shown on the screen, and the channels that hear of it too. Addresses are kept elsewhere."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

type Kind = Literal["discord", "telegram", "mail", "other"]
type Least = Literal["info", "warning", "breach", "alarm", "off"]

KINDS: tuple[str, ...] = get_args(Kind.__value__)
LEAST: tuple[str, ...] = get_args(Least.__value__)
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SECRET = frozenset(("address", "url", "urls", "webhook", "token", "password"))
_NOT_HERE = "an address is a secret and stands in no file; give it to `riskguard alerts add`, which keeps it safe"


def _channel_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("name a channel with up to 32 letters, digits, - and _, e.g. phone")
    return name


type Name = Annotated[str, AfterValidator(_channel_name)]


class ChannelSettings(BaseModel):
    """`[alerts.channels.<name>]`: where alerts go, and which. Off keeps the channel and sends nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind = "other"
    least: Least = "warning"

    @model_validator(mode="before")
    @classmethod
    def _no_address(cls, values: object) -> object:
        if isinstance(values, Mapping) and _SECRET & {str(name).lower() for name in values}:
            raise ValueError(_NOT_HERE)
        return values


class AlertSettings(BaseModel):
    """The table as the file has it; what else stands in it is kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    desktop: Literal["all", "warnings", "breaches"] = "all"
    sound: bool = False
    channels: Mapping[Name, ChannelSettings] = Field(default_factory=dict)


def channels_in(alerts: Mapping[str, Any]) -> Mapping[str, ChannelSettings]:
    """The channels of a table in force, as far as they can be read: an older version may have written it."""
    found = alerts.get("channels")
    channels: dict[str, ChannelSettings] = {}
    for name, values in (found if isinstance(found, Mapping) else {}).items():
        try:
            channels[_channel_name(str(name))] = ChannelSettings.model_validate(values)
        except ValueError:
            continue
    return MappingProxyType(channels)
