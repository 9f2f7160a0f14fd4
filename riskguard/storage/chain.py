"""The keyed chain: every link is an HMAC over the link before, its number and the row it stands for.

Whoever has no key can take rows out, change them or put old ones back, but cannot make the chain fit. Kept short by
checkpoints, which hold the whole of what counts now; what stands before one is no longer needed.
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from peewee import Database

from riskguard.storage.models import ChainRow

CHECKPOINT = "checkpoint"
LONGEST = 1_000
"""Links after which a checkpoint is written: a start reads no more than that, and the table stays small."""

type Rows = Mapping[str, str]
"""What is protected, by name: the latest version of each row as text."""
type Changes = Mapping[str, str | None]
"""Versions by name; None for a row that is no longer in force."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link as stored; `code` is empty where it was written without a key."""

    number: int
    name: str
    body: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: its last link, what is in force after it, and the links since the last checkpoint."""

    number: int = 0
    code: str = ""
    rows: Rows = field(default_factory=dict)
    length: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """A chain as far as it fits its key; `left` are the links from the first on that does not."""

    head: Head
    left: tuple[Link, ...] = ()
    codes: Mapping[int, str] = field(default_factory=dict)
    """Of the links that fit, by number."""

    @property
    def unsigned(self) -> bool:
        """Whether all that is left was written while there was no key, and not changed by somebody."""
        return bool(self.left) and not any(link.code for link in self.left)


def code_of(secret: bytes | None, before: str, number: int, name: str, body: str | None) -> str:
    """The code of a link; empty without a key."""
    if secret is None:
        return ""
    text = json.dumps([before, number, name, body], separators=(",", ":"))
    return hmac.digest(secret, text.encode(), "sha256").hex()


def linked(secret: bytes | None, head: Head, changes: Changes) -> tuple[Head, list[Link]]:
    """The links for some changes, and the head after them."""
    rows, links = dict(head.rows), list[Link]()
    number, code = head.number, head.code
    for name, body in changes.items():
        number += 1
        code = code_of(secret, code, number, name, body)
        links.append(Link(number, name, body, code))
        _take(rows, name, body)
    return Head(number, code, rows, head.length + len(links)), links


def checkpoint(secret: bytes | None, head: Head) -> tuple[Head, Link]:
    """A link that stands for all before it."""
    body = json.dumps({"before": head.code, "rows": dict(head.rows)}, separators=(",", ":"))
    number = head.number + 1
    code = code_of(secret, head.code, number, CHECKPOINT, body)
    return Head(number, code, head.rows, 0), Link(number, CHECKPOINT, body, code)


def read(secret: bytes, links: Sequence[Link]) -> Read:
    """Follow a chain from its first link, or from a checkpoint it begins with, as far as it fits."""
    head, codes = Head(), dict[int, str]()
    for place, link in enumerate(links):
        before = _before(link) if place == 0 else head.code
        follows = link.number == head.number + 1 if place or link.name != CHECKPOINT else True
        wanted = code_of(secret, before, link.number, link.name, link.body)
        if not follows or not hmac.compare_digest(wanted.encode(), str(link.code).encode()):
            return Read(head, tuple(links[place:]), codes)
        head = _after(head, link)
        codes[link.number] = link.code
    return Read(head, (), codes)


def said(links: Iterable[Link]) -> dict[str, str]:
    """What links claim to be in force, whether or not they fit; what cannot be read is passed over."""
    head = Head()
    for link in links:
        try:
            head = _after(head, link)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return dict(head.rows)


def _after(head: Head, link: Link) -> Head:
    if link.name == CHECKPOINT:
        return Head(link.number, link.code, dict(json.loads(link.body or "")["rows"]), 0)
    rows = dict(head.rows)
    _take(rows, link.name, link.body)
    return Head(link.number, link.code, rows, head.length + 1)


def _take(rows: dict[str, str], name: str, body: str | None) -> None:
    if body is None:
        rows.pop(name, None)
    else:
        rows[name] = body


def _before(link: Link) -> str:
    """The link before the first one stored; what follows a checkpoint needs none of those before."""
    if link.name != CHECKPOINT:
        return ""
    try:
        return str(json.loads(link.body or "")["before"])
    except (ValueError, KeyError, TypeError):
        return ""


class Chain:
    """The chain of the open journal. `append` and `anew` inside a transaction, `committed` after it."""

    def __init__(self, secret: bytes | None, head: Head) -> None:
        self.secret = secret
        self.head = head

    def append(self, changes: Changes, to: Head) -> Head:
        """Write the links for some changes after a head; the head to hand to `committed` once that is done."""
        news = {name: body for name, body in changes.items() if to.rows.get(name) != body}
        if not news:
            return to
        head, links = linked(self.secret, to, news)
        if self.secret is None:  # no checkpoint can be signed: the later of two versions takes the place of the earlier
            ChainRow.delete().where((ChainRow.code == "") & ChainRow.name.in_(list(news))).execute()
        elif head.length > LONGEST:
            head, last = checkpoint(self.secret, head)
            ChainRow.delete().execute()
            links = [last]
        _store(links)
        return head

    def anew(self, rows: Rows) -> Head:
        """Write a checkpoint with some rows in place of all that was stored; likewise."""
        head, link = checkpoint(self.secret, replace(self.head, rows=rows))
        ChainRow.delete().execute()
        _store([link])
        return head

    def committed(self, head: Head) -> None:
        self.head = head

    @property
    def undisturbed(self) -> bool:
        """Whether the last link stored is the one last written here."""
        last = ChainRow.select().order_by(ChainRow.number.desc()).first()
        return (last.number, last.code) == (self.head.number, self.head.code) if last else self.head.number == 0


def stored_links(source: Database | None = None) -> tuple[Link, ...]:
    """All links in order; of the open journal, or of another database."""
    rows = ChainRow.select().order_by(ChainRow.number)
    rows = rows if source is None else rows.bind(source)
    return tuple(Link(row.number, row.name, row.body, row.code) for row in rows)


def _store(links: Sequence[Link]) -> None:
    rows = [{"number": one.number, "name": one.name, "body": one.body, "code": one.code} for one in links]
    ChainRow.insert_many(rows).execute()
