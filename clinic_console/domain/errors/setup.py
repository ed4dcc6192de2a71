"""Errors that keep a program from starting."""

from clinic_console.domain.errors.base import ClinicError


class SetupError(ClinicError):
    """The program cannot start."""

    code = "setup"
    advice = "Read the message, mend the cause and start again."


class DataFolderInUse(SetupError):
    """Another process is using this data folder."""

    code = "setup.data_in_use"
    advice = "Stop the other one, or choose another folder with CLINIC_DATA."


class DataFolderDenied(SetupError):
    """The data folder cannot be used with this user's rights."""

    code = "setup.data_denied"
    advice = "Give the user the right to write there, or choose another folder with CLINIC_DATA."


class DiskFull(SetupError):
    """There is not enough free space on the disk."""

    code = "setup.disk_full"
    advice = "Free some space, or choose a folder on another disk with CLINIC_DATA."


class WrongDataVersion(SetupError):
    """The data folder belongs to another major version of Postgres."""

    code = "setup.data_version"
    advice = "Start with the version that made it and move the data with pg_dump, or use a new folder."


class PartMissing(SetupError):
    """A package that this program needs is not installed."""

    code = "setup.part_missing"
    advice = "Install the extra that is named."


class ServerDidNotStart(SetupError):
    """An embedded server did not become ready."""

    code = "setup.server_not_ready"
    advice = "Read the server's log, which the message names."


class SchemaTooOld(SetupError):
    """The database's schema is older than this program."""

    code = "setup.schema_too_old"
    advice = "Run clinic-console migrate."


class SchemaTooNew(SetupError):
    """The database's schema is newer than this program."""

    code = "setup.schema_too_new"
    advice = "Update this program."


class BadConfiguration(SetupError):
    """A setting is missing or wrong."""

    code = "setup.configuration"
    advice = "Correct the named setting."
