"""Error codes: what they mean for the engine, and what a person reads."""

import pytest

from riskguard.domain.events import Result
from riskguard.gateway import words


def refused(code: object, message: object = None) -> dict[str, object]:
    return {"success": False, "errorCode": code, "errorMessage": message}


@pytest.mark.parametrize(
    ("path", "code", "result"),
    [
        (words.CLOSE, 1, Result.BLOCKED),
        (words.CLOSE, 2, Result.GONE),
        (words.CLOSE, 3, Result.REFUSED),
        (words.CLOSE, 4, Result.BLOCKED),
        (words.CLOSE, 5, Result.REFUSED),
        (words.CLOSE, 6, Result.REFUSED),
        (words.CLOSE, 7, Result.REFUSED),
        (words.CLOSE, 8, Result.BLOCKED),
        (words.CLOSE, 99, Result.REFUSED),
        (words.REDUCE, 2, Result.GONE),
        (words.REDUCE, 4, Result.BLOCKED),
        (words.REDUCE, 5, Result.REFUSED),
        (words.REDUCE, 8, Result.REFUSED),
        (words.REDUCE, 9, Result.BLOCKED),
        (words.CANCEL, 1, Result.BLOCKED),
        (words.CANCEL, 2, Result.GONE),
        (words.CANCEL, 3, Result.REFUSED),
        (words.CANCEL, 4, Result.REFUSED),
        (words.CANCEL, 6, Result.BLOCKED),
        (words.PLACE, 2, Result.REFUSED),
        (words.PLACE, 3, Result.REFUSED),
        (words.PLACE, 4, Result.BLOCKED),
        (words.PLACE, 5, Result.BLOCKED),
        (words.PLACE, 10, Result.BLOCKED),
    ],
)
def test_each_code_has_its_result_and_words(path: str, code: int, result: Result) -> None:
    answer = words.answer(path, refused(code))
    assert answer.result is result
    assert answer.reason


def test_success_is_accepted_whatever_else_is_said() -> None:
    assert words.answer(words.CLOSE, {"success": True, "errorCode": 0}).result is Result.ACCEPTED


@pytest.mark.parametrize("value", [1, "true", None])
def test_only_true_is_success(value: object) -> None:
    assert words.answer(words.CLOSE, {"success": value}).result is Result.REFUSED


def test_a_rejection_whose_text_speaks_of_trading_hours_is_a_block() -> None:
    answer = words.answer(words.CLOSE, refused(5, "Order rejected: outside of trading hours"))
    assert answer.result is Result.BLOCKED
    assert answer.reason == "the gateway rejected the order (Order rejected: outside of trading hours)"


def test_words_without_a_text_and_for_codes_nobody_knows() -> None:
    assert words.answer(words.CANCEL, refused(2)).reason == "there is no such order any more"
    assert words.answer(words.CLOSE, refused(77)).reason == "error code 77"
    assert words.answer(words.CLOSE, refused(None)).reason == "the gateway gave no reason"
    assert words.answer(words.CLOSE, refused(True, 5)).reason == "the gateway gave no reason"


@pytest.mark.parametrize("code", [1, 2, 3, 6, 7, 9, 10])
def test_every_documented_login_reason_has_words(code: int) -> None:
    assert "error code" not in words.refusal(words.LOGIN, refused(code))


def test_searches_name_what_was_not_found() -> None:
    assert words.refusal("/Position/searchOpen", refused(1)) == "the gateway does not know this account"
    assert words.refusal("/Contract/searchById", refused(1)) == "the gateway does not know this contract"
