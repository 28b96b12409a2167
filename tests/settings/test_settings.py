"""What an administrator sets by environment variables, and what a slip of his leads to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import settings
from settings import REPOSITORY, SettingsError

#: Variable, its value, the setting, what it becomes.
EVERY_VARIABLE: list[tuple[str, str, str, Any]] = [
    ("ERSHUN_HOME", "/srv/ershun", "home", Path("/srv/ershun")),
    ("ERSHUN_KNOWLEDGE", "/srv/knowledge", "knowledge", Path("/srv/knowledge")),
    ("ERSHUN_IMPORTED", "/srv/imported", "imported", Path("/srv/imported")),
    ("ERSHUN_WEIGHTS", "/srv/weights", "weights", Path("/srv/weights")),
    ("ERSHUN_WEIGHTS_MIRROR", "/mnt/usb", "weights_mirror", Path("/mnt/usb")),
    ("ERSHUN_DATABASE_URL", "postgresql://db/ershun", "database_url", "postgresql://db/ershun"),
    ("ERSHUN_INDEX_URL", "postgresql://db/index", "index_url", "postgresql://db/index"),
    ("ERSHUN_REGION", "230100", "region", "230100"),
    ("ERSHUN_HOST", "0.0.0.0", "host", "0.0.0.0"),
    ("ERSHUN_PORT", "80", "port", 80),
    ("ERSHUN_RASA_PORT", "6005", "rasa_port", 6005),
    ("ERSHUN_ACTIONS_PORT", "6055", "actions_port", 6055),
    ("ERSHUN_TURN_TIMEOUT", "5", "turn_timeout", 5.0),
    ("ERSHUN_HUMAN_PHONE", "0451-12345", "human_phone", "0451-12345"),
    ("ERSHUN_HTTPS", "1", "https", True),
    ("ERSHUN_PROXIES", "2", "proxies", 2),
    ("ERSHUN_LIMITS_URL", "redis://127.0.0.1", "limits_url", "redis://127.0.0.1"),
    ("ERSHUN_MIN_FREE_MB", "1000", "min_free_mb", 1000),
    ("ERSHUN_VOICE_PORT", "2701", "voice_port", 2701),
    (
        "ERSHUN_VOICE_ORIGINS",
        "https://hall.example http://192.168.1.20:8080",
        "voice_origins",
        ("https://hall.example", "http://192.168.1.20:8080"),
    ),
    ("ERSHUN_VOICE_TOKEN", "1", "voice_token", True),
    ("ERSHUN_VOICE_SECOND_PASS", "1", "voice_second_pass", True),
]


def test_every_setting_has_a_variable_here() -> None:
    assert {setting for _, _, setting, _ in EVERY_VARIABLE} == set(
        settings.Settings.__dataclass_fields__
    )


@pytest.mark.parametrize(("variable", "value", "setting", "becomes"), EVERY_VARIABLE)
def test_a_variable_sets_what_it_is_named_for(
    variable: str, value: str, setting: str, becomes: Any
) -> None:
    assert getattr(settings.load({variable: value}), setting) == becomes


@pytest.mark.parametrize("variable", [variable for variable, *_ in EVERY_VARIABLE])
@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_variable_counts_as_unset(variable: str, nothing: str) -> None:
    # given a compose file that hands on a variable nobody set
    assert settings.load({variable: nothing}) == settings.load({})


def test_without_any_variable_it_runs_from_the_checkout_for_this_machine_alone() -> None:
    plain = settings.load({})

    assert plain.home == REPOSITORY / "var"
    assert plain.knowledge == REPOSITORY / "knowledge"
    assert plain.database_url == f"sqlite:///{REPOSITORY / 'var' / 'records.db'}"
    assert plain.index_url == ""
    assert (plain.host, plain.port) == ("127.0.0.1", 8080)
    assert (plain.https, plain.proxies) == (False, 0)


def test_all_that_changes_moves_with_the_home() -> None:
    # given another home
    moved = settings.load({"ERSHUN_HOME": "/srv/ershun"})
    # then records, builds, models, logs and secret lie there
    assert moved.database_url == "sqlite:////srv/ershun/records.db"
    assert moved.index == Path("/srv/ershun/knowledge")
    assert moved.models == Path("/srv/ershun/models")
    assert moved.logs == Path("/srv/ershun/log")
    assert moved.secret_file == Path("/srv/ershun/secret.key")


def test_a_relative_folder_holds_wherever_a_process_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given paths relative to where the administrator stood
    monkeypatch.chdir(tmp_path)
    relative = settings.load({"ERSHUN_HOME": "home", "ERSHUN_WEIGHTS_MIRROR": "usb"})
    # then they are absolute from then on
    assert relative.home == tmp_path / "home"
    assert relative.weights_mirror == tmp_path / "usb"


def test_inner_processes_are_reached_on_loopback_whatever_the_door_listens_on() -> None:
    open_door = settings.load({"ERSHUN_HOST": "0.0.0.0", "ERSHUN_RASA_PORT": "6005"})

    assert open_door.rasa_url == "http://127.0.0.1:6005"
    assert open_door.actions_url == "http://127.0.0.1:5055"
    assert open_door.voice_url == "http://127.0.0.1:2700"


def test_weights_lie_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a cache of one's own, or none set
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert settings.load({}).weights == tmp_path / "ershun" / "weights"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert settings.load({}).weights == Path.home() / ".cache" / "ershun" / "weights"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ERSHUN_PORT", "八千"),
        ("ERSHUN_PORT", "80.5"),
        ("ERSHUN_RASA_PORT", "5005 x"),
        ("ERSHUN_TURN_TIMEOUT", "soon"),
        ("ERSHUN_PROXIES", "yes"),
        ("ERSHUN_MIN_FREE_MB", "1G"),
        ("ERSHUN_HTTPS", "true"),
        ("ERSHUN_REGION", "哈尔滨"),
        ("ERSHUN_REGION", "2301"),
        ("ERSHUN_REGION", "２３０１００"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_in_chinese(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"{variable}={value}.*[\u4e00-\u9fff]"):
        settings.load({variable: value})


def test_the_password_of_the_index_is_not_shown_with_the_settings() -> None:
    assert "geheim" not in repr(
        settings.load({"ERSHUN_INDEX_URL": "postgresql://ershun:geheim@db/index"})
    )


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERSHUN_PORT", "8181")

    assert settings.load().port == 8181
