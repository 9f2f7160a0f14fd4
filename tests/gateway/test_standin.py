"""The SDK without polars and numpy: what stands in, what is left of it, what happens when that will not do."""

import subprocess
import sys
from pathlib import Path

import pytest

from riskguard.gateway.standin import NotHereError, StandIn

# Neither package can be imported here, as in the one-file program.
_WITHOUT = """
import sys
class Without:
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, path=None, target=None):
        gone = name.partition(".")[0] in ("polars", "numpy")
        return None if gone else self.finder.find_spec(name, path, target)
    def __getattr__(self, name):
        return getattr(self.finder, name)
sys.meta_path[:] = map(Without, sys.meta_path)
"""
_LEFT = """
import json, sys
def kinds():
    return sorted(name for name in sys.modules if name.partition(".")[0] in ("polars", "numpy"))
"""


def said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_sdk_is_imported_without_either_and_nothing_of_a_stand_in_is_left() -> None:
    found = said(f"{_LEFT}\nimport riskguard.gateway.sdk as s; s.self_test(); print(kinds(), len(sys.meta_path))")
    assert found.startswith("[] ")
    assert found == said(f"{_LEFT}\nprint(kinds(), len(sys.meta_path))")


@pytest.mark.parametrize("package", ["numpy", "polars"])
def test_who_asks_for_the_package_afterwards_gets_the_real_one(package: str) -> None:
    pytest.importorskip(package)
    assert said(f"import riskguard.gateway.sdk, {package}; print({package}.__version__)").strip()


def test_a_package_in_use_already_is_stood_in_for_by_nothing() -> None:
    pytest.importorskip("numpy")
    code = "import numpy, riskguard.gateway.sdk; import numpy as again; print(again is numpy, again.arange(3).sum())"
    assert said(code).split() == ["True", "3"]


def test_where_neither_is_installed_a_guard_arms_on_the_paper_gateway(tmp_path: Path) -> None:
    (tmp_path / "riskguard.toml").write_text("[rules.daily_net_loss]\nlimit = 500\n", encoding="utf-8")
    guard = f"""{_WITHOUT}
import asyncio
from pathlib import Path
from riskguard.app import Guard
from riskguard.gateway.settings import GatewaySettings
from riskguard.paper import PaperConfig, PaperGateway
class Board:
    def publish(self, snapshot): pass
    def announce(self, notice): pass
async def main():
    async with PaperGateway(PaperConfig()) as paper:
        urls = paper.api_url, paper.user_hub_url, paper.market_hub_url
        guard = Guard(Path({str(tmp_path)!r}), GatewaySettings(paper.user, paper.key, *urls), Board())
        running = asyncio.create_task(guard.run())
        async with asyncio.timeout(40):
            while guard.loop is None: await asyncio.sleep(.01)
            await guard.loop.protected.wait()
        print("armed", "polars" in sys.modules)
        guard.stop()
        await running
asyncio.run(main())
"""
    assert "armed False" in said(guard)


def test_an_sdk_that_does_not_work_so_gets_the_real_packages_and_the_log_says_why() -> None:
    pytest.importorskip("polars")
    code = f"""{_LEFT}
import logging; logging.basicConfig(level="WARNING")
import riskguard.gateway.sdk_works as works
real = works.sdk_works
def picky():
    if not hasattr(sys.modules["polars"], "__version__"): raise ValueError("no version")
works.sdk_works = picky
import riskguard.gateway.sdk as sdk
sdk.self_test()
print(len(kinds()) > 10)
"""
    found = said(code)
    assert "True" in found
    assert "does not work without polars and numpy, so they are loaded: ValueError('no version')" in found


def test_without_real_packages_the_error_itself_is_told() -> None:
    code = f"""{_WITHOUT}
import riskguard.gateway.sdk_works as works
def picky(): raise ValueError("no version")
works.sdk_works = picky
try:
    import riskguard.gateway.sdk
except ValueError as error:
    print(error)
"""
    assert said(code).strip() == "no version"


def test_a_stand_in_serves_its_packages_with_all_below_and_nothing_else() -> None:
    finder = StandIn(("polars",))
    names = ("polars", "polars.series", "polarsx", "numpy", "my.polars")
    assert [name for name in names if finder.find_spec(name)] == ["polars", "polars.series"]


def test_a_name_is_good_for_annotations_and_defaults_and_using_it_says_what_is_missing() -> None:
    spec = StandIn(("polars",)).find_spec("polars")
    assert spec is not None
    module = StandIn(("polars",)).create_module(spec)
    table = module.DataFrame
    assert table is module.DataFrame
    assert (table | None) and table[int] is table
    with pytest.raises(NotHereError, match=r"polars\.DataFrame\.filter was used, but .* without polars"):
        assert table(a=1).filter
    assert not hasattr(module, "__path_of_something__")
