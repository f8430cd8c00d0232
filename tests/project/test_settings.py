"""What is set wrongly is said in one sentence that names the setting and what it takes; what is right passes."""

import os
import re
from pathlib import Path

import pytest

from dialoog.jobs.smtp import MailServer, mail_server
from dialoog.settings import KNOWN, OF_TESTS, Settings, from_environment, settle

ROOT = Path(__file__).parents[2]
WRONG = [
    ("PORT", "abc", "a number from 0 to 65535"),
    ("PORT", "99999", "a number from 0 to 65535"),
    ("METRICS_PORT", "-1", "a number from 0 to 65535"),
    ("RETENTION_DAYS", "0", "a number of days"),
    ("RETENTION_DAYS", "for ever", "a number of days"),
    ("LOG", "xml", "text or json"),
    ("LOG_LEVEL", "loud", "debug, info, warning or error"),
    ("LOG_REQUESTS", "maybe", "1 or 0"),
    ("ASYNC_MODE", "twisted", "eventlet or gevent"),
    ("PUBLIC_URL", "dialoog.example.org", "https://dialoog.example.org"),
    ("PUBLIC_URL", "https://Dialoog.example.org", "small letters"),
    ("PUBLIC_URL", "https://dialoog.example.org/wijk", "no path"),
    ("PUBLIC_URL", "https://dialoog.example.org:443", "no :443"),
    ("EXTRA_ORIGINS", "https://a.example.org, b.example.org", "with commas between"),
    ("EXTRA_ORIGINS", "https://a.example.org:443,https://b.example.org", "no :443"),
    ("PROXIES", "the-proxy", "such as 10.0.0.5"),
    ("PROXIES", "10.0.0.0/8", "such as 10.0.0.5"),
    ("MAIL_FROM", "Buurthuis", "post@example.org or Buurthuis De Linde <post@example.org>"),
    ("MAIL_FROM", "Buurthuis <post@example.org", "post@example.org"),
    ("MAIL_FROM", "post@example.org, b@example.org", "post@example.org"),
]
WRONG_SECRETS = [
    ("SMTP_URL", "mail.example.org", "smtps://user:password@host:465"),
    ("SMTP_URL", "https://linde:kanarie@mail.example.org", "smtp://user:password@host:587"),
    ("SMTP_URL", "smtp://linde:kana@rie@mail.example.org", "%40 is @"),
    ("SMTP_URL", "smtp://linde:kana/rie@mail.example.org", "%2F /"),
    ("SMTP_URL", "smtp://linde:kana#rie@mail.example.org:587", "smtp://"),
    ("SMTP_URL", "smtp://linde:kana%0D%0Arie@mail.example.org:587", "smtp://"),
    ("SMTP_URL", "smtp://linde:kanarie@mail.example.org:99999", "smtp://"),
    ("SMTP_URL", "smtp://linde:kanarie@mail.example.org\n", "smtp://"),
    ("SMTP_URL", "smtp://linde@mail.example.org", "smtp://"),
    ("SMTP_URL", "smtp://", "smtp://"),
]
RIGHT = [
    ("PUBLIC_URL", "https://dialoog.example.org"),
    ("PUBLIC_URL", "http://192.168.4.20:8000/"),
    ("PUBLIC_URL", "https://[2001:db8::1]:8443"),
    ("EXTRA_ORIGINS", "https://a.example.org, http://b.example.org:8080"),
    ("PROXIES", "10.0.0.5, 2001:db8::5"),
]


@pytest.mark.parametrize(("name", "value", "takes"), WRONG, ids=lambda case: str(case))
def test_a_setting_that_cannot_be_is_named_with_what_it_takes(name: str, value: str, takes: str) -> None:
    with pytest.raises(SystemExit) as ended:
        from_environment({f"DIALOOG_{name}": value})
    message = str(ended.value)
    assert message.startswith(f"DIALOOG_{name} cannot be '{value}'.")
    assert takes in message
    assert "\n" not in message


@pytest.mark.parametrize(("name", "value", "takes"), WRONG_SECRETS, ids=lambda case: str(case))
def test_R15_a_secret_that_cannot_be_is_not_shown(name: str, value: str, takes: str) -> None:
    with pytest.raises(SystemExit) as ended:
        from_environment({f"DIALOOG_{name}": value, "DIALOOG_MAIL_FROM": "post@linde.example"})
    message = str(ended.value)
    assert message.startswith(f"DIALOOG_{name} cannot be what it is set to. It takes ")
    assert takes in message
    assert "kana" not in message


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost:25", ("localhost", 25, "", "", False)),
        ("smtp://mail.example.org", ("mail.example.org", 587, "", "", False)),
        ("smtps://linde:p%40ss%3Awo%2Frd@mail.example.org/", ("mail.example.org", 465, "linde", "p@ss:wo/rd", True)),
        ("smtp://post%40linde.example:geheim@[::1]:2525", ("::1", 2525, "post@linde.example", "geheim", False)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sender", ["post@linde.example", "Buurthuis De Linde é <post@linde.example>"])
def test_a_mail_server_and_a_sender_may_be_set(url: str, server: tuple[object, ...], sender: str) -> None:
    settings = from_environment({"DIALOOG_SMTP_URL": url, "DIALOOG_MAIL_FROM": sender})
    assert mail_server(settings) == MailServer(*server)  # type: ignore[arg-type]
    assert settings.mail_from == sender


def test_a_mail_server_without_a_sender_or_the_reverse_is_said() -> None:
    with pytest.raises(SystemExit, match=r"together; DIALOOG_MAIL_FROM is not set\.") as ended:
        from_environment({"DIALOOG_SMTP_URL": "smtp://linde:kanarie@mail.example.org"})
    assert "kanarie" not in str(ended.value)
    with pytest.raises(SystemExit, match=r"together; DIALOOG_SMTP_URL is not set\."):
        from_environment({"DIALOOG_MAIL_FROM": "post@linde.example"})


@pytest.mark.parametrize(("name", "value"), RIGHT, ids=lambda case: str(case))
def test_what_browsers_and_proxies_say_may_be_set(name: str, value: str) -> None:
    assert getattr(from_environment({f"DIALOOG_{name}": value}), name.lower()) == value


def test_an_empty_setting_is_none() -> None:
    """`DIALOOG_HOST=` in a file of settings is no wish to listen to everybody."""
    empty = {f"DIALOOG_{name.upper()}": "" for name in Settings.__struct_fields__}
    assert from_environment(empty) == Settings()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PORTT", "PORT"),
        ("ORGANIZATION", "ORGANISATION"),
        ("DATABASE", "DATABASE_URL"),
        ("Port", "PORT"),
        ("PUBLIC_ADDRESS", "PUBLIC_URL"),
        ("LOGS", "LOG"),
    ],
)
def test_a_setting_that_is_none_is_named_with_the_nearest_that_is(written: str, meant: str) -> None:
    with pytest.raises(SystemExit) as ended:
        from_environment({"DIALOOG_HOST": "0.0.0.0", f"DIALOOG_{written}": "8001"})
    assert str(ended.value) == f"There is no setting DIALOOG_{written}; the nearest is DIALOOG_{meant}."


@pytest.mark.parametrize("written", ["DATA", "DEBUG", "XX", ""])
def test_a_setting_that_is_near_none_is_named_alone(written: str) -> None:
    with pytest.raises(SystemExit) as ended:
        from_environment({f"DIALOOG_{written}": "data"})
    assert str(ended.value) == f"There is no setting DIALOOG_{written}."


def test_what_is_set_for_others_is_no_concern_of_ours() -> None:
    beside = {"PORTT": "1", "DIALOOGJE": "1", "DIALOOG_PROMISES_SEED": "3"}
    assert from_environment(beside) == Settings()


def test_whatever_docs_scripts_and_tests_set_is_a_setting() -> None:
    named = {
        (path.name, name)
        for part in ("docs", "scripts", "tests", "dialoog", "README.md", "CHANGELOG.md")
        for path in ([ROOT / part] if (ROOT / part).is_file() else (ROOT / part).rglob("*"))
        if path.is_file() and path.suffix in ("", ".md", ".py", ".sh", ".service", ".conf", ".toml")
        for name in re.findall(r"\bDIALOOG_[A-Z][A-Z_]*[A-Z]\b", path.read_text("utf-8", "ignore"))
    }
    assert len({name for _, name in named}) > len(Settings.__struct_fields__)
    assert [one for one in named if one[1] not in KNOWN and not one[1].startswith(OF_TESTS)] == []


def test_a_house_style_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"DIALOOG_HOUSE_STYLE: there is no file \S+/wijk\.css"):
        settle(Settings(folder=str(tmp_path), house_style=str(tmp_path / "wijk.css")))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit, match=r"/file/data cannot be used: Not a directory"):
        settle(Settings(folder=str(tmp_path / "file" / "data")))


@pytest.mark.parametrize("secret", ["a", "fifteen-signs-x", "fifteen-signs-x\n", "é" * 7, "a" + " " * 40])
@pytest.mark.parametrize("source", ["file", "environment"])
def test_a_secret_that_could_be_guessed_ends_the_start(tmp_path: Path, source: str, secret: str) -> None:
    if source == "file":
        (tmp_path / "secret").write_text(secret, "utf-8")
    with pytest.raises(SystemExit) as refused:
        settle(Settings(folder=str(tmp_path), secret=secret if source == "environment" else ""))
    name = "DIALOOG_SECRET" if source == "environment" else f"{tmp_path}/secret"
    assert str(refused.value).startswith(f"{name} is shorter than 16 bytes")


@pytest.mark.parametrize("secret", ["sixteen-signs-xx", "é" * 8])
def test_a_secret_of_sixteen_bytes_is_taken(tmp_path: Path, secret: str) -> None:
    assert settle(Settings(folder=str(tmp_path), secret=secret)).secret == secret
    (tmp_path / "secret").write_text(f"{secret}\n", "utf-8")
    assert settle(Settings(folder=str(tmp_path))).secret == secret


def test_a_new_secret_is_on_disk_with_its_name_before_anything_is_made_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut would else leave a folder whose next start makes another one, and every link would be dead."""
    calls: list[str] = []
    folder, sync, link = tmp_path / "data", os.fsync, os.link

    def synced(opened: int) -> None:
        sync(opened)
        identity = os.fstat(opened)
        names = {"file": folder / "secret", "folder": folder, "above": tmp_path}
        beside = list(folder.glob("secret-*"))
        calls.extend(
            name
            for name, path in {**names, **({"file": beside[0]} if beside else {})}.items()
            if path.exists() and os.path.samestat(identity, path.stat())
        )

    def linked(source: Path, target: Path) -> None:
        link(source, target)
        calls.append("link")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", linked)
    settle(Settings(folder=str(folder)))
    assert calls == ["file", "link", "folder", "above"]


def test_docs_explain_every_setting_and_no_other() -> None:
    section = (ROOT / "docs" / "operating.md").read_text("utf-8").split("## Settings")[1].split("\n## ")[0]
    explained = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert len(explained) == len(set(explained))
    ours = {f"DIALOOG_{name.upper()}" for name in Settings.__struct_fields__}
    assert set(explained) == ours
