"""Why a settings file was not imported, or not written, in a sentence or two."""

from pathlib import Path

from riskguard.config.file import Problem, SettingsFileError
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.words import marked, say

_REFUSED = marked("{name} was not imported.")
_AT_LINE = marked("Line {line}: {words}")
_MORE_ONE, _MORE = marked("One more line is wrong."), marked("{count} more lines are wrong.")
_NEWER = marked("It may come from a newer version of RiskGuard.")
_NO_TEXT = marked("It is no text file.")
_UNREAD = marked("It cannot be read: {reason}.")
_UNWRITTEN = marked("{name} could not be written to {folder}: {reason}. Choose another folder.")


def not_imported(path: Path, error: Exception) -> str:
    """Names the first thing that is wrong and how many more there are."""
    return " ".join((say(_REFUSED, name=path.name), *_why(error)))


def _why(error: Exception) -> list[str]:
    match error:
        case SettingsFileError(problems=[first, *more]):
            newer = any(one.words.startswith("is not known") for one in (first, *more))
            others = error.count - 1
            count = say(_MORE_ONE if others == 1 else _MORE, count=others)
            return [_line(first), *([count] if others else []), *([say(_NEWER)] if newer else [])]
        case UnicodeDecodeError():
            return [say(_NO_TEXT)]
        case OSError(strerror=str(reason)):
            return [say(_UNREAD, reason=reason)]
    return [str(error)]


def _line(problem: Problem) -> str:
    words = heard(f"{problem.field} {problem.words}".strip())
    words = words if words.endswith("?") else f"{words}."
    return say(_AT_LINE, line=problem.line, words=words) if problem.line else words


def not_exported(path: Path, error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return say(_UNWRITTEN, name=path.name, folder=path.parent, reason=reason)
