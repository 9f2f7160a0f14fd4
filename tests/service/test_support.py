"""The support bundle: everything that helps, and nothing that is secret, wherever it was planted."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from riskguard.service.support import GONE, LOG_BYTES, Redaction, known_secrets, make_bundle

KEY = "tx-9f8e7d6c5b4a39281706"
USER = "jane.trader"
CONTROL = "b1u3-Control-Secret-9Zq"
JOURNAL_KEY = "0f" * 32
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl"
HOOK = "https://discord.com/api/webhooks/112233445566/AbCdEfGhIjKl"
APPRISE = "tgram://123456789:AAE-secretbot/987654"
MAIL = "mailtos://jane:mailpass@smtp.example.com?to=jane@example.com"
ARGON = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaGhhc2g"
PASSWORD = "correct horse battery"
PLANTED = (
    KEY,
    USER,
    CONTROL,
    JOURNAL_KEY,
    JWT,
    "AbCdEfGhIjKl",
    "AAE-secretbot",
    "mailpass",
    "jane@example.com",
    ARGON,
    PASSWORD,
)
SETTINGS = f"""
# a comment with {KEY} in it
[schedule]
reset = "17:00"

[rules.daily_net_loss]
limit = 500
warn_at = [0.5, 0.8]

[notifications]
urls = [
    "{HOOK}",
    "{APPRISE}",
]
mail_url = "{MAIL}"

[security]
admin_password = "{PASSWORD}"
password_hash = '{ARGON}'
"""
LOG = f"""2026-11-19 10:42:18 INFO riskguard.gateway signed in as {USER}
2026-11-19 10:42:19 INFO riskguard.gateway url wss://rtc.example.com/hubs/user?access_token={JWT}
2026-11-19 10:42:20 INFO riskguard.gateway headers {{'Authorization': 'Bearer {JWT}'}}
2026-11-19 10:42:21 WARNING riskguard.alerts {HOOK} answered 429, then {APPRISE}
2026-11-19 10:42:22 ERROR riskguard x password="{PASSWORD}" and apiKey={KEY}
2026-11-19 10:47:52 INFO riskguard.engine.loop 4471 breach RULE-014 −$500.18 of −$500.00 net=-500.18
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "riskguard.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "riskguard.log").write_text(LOG, encoding="utf-8")
    (tmp_path / "riskguard.log.1").write_text(LOG, encoding="utf-8")
    (tmp_path / "control.json").write_text(json.dumps({"port": 1, "secret": CONTROL}), encoding="utf-8")
    (tmp_path / "journal.key").write_text(JOURNAL_KEY, encoding="utf-8")
    (tmp_path / "journal.anchor").write_text(JOURNAL_KEY, encoding="utf-8")
    (tmp_path / "riskguard.db").write_bytes(b"SQLite format 3\0" + KEY.encode())
    (tmp_path / "desktop.ini").write_text("[dashboard]\npage=now\n", encoding="utf-8")
    return tmp_path


def bundle(folder: Path, **status: object) -> dict[str, str]:
    """The texts in it by name."""
    target = make_bundle(
        folder,
        folder / "out" / "support.zip",
        {"state": "armed", **status},
        secrets=(KEY, USER),
        environment={},
    )
    with ZipFile(target) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


@pytest.fixture(autouse=True)
def out(folder: Path) -> None:
    (folder / "out").mkdir()


def test_nothing_that_was_planted_comes_out(folder: Path) -> None:
    status = {"login": USER, "control": CONTROL, "hint": [f"key {KEY}", {"token": JWT}], "journal_key": "keyring"}
    texts = bundle(folder, **status)
    for name, text in texts.items():
        for secret in PLANTED:
            assert secret.lower() not in text.lower(), f"{secret} in {name}"


def test_journal_key_control_file_and_recordings_never_go_in(folder: Path) -> None:
    assert sorted(bundle(folder)) == [
        "README.txt",
        "desktop.ini",
        "health.json",
        "riskguard.log",
        "riskguard.log.1",
        "riskguard.toml",
        "status.json",
    ]


def test_what_helps_is_still_there(folder: Path) -> None:
    texts = bundle(folder)
    assert "limit = 500" in texts["riskguard.toml"]
    assert "warn_at = [0.5, 0.8]" in texts["riskguard.toml"]
    assert 'reset = "17:00"' in texts["riskguard.toml"]
    assert "breach RULE-014 −$500.18 of −$500.00 net=-500.18" in texts["riskguard.log"]
    assert "answered 429" in texts["riskguard.log"]
    assert json.loads(texts["status.json"])["state"] == "armed"
    assert json.loads(texts["health.json"])["versions"]["RiskGuard"]
    assert "page=now" in texts["desktop.ini"]


def test_json_stays_json_with_its_secrets_taken_out(folder: Path) -> None:
    found = json.loads(
        bundle(folder, nested={"api_key": KEY, "list": [f"x {JWT}"]}, journal_key="keyring")["status.json"]
    )
    assert found["nested"]["api_key"] == GONE
    assert JWT not in found["nested"]["list"][0]
    assert found["journal_key"] == "keyring"


@pytest.mark.parametrize(
    "text", ["limit = 500", "3 losses in a row", "−$500.18 of −$500.00", "https://api.topstepx.com/api"]
)
def test_plain_words_pass_unchanged(text: str) -> None:
    assert Redaction()(text) == text


def test_known_values_come_from_environment_control_file_and_key(folder: Path) -> None:
    environment = {"PROJECT_X_API_KEY": KEY, "PROJECT_X_USERNAME": USER, "USERNAME": "Jane Doe"}
    assert {KEY, USER, "Jane Doe", CONTROL, JOURNAL_KEY} <= set(known_secrets(folder, environment))


def test_values_too_short_to_be_secrets_tear_no_words_apart(folder: Path) -> None:
    assert not [each for each in known_secrets(folder, {"USERNAME": "ed"}) if len(each) < 4]


def test_of_a_long_log_only_the_end_goes_in(folder: Path) -> None:
    (folder / "riskguard.log").write_text(
        f"first {KEY}\n" + "x" * 99 + "\n" * 1 + ("line\n" * (LOG_BYTES // 5)), newline="\n"
    )
    text = bundle(folder)["riskguard.log"]
    assert len(text) <= LOG_BYTES
    assert text.startswith("line\n")


def test_a_failed_bundle_leaves_no_half_file(folder: Path) -> None:
    def broken(_: Path) -> None:
        raise OSError("disk is gone")

    with pytest.raises(OSError, match="disk is gone"):
        make_bundle(folder, folder / "out" / "support.zip", {}, environment={}, disk=broken)  # type: ignore[arg-type]
    assert list((folder / "out").iterdir()) == []


def test_without_logs_or_settings_there_is_still_a_bundle(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    target = make_bundle(empty, tmp_path / "support.zip", {"state": "setup"}, environment={})
    with ZipFile(target) as found:
        assert sorted(found.namelist()) == ["README.txt", "health.json", "status.json"]
