"""Data folders to break."""

import os
import shutil
import sys

import pytest

from clinic_console.embedded.servers import EmbeddedServers


@pytest.fixture
def folder(shared_folder, request):
    """A path for this test's own data folder."""
    return shared_folder / request.node.name.translate({ord("["): "-", ord("]"): None})


@pytest.fixture(scope="session")
def made(shared_folder):
    """A data folder that has been used once and closed in order."""
    with EmbeddedServers(shared_folder / "made") as servers:
        pass
    return servers.folder.path


@pytest.fixture
def used(made, folder):
    """This test's own copy of a used data folder (making a cluster takes a second, copying it a tenth)."""
    shutil.copytree(made, folder)
    if sys.platform != "win32":
        for original in made.rglob("*"):
            found = original.stat()
            os.chown(folder / original.relative_to(made), found.st_uid, found.st_gid)
    return folder
