"""One account flattened from the windows: the real question, the real guard, the paper gateway at the other end."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from riskguard.desktop.desktop import Desktop
from riskguard.paper import PaperConfig, PaperGateway
from riskguard.windows import _Commands
from tests.e2e.road import Road


def shown(desktop: Desktop, road: Road) -> bool:
    """The windows have what the guard published last."""
    desktop.board.publish(road.board.snapshots[-1])
    QApplication.processEvents()
    return desktop.dashboard.now_page.built


async def test_the_account_looked_at_is_flattened_and_the_other_keeps_what_it_holds(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
        road = Road(paper, tmp_path, "[rules.max_contracts]\nlimit = 5\n")
        road.calm()
        await road.arm()
        commands = _Commands()
        commands.guard = road.guard
        desktop = Desktop(commands, data_dir=tmp_path / "windows", practice=True)
        desktop.start()
        desktop.dashboard.ready()
        try:
            for account_id in (road.first, road.second):
                road.buys("MNQ", 2, account_id)
            await road.until(lambda: all(road.view(each).positions for each in (road.first, road.second)))
            await road.until(lambda: shown(desktop, road))
            desktop.dashboard.now_page.switch.chosen.emit(road.second)
            desktop.dashboard.now_page.flatten.click()
            desktop.confirm.only.click()
            await road.until(lambda: road.view(road.second).flat_confirmed_at and not road.sizes(road.second))
            await road.quiet()
            assert list(road.sizes(road.first).values()) == [2]
            assert {body["accountId"] for _, body in road.sent("/Position/closeContract")} == {road.second}
        finally:
            desktop.close()
            await road.stop()
