"""Lets the SDK be imported without polars and numpy, which its package asks for and none of the parts used here calls.

They are a third of the program's memory and most of its size. While the SDK is imported empty modules stand in for
both; afterwards nothing of that is left for anybody else to find, and an SDK that does not work so gets the real ones.
"""

import importlib
import importlib.util
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

log = logging.getLogger(__name__)

PACKAGES = ("polars", "numpy")


class NotHereError(AttributeError):
    """Something of a package was to be used for which only a name stands here."""


class _EmptyModule(ModuleType):
    """Every public name asked for is a class without use, always the same one."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("_"):
            raise AttributeError(name)
        made = _name_only(f"{self.__name__}.{name}")
        setattr(self, name, made)
        return made


class StandIn(MetaPathFinder, Loader):
    """Serves empty modules for some packages and for nothing else."""

    def __init__(self, packages: Sequence[str]) -> None:
        self._packages = frozenset(packages)

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        del path, target
        return ModuleSpec(fullname, self, is_package=True) if self.serves(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""

    def serves(self, name: str) -> bool:
        return name.partition(".")[0] in self._packages


def _name_only(name: str) -> type:
    """Good for annotations, subscripted or not, and for a default value; what is made of it can do nothing."""

    def take(*_: object, **__: object) -> None:
        """The SDK makes an empty table while it is imported."""

    def refuse(_: object, wanted: str) -> object:
        package = name.partition(".")[0]
        raise NotHereError(f"{name}.{wanted} was used, but RiskGuard imports the SDK without {package}")

    body = {"__init__": take, "__getattr__": refuse, "__class_getitem__": classmethod(lambda cls, _: cls)}
    return type(name.rpartition(".")[2], (), body)


@contextmanager
def imported(package: str, works: Callable[[], None], packages: Sequence[str] = PACKAGES) -> Iterator[None]:
    """`package` is imported and `works` has passed, with stand-ins where that will do; more of it is imported inside.

    What is imported already stays as it is: a package that is in use is stood in for by nothing.
    """
    wanted = [one for one in packages if one not in sys.modules]
    if package in sys.modules or not wanted:
        importlib.import_module(package)
        yield
        return
    finder = StandIn(wanted)
    sys.meta_path.insert(0, finder)
    try:
        _import(package, works, finder)
        yield
    finally:
        _leave(finder)


def _import(package: str, works: Callable[[], None], finder: StandIn) -> None:
    """With the stand-ins; when that fails and the real packages are here, with those."""
    try:
        importlib.import_module(package)
        works()
    except Exception as error:
        _leave(finder)
        if not all(importlib.util.find_spec(one) for one in PACKAGES if finder.serves(one)):
            raise
        log.warning("%s does not work without %s, so they are loaded: %r", package, " and ".join(PACKAGES), error)
        _forget(lambda name: name.partition(".")[0] == package)
        importlib.import_module(package)


def _leave(finder: StandIn) -> None:
    """Who asks for these packages from now on gets what is installed, or is told that nothing is."""
    if finder in sys.meta_path:
        sys.meta_path.remove(finder)
        _forget(lambda name: isinstance(sys.modules[name], _EmptyModule))


def _forget(those: Callable[[str], bool]) -> None:
    for name in [name for name in sys.modules if those(name)]:
        del sys.modules[name]
