"""How the program starts itself and others, from source and as one file."""

import sys

import pytest

from riskguard.service.own_program import outliving, own_program, restore_library_path


def test_from_source_it_is_python_with_the_package() -> None:
    assert own_program() == [sys.executable, "-m", "riskguard"]


def test_as_one_file_it_is_the_file_alone() -> None:
    assert own_program(one_file=True) == [sys.executable]


def test_what_may_outlive_it_unpacks_for_itself_and_keeps_the_rest() -> None:
    assert outliving({"HOME": "/home/me"}) == {"HOME": "/home/me", "PYINSTALLER_RESET_ENVIRONMENT": "1"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such path")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH": "/tmp/_MEI1", "LD_LIBRARY_PATH_ORIG": "/opt/lib"}, {"LD_LIBRARY_PATH": "/opt/lib"}),
        ({"LD_LIBRARY_PATH": "/tmp/_MEI1", "HOME": "/home/me"}, {"HOME": "/home/me"}),
    ],
)
def test_programs_that_the_one_file_starts_get_the_libraries_of_the_system(
    before: dict[str, str], after: dict[str, str]
) -> None:
    restore_library_path(before, one_file=True)
    assert before == after


def test_from_source_the_library_path_is_left_alone() -> None:
    environment = {"LD_LIBRARY_PATH": "/opt/lib"}
    restore_library_path(environment)
    assert environment == {"LD_LIBRARY_PATH": "/opt/lib"}
