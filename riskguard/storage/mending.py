"""What a start makes of a journal that does not fit its chain: the stricter reading, and words about what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from riskguard.engine.titles import breach_title
from riskguard.storage.anchor import Anchor, Vault, anchor_in, digest
from riskguard.storage.chain import Head, Link, Read, read, said
from riskguard.storage.protected import (
    ANCHORED,
    DISTRUSTED,
    PENDING,
    SETTINGS,
    HeldRow,
    body_of,
    held_row,
    is_lockout,
    is_unreadable,
    stricter,
)

_RULES_NAMES = {SETTINGS: "The settings in force", PENDING: "The list of pending changes"}
CHAIN_CHANGED = "Entries of the journal's chain were changed or removed."
_REMOVED = "The journal was removed or emptied."
_ANCHOR_REMOVED = "The anchor that is kept outside the journal was removed."
_REASON = "The journal had lost this lockout; it was put back"
_OLDER = "The journal is older than it was: an older copy was put in its place, or the disk lost what was written."


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the vault and in the file."""

    vault: Vault
    links: tuple[Link, ...]
    present: Mapping[str, str]
    restored: bool = False
    """Whether the program itself put a backup in the journal's place."""
    removed: bool = False
    """Whether there was no file before that."""


@dataclass(slots=True)
class Mended:
    """What is to be in force; `words` about what was changed from outside, none where all is as it was left.

    `notes` are about what was put back where nobody changed anything.
    """

    rows: dict[str, str]
    head: Head = field(default_factory=Head)
    words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    anew: bool = False
    """Whether the chain has to be begun anew with these rows."""
    lost: bool = False
    """Whether lockouts may be missing that nothing tells of any more."""
    wanted_settings: str = ""
    """The digest of the settings that were in force where they are no longer known."""


def mended(found: Found, secret: bytes) -> Mended:
    """Compare file, chain and anchor."""
    text = found.vault.anchor()
    anchor = anchor_in(text, secret) if text is not None else None
    chain = read(secret, found.links)
    if not found.links:
        result = _without_chain(found, anchor)
    elif chain.head.number == 0:
        result = _without_key(found)
    else:
        result = _by_chain(found, chain, anchor)
    if text is not None and anchor is None:
        _tampered(result, "The anchor that is kept outside the journal was changed.")
        result.lost = True
    if anchor is not None and _behind(chain, anchor):
        _put_back_anchored(result, found, anchor)
    if any(map(is_unreadable, found.present)) and chain.head.number == 0:
        _tampered(result, "A lockout in the file cannot be read.")
        result.lost = True
    if result.lost:
        result.rows[DISTRUSTED] = ""
        result.anew = True
    result.head = _numbered(chain.head, found.links, anchor)
    return result


def _numbered(head: Head, links: tuple[Link, ...], anchor: Anchor | None) -> Head:
    """A head above every number ever used, so that the anchor never goes back."""
    highest = max(head.number, links[-1].number if links else 0, anchor.number if anchor else 0)
    return Head(highest, head.code, head.rows, head.length) if highest != head.number else head


def _tampered(result: Mended, words: str) -> None:
    result.words.append(words)
    result.anew = True


def _without_chain(found: Found, anchor: Anchor | None) -> Mended:
    """A new journal, one of a version without chain, or one that was taken away or emptied."""
    result = Mended({name: body for name, body in found.present.items() if not is_unreadable(name)}, anew=True)
    guarded = SETTINGS in found.present or any(map(is_lockout, found.present))
    if found.restored:
        if found.vault.anchor() is None and not found.vault.new:
            _tampered(result, _ANCHOR_REMOVED)
            result.lost = True
        return result
    if anchor is not None:
        _tampered(result, _REMOVED)
    elif guarded and not found.vault.new:
        _tampered(result, "The chain of the journal was removed.")
        result.lost = True
    return result


def _without_key(found: Found) -> Mended:
    """The chain was not written with the key there is: nothing in the file can be told from what somebody wrote."""
    gone = "The journal's key is gone." if found.vault.new else "The journal was not written with its key."
    result = Mended(_together(found.present, said(found.links)), lost=True)
    result.rows[PENDING] = "[]"
    _tampered(result, f"{gone} Nothing in it can be checked.")
    return result


def _by_chain(found: Found, chain: Read, anchor: Anchor | None) -> Mended:
    """The chain says what is in force; what the file has beyond it stays where it forbids something."""
    known = chain.head.rows
    result = Mended({name: body for name, body in known.items() if not is_lockout(name)})
    claimed = {name: body for name, body in said(chain.left).items() if is_lockout(name)} if chain.left else {}
    result.rows |= stricter_lockouts(known, found.present, claimed)
    if chain.left:
        result.anew = True
        if not chain.unsigned:
            _tampered(result, CHAIN_CHANGED)
            result.lost = anchor is None
    behind = anchor is not None and _behind(chain, anchor)
    result.anew |= found.restored
    if not chain.unsigned and (found.restored or not behind):
        for words in _unlike(known, found):
            _tampered(result, words)
    if anchor is None and known.get(ANCHORED) == found.vault.place and found.vault.anchor() is None:
        _tampered(result, _ANCHOR_REMOVED)
        result.lost = True
    return result


def _unlike(known: Mapping[str, str], found: Found) -> list[str]:
    """What differs. A backup carries its own chain; only lockouts are added to it where it is put in place."""
    if not found.restored:
        return differences(known, found.present)
    sides = [{name: body for name, body in rows.items() if not is_lockout(name)} for rows in (known, found.present)]
    return differences(sides[0], sides[1])


def _behind(chain: Read, anchor: Anchor) -> bool:
    """Whether the chain ends before the anchor, or has come another way."""
    if anchor.number > chain.head.number:
        return True
    first = min(chain.codes, default=0)
    return anchor.number >= first and chain.codes.get(anchor.number) != anchor.code


def _put_back_anchored(result: Mended, found: Found, anchor: Anchor) -> None:
    """The file is older than the anchor: what that knows is put back, what it only has a mark of is looked for."""
    result.anew = True
    if not result.words and not found.restored:
        _tampered(result, _OLDER)
    elif found.removed and found.restored:
        _tampered(result, _REMOVED)
    for held in anchor.held:
        known = result.rows.get(held.name)
        if known is None or held_row(known).ends_before(held):
            result.rows[held.name] = body_of(held, known, _REASON, breach_title(held.rule))
            (result.words if result.words else result.notes).append(f"{_about(held)} was put back.")
    result.lost |= anchor.more
    chosen = _marked(anchor.settings, SETTINGS, found, result)
    if chosen is None and anchor.settings:
        result.wanted_settings = anchor.settings
    result.rows[PENDING] = _marked(anchor.pending, PENDING, found, result) or "[]"


def _marked(mark: str, name: str, found: Found, result: Mended) -> str | None:
    """The version of a value that the anchor has the mark of; it is in force again where there is one."""
    for body in (result.rows.get(name), found.present.get(name)):
        if body is not None and digest(body) == mark:
            result.rows[name] = body
            return body
    return None


def stricter_lockouts(*sources: Mapping[str, str]) -> dict[str, str]:
    """All lockouts, each in the version that holds longest; what is none is passed over."""
    found: dict[str, str] = {}
    for rows in sources:
        for name, body in rows.items():
            if is_lockout(name) and _readable(name, body):
                found[name] = stricter(found.get(name), body)
    return found


def _readable(name: str, body: str) -> bool:
    try:
        return held_row(body).name == name
    except (ValueError, KeyError, TypeError):
        return False


def _together(present: Mapping[str, str], claimed: Mapping[str, str]) -> dict[str, str]:
    values = {n: b for n, b in present.items() if not is_lockout(n) and not is_unreadable(n)}
    return {**values, **stricter_lockouts(present, claimed)}


def differences(known: Mapping[str, str], present: Mapping[str, str]) -> list[str]:
    """One sentence for each row that is not as it was left."""
    names = [*known, *(name for name in present if name not in known)]
    return [_difference(name, known.get(name), present.get(name)) for name in names if _differs(name, known, present)]


def _differs(name: str, known: Mapping[str, str], present: Mapping[str, str]) -> bool:
    return name != ANCHORED and known.get(name) != present.get(name)


def _difference(name: str, known: str | None, present: str | None) -> str:
    what = "added" if known is None else "taken away" if present is None else "changed"
    if is_lockout(name):
        body = known if known is not None else present
        undone = "" if known is None else " It is in force as it was set."
        return f"{_about(held_row(body or ''))} was {what} in the file.{undone}"
    if is_unreadable(name):
        return "A line among the lockouts that is none was found in the file and taken out."
    subject = _RULES_NAMES.get(name) or f"What is kept under {name}"
    verb = "were" if name == SETTINGS else "was"
    return f"{subject} {verb} {what} in the file. It stays as it was left."


def _about(held: HeldRow) -> str:
    what = {"entry": " for new entries", "symbol": f" of {held.symbol}"}.get(held.kind, "")
    return f"The lockout{what} on account {held.account_id} ({held.rule})"
