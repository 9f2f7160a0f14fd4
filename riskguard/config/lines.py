"""Finds the line of a settings file on which a field, or one entry of its list, stands; good for all usual TOML."""

import re

_HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(#.*)?$")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{},]|\n|[^\s\[\]{},"\'#]+')


def line_of(text: str, field: tuple[str, ...], entry: int | None = None) -> int:
    """The line of a field, of the `entry`th of its list where given, else that of its table, else 0."""
    table: tuple[str, ...] = ()
    table_line = seen = 0
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            table = tuple(part.strip().strip("\"'") for part in header.group(1).split("."))
            if table == field[: len(table)]:
                table_line = number
            if table == field:
                seen += 1
                if seen > (entry or 0):
                    return number
            continue
        key = _KEY.match(line)
        path = (*table, *(part.strip("\"'") for part in key.group(1).split("."))) if key else table
        if key and path == field[: len(path)] and len(path) > len(table):
            return number if entry is None else _entry_line(text, number, key.end(), entry)
    return table_line


def _entry_line(text: str, number: int, column: int, entry: int) -> int:
    """The line on which the `entry`th value of a list begins; the list opens after `column` of line `number`."""
    lines = text.split("\n")
    rest = "\n".join([lines[number - 1][column:], *lines[number:]])
    depth = found = 0
    begins = False
    line = number
    for token in _TOKEN.findall(rest):
        if token == "\n":
            line += 1
        elif token.startswith("#"):
            continue
        elif depth == 1 and begins and token != "]":
            if found == entry:
                return line
            begins, found = False, found + 1
        begins = begins or (token == "," and depth == 1) or (token == "[" and depth == 0)
        depth += (token in "[{") - (token in "]}") if len(token) == 1 else 0
        if depth == 0 and found:
            break
    return number
