"""Starting at login, on Windows and elsewhere."""

from pathlib import Path

from riskguard.service.autostart import NAME, DesktopEntryAutostart, RunKeyAutostart, start_command
from riskguard.service.data_dir import default_data_dir


class MemoryRunKey:
    def __init__(self) -> None:
        self.values = {"Other": "other.exe"}

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def put(self, name: str, value: str) -> None:
        self.values[name] = value

    def delete(self, name: str) -> None:
        del self.values[name]


def test_on_windows_it_is_a_value_of_the_run_key_with_paths_in_quotes() -> None:
    key = MemoryRunKey()
    autostart = RunKeyAutostart(key, [r"C:\Program Files\RiskGuard\riskguard.exe", "run"])
    assert not autostart.enabled()
    autostart.set(True)
    assert key.values[NAME] == r'"C:\Program Files\RiskGuard\riskguard.exe" run'
    assert autostart.enabled()
    autostart.set(False)
    autostart.set(False)
    assert key.values == {"Other": "other.exe"} and not autostart.enabled()


def test_an_older_program_in_the_run_key_counts_as_off() -> None:
    key = MemoryRunKey()
    key.put(NAME, "old.exe run")
    assert not RunKeyAutostart(key, ["new.exe", "run"]).enabled()


def test_elsewhere_it_is_a_desktop_entry(tmp_path: Path) -> None:
    autostart = DesktopEntryAutostart(tmp_path / "autostart", ["/opt/risk guard/riskguard", "run"])
    autostart.set(True)
    text = (tmp_path / "autostart" / "riskguard.desktop").read_text(encoding="utf-8")
    assert "Exec='/opt/risk guard/riskguard' run\n" in text
    assert text.startswith("[Desktop Entry]\nType=Application\n")
    assert autostart.enabled()
    autostart.set(False)
    autostart.set(False)
    assert not autostart.enabled()


def test_a_data_directory_of_ones_own_is_named_in_the_command(tmp_path: Path) -> None:
    assert start_command(tmp_path)[-3:] == ["run", "--data-dir", str(tmp_path.resolve())]
    assert start_command(default_data_dir())[-1] == "run"
