"""What the release workflow leans on: the version, the notes, and that its steps name what is there."""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bundle.release import NotReadyError, main, notes, version
from riskguard import __version__

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
_FILE = re.compile(
    r"(?<![\w./-])(?:\.ci|\.github|bundle|docs|installer|riskguard|tests)/[\w./-]+|[\w-]+\.spec|[A-Z]+\.md"
)
_MODULE = re.compile(r"python -m ((?:bundle|riskguard|tests|installer)[\w.]*)")


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = importlib.import_module("yaml").safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(path).values() for step in job["steps"]]


@pytest.mark.parametrize(
    ("ref", "good"),
    [(f"refs/tags/v{__version__}", True), ("refs/heads/main", True), (f"refs/tags/v{__version__}1", False)],
)
def test_a_tag_must_name_the_version_of_the_package(ref: str, good: bool) -> None:
    if good:
        assert version(ref) == __version__
    else:
        with pytest.raises(NotReadyError, match=f"the tag names {__version__}1 and .* {__version__}"):
            version(ref)


def test_the_notes_are_the_section_of_the_version() -> None:
    changelog = (
        "# Changelog\n\n## Unreleased\n\n- new\n\n## 1.0.0 - 2026-11-22\n\n- first\n- second\n\n## 0.9\n\n- old\n"
    )
    assert notes(changelog, "1.0.0") == "- first\n- second\n"
    assert notes(changelog, "1.1.0") == "- new\n"


def test_a_changelog_without_words_makes_no_release(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="neither a section 2"):
        notes("# Changelog\n\n## Unreleased\n", "2")
    assert main("notes", str(tmp_path / "CHANGELOG.md")) == 1
    assert "CHANGELOG.md" in capsys.readouterr().err


def test_the_changelog_has_notes_for_this_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("notes", str(ROOT / "CHANGELOG.md")) == 0
    assert capsys.readouterr().out.startswith("- ")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_step_does_one_thing_and_names_files_that_are_there(path: Path) -> None:
    runs = [step["run"] for step in steps(path) if "run" in step]
    assert runs
    assert all(("run" in step) != ("uses" in step) for step in steps(path))
    made = {"dist/RiskGuard.exe", "notes.md"}
    named = {name for run in runs for name in _FILE.findall(run)} - made
    named |= {f"{name.replace('.', '/')}.py" for run in runs for name in _MODULE.findall(run)}
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_job_needs_jobs_that_are_there_and_every_action_names_its_version(path: Path) -> None:
    found = jobs(path)
    for job in found.values():
        needs = job.get("needs", [])
        assert set([needs] if isinstance(needs, str) else needs) <= set(found)
    assert all(re.search(r"@v\d+$", step["uses"]) for step in steps(path) if "uses" in step)


def test_the_release_tests_builds_and_tries_on_both_systems_and_signs_only_with_a_certificate() -> None:
    release = jobs(ROOT / ".github" / "workflows" / "release.yml")
    done = {name: " ".join(str(step.get("run", "")) for step in job["steps"]) for name, job in release.items()}
    assert ".ci/run" in done["linux"]
    for part in (
        "uv run pytest",
        "pyinstaller build.spec",
        "tests/packaging -m packaged",
        "build_windows.py --here --only-setup",
        "bill_of_materials",
    ):
        assert part in done["windows"], part
    assert "sha256sum" in done["draft"]
    assert "--draft" in done["draft"]
    signing = [step for step in release["windows"]["steps"] if "sign.ps1" in str(step.get("run"))]
    assert [step["if"] for step in signing] == ["env.SIGNED == 'true'"] * 2
    assert [step for step in release["windows"]["steps"] if "CERTIFICATE" in str(step.get("env"))] == signing


@pytest.mark.skipif(sys.platform == "win32", reason="that job runs on Linux")
def test_the_checksums_are_those_of_every_file_to_be_downloaded_and_of_nothing_else(tmp_path: Path) -> None:
    release = jobs(ROOT / ".github" / "workflows" / "release.yml")
    script = next(step["run"] for step in release["draft"]["steps"] if step.get("name") == "Checksums")
    dist = tmp_path / "dist"
    dist.mkdir()
    for name in ("RiskGuard.exe", "riskguard-linux", "notes.md"):
        (dist / name).write_text(name, encoding="utf-8")
    subprocess.run(["bash", "-e", "-c", script], cwd=dist, check=True, capture_output=True)
    assert [line.split()[1] for line in (dist / "SHA256SUMS").read_text(encoding="utf-8").splitlines()] == [
        "RiskGuard.exe",
        "riskguard-linux",
    ]
    assert subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=dist, check=False).returncode == 0
