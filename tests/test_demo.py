"""The demo as a newcomer starts it, without a display: twice on one data folder, and killed in between."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from clinic_console.demo import Secrets, has_display
from clinic_console.domain.errors import BadConfiguration


def demo(folder: Path, work: Path, **settings: str) -> subprocess.Popen[str]:
    environ = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.Popen(
        [sys.executable, "-m", "clinic_console", "demo", "--seconds", "3"],
        env={**environ, "CLINIC_DATA": str(folder), **settings},
        cwd=work,
        stdout=subprocess.PIPE,
        text=True,
    )


def check(output: str, work: Path) -> None:
    result = json.loads(output.strip().splitlines()[-1])
    assert result["demo"] == 1
    assert result["sent"] == result["acked"] == result["stored"] > 0
    assert 0 < result["shown"] <= result["sent"]
    assert result["first_tile_s"] > 0
    pictures = {file.name for file in (work / "demo-screenshots").glob("*.png")}
    assert {"wall-1366x768-dark.png", "wall-1920x1080-light.png", "sign-in-1920x1080-dark.png"} <= pictures


def test_the_demo_accounts_for_every_value_and_shows_passwords_once(shared_folder: Path, tmp_path: Path) -> None:
    folder = shared_folder / "demo"
    with demo(folder, tmp_path) as first:
        output, _ = first.communicate(timeout=90)
    assert first.returncode == 0, output
    check(output, tmp_path)
    assert "shown this once" in output
    kept = folder / "demo.json"
    assert kept.stat().st_mode & 0o777 == 0o600

    with demo(folder, tmp_path) as killed:
        assert killed.stdout is not None
        while "hub on" not in killed.stdout.readline():
            pass
        children = psutil.Process(killed.pid).children(recursive=True)
        assert len(children) >= 5
        killed.kill()
    psutil.wait_procs(children, timeout=20)
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []

    with demo(folder, tmp_path) as again:
        output, _ = again.communicate(timeout=90)
    assert again.returncode == 0, output
    check(output, tmp_path)
    assert "shown this once" not in output


def test_servers_that_are_named_are_used(environ: dict[str, str], shared_folder: Path, tmp_path: Path) -> None:
    folder = shared_folder / "demo-elsewhere"
    with demo(folder, tmp_path, **{k: v for k, v in environ.items() if k != "CLINIC_DATA"}) as own:
        output, _ = own.communicate(timeout=90)
    assert own.returncode == 0, output
    assert "using the servers that CLINIC_* name" in output
    assert {file.name for file in folder.iterdir()} == {"demo.json", "demo-devices.json", "demo-station.json"}


@pytest.mark.parametrize(
    ("environ", "shown"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True)]
)
def test_a_display_is_looked_for(monkeypatch: Any, environ: dict[str, str], shown: bool) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert has_display(environ) is shown


def test_a_clinic_that_is_not_the_demo_s_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="empty folder"):
        Secrets.load(tmp_path / "demo.json")
