"""What a user asks the hub about the own account: locking, the password, the PIN, the own sessions."""

from types import NoneType

from clinic_console.desktop.link.access import Access
from clinic_console.wire.access import NewPassword, NewPin, Unlock
from clinic_console.wire.sessions import Ended, SessionPage, SessionRow


async def lock(access: Access) -> None:
    """Tell the hub that this console is locked: it is recorded."""
    await access.call(NoneType, "POST", "/api/session/lock")


async def unlock(access: Access, *, password: str = "", pin: str = "") -> None:
    """Ask whether a password or a PIN is the user's; WrongCredentials, PinLocked, TooMany.

    NotAHub for any other yes than 204.
    """
    await access.call(NoneType, "POST", "/api/session/unlock", body=Unlock(password, pin))


async def change_password(access: Access, present: str, password: str) -> None:
    """Set another password; WrongCredentials, or BadField that names what is wrong with the new one."""
    await access.call(NoneType, "PUT", "/api/account/password", body=NewPassword(present, password))


async def change_pin(access: Access, password: str, pin: str) -> None:
    """Set a PIN, or none with an empty one; WrongCredentials, BadField."""
    await access.call(NoneType, "PUT", "/api/account/pin", body=NewPin(password, pin))


async def sessions(access: Access) -> list[SessionRow]:
    """Return where the user is signed in, newest first (the first page: more nobody has open)."""
    return (await access.call(SessionPage, "GET", "/api/account/sessions")).items


async def end_sessions(access: Access) -> int:
    """End all of the user's sessions, this one too; return how many there were."""
    return (await access.call(Ended, "DELETE", "/api/account/sessions")).count
