"""The licences of what the program is made of."""

from importlib import metadata

import pytest

from riskguard.service import licences


@pytest.fixture(scope="module")
def parts() -> list[licences.Licence]:
    return licences.of_parts(licences.installed())


def test_each_distribution_has_a_licence_text(parts: list[licences.Licence]) -> None:
    assert [one.name for one in parts if len(one.text.strip()) < 100] == []
    assert [one.name for one in parts if not one.terms] == []


def test_what_is_required_is_there_with_what_that_requires_and_what_has_a_stand_in_is_not() -> None:
    found = licences.installed()
    assert {"pyside6-essentials", "shiboken6", "argon2-cffi-bindings", "keyring", "apprise"} <= found
    assert {"h2", "hpack"} <= found, "an extra that was asked for"
    assert found.isdisjoint({"polars", "numpy", "pytest", "mypy"})


def test_qt_comes_with_its_notice_how_to_replace_it_and_both_texts_the_licence_is_made_of() -> None:
    text = licences.of_distribution("PySide6-Essentials").text
    assert "replace it in one of two ways" in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in text


def test_python_the_font_and_the_program_itself_are_named_first(parts: list[licences.Licence]) -> None:
    assert [one.name for one in parts[:3]] == ["RiskGuard", "Python", "Inter"]
    assert "SIL OPEN FONT LICENSE" in parts[2].text


def test_a_program_with_a_list_of_its_own_tells_that() -> None:
    assert licences.text("Qt.txt").startswith("RiskGuard's windows are drawn by Qt")
    assert licences.text("not there.txt").startswith("RiskGuard ")
    assert licences.text() == licences.text("not there.txt"), "from source it is made of what is installed"


def test_the_list_stands_before_the_texts(capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    from riskguard.cli import licences as command

    assert command.run(argparse.Namespace(full=False)) == 0
    listed = capsys.readouterr().out
    assert f"  qasync {metadata.version('qasync')} (BSD-2-Clause)" in listed
    assert "Permission is hereby granted" not in listed
    command.run(argparse.Namespace(full=True))
    assert "Permission is hereby granted" in capsys.readouterr().out
