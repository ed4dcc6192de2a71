"""What is done at the command line beside the running programs: filling a database, clinics, people and monitors.

Whoever may reach the database this way administers all clinics; the audit log says that it was the command line.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from clinic_console.domain.access import Role, Scope
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.hub.service import clinics, devices, users
from clinic_console.hub.service.paging import MAX_LIMIT
from clinic_console.hub.service.passwords import Passwords
from clinic_console.hub.service.seed import seed
from clinic_console.hub.store import pools
from clinic_console.wire.devices_register import NewDevice
from clinic_console.wire.users import Membership, NewUser, User
from clinic_console.wire.wards import Device

ADMIN: Final = "clinic_admin"

Parser = argparse.ArgumentParser
Given = argparse.Namespace


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one command is carried out: the database, for all clinics, whose names these are."""

    engine: pools.Engine
    scope: Scope
    clinics: Mapping[UUID, str]

    def named(self, names: Iterable[str]) -> list[UUID]:
        """Return the clinics of these names, all without any; NotFound."""
        ids = {name: clinic for clinic, name in self.clinics.items()}
        wanted = list(dict.fromkeys(names)) or list(ids)
        for name in wanted:
            if name not in ids:
                raise NotFound(f"clinic {name}", field="clinic")
        if not wanted:
            raise NotFound("there is no clinic yet: clinic-console clinic add", field="clinic")
        return [ids[name] for name in wanted]

    def only(self, name: str | None) -> UUID:
        """Return the clinic of this name, or the only one; NotFound, or BadField while there are several."""
        found = self.named([name] if name else [])
        if len(found) > 1:
            raise BadField("there are several clinics: name one", field="clinic")
        return found[0]


Work = Callable[[Desk, Given], Awaitable[None]]


def clinic_arguments(parser: Parser) -> None:
    """Describe what can be done with clinics."""
    actions = _actions(parser)
    _action(actions, "list", "all clinics", _list_clinics)
    add = _action(actions, "add", "add a clinic", _add_clinic)
    add.add_argument("name", help="as people call it")
    add.add_argument("--zone", required=True, metavar="ZONE", help="of its clocks: Asia/Tokyo, Europe/Lisbon, …")


def ward_arguments(parser: Parser) -> None:
    """Describe what can be done with wards."""
    add = _action(_actions(parser), "add", "add a ward and its beds, numbered from 1", _add_ward)
    add.add_argument("name", help="as people call it")
    add.add_argument("--beds", type=int, required=True, help="how many")
    add.add_argument("--clinic", help="the clinic's name (not needed while there is only one)")


def user_arguments(parser: Parser) -> None:
    """Describe what can be done with people."""
    actions = _actions(parser)
    add = _action(actions, "add", "add a user; the password is shown once", _add_user)
    add.add_argument("login")
    add.add_argument("--role", required=True, help=f"one of {', '.join(Role)}")
    add.add_argument("--name", default="", help="as colleagues write it (default: the login)")
    _clinics_argument(add)
    _action(actions, "list", "all users", _list_users)
    disable = _action(actions, "disable", "let a user sign in no more, at once", _disable_user)
    disable.add_argument("login")
    disable.add_argument("--reason", default="", help="for the audit log")
    _action(actions, "enable", "let a user sign in again", _enable_user).add_argument("login")
    _action(actions, "password", "make up a new password; it is shown once", _give_password).add_argument("login")
    roles = _action(actions, "roles", "show a user's roles, or set one", _set_roles)
    roles.add_argument("login")
    change = roles.add_mutually_exclusive_group()
    change.add_argument("--role", help="the role from now on, in the named clinics")
    change.add_argument("--leave", action="store_true", help="no role any more, in the named clinics")
    _clinics_argument(roles)


def device_arguments(parser: Parser) -> None:
    """Describe what can be done with monitors."""
    actions = _actions(parser)
    add = _action(actions, "add", "register a device; its token is shown once", _add_device)
    add.add_argument("code", help="what the device says of itself in hello")
    add.add_argument("--model", default="")
    add.add_argument("--clinic", help="the clinic's name (not needed while there is only one)")
    _place_arguments(add)
    _action(actions, "list", "all devices", _list_devices)
    anew = "give a device a new token, and put it back into use; it is shown once"
    _action(actions, "token", anew, _give_token).add_argument("code")
    _action(actions, "revoke", "take a device out of use, at once", _revoke_device).add_argument("code")
    place = _action(actions, "place", "say at which bed a device stands (without a bed: at none)", _place_device)
    place.add_argument("code")
    _place_arguments(place)


def run_seed(dsn: str, scale: str = "demo", number: int = 1, tokens: Path | None = None) -> int:
    """Fill an empty database and print its passwords, this once; tokens go to a file of the owner's alone, or too."""
    made = seed(dsn, scale, number)
    if not made.made:
        _say("The database holds a clinic already: nothing was changed.")
        return 0
    _say(f"Made {made.clinics} clinics, {made.wards} wards, {made.beds} beds, {made.patients} patients.")
    _say("Passwords, shown this once:")
    for login, password in made.passwords.items():
        _say(f"  {login}  {password}")
    _hand_over_tokens(made.tokens, tokens)
    return 0


def _actions(parser: Parser) -> Any:
    return parser.add_subparsers(title="actions", metavar="action", dest="action", required=True)


def _action(actions: Any, name: str, says: str, work: Work) -> Parser:
    parser: Parser = actions.add_parser(name, help=says, description=says)
    parser.set_defaults(work=partial(_at_desk, work))
    return parser


def _clinics_argument(parser: Parser) -> None:
    parser.add_argument(
        "--clinic", action="append", default=[], help="a clinic's name, given once for each (default: all)"
    )


def _place_arguments(parser: Parser) -> None:
    parser.add_argument("--ward", default="", help="the ward's name")
    parser.add_argument("--bed", default="", help="the bed's name in that ward")


def _at_desk(work: Work, dsn: str, given: Given) -> int:
    async def do() -> None:
        engine = pools.make_engine(dsn, ADMIN, 1, program="admin")
        try:
            names = await clinics.all_clinics(engine)
            await work(Desk(engine, Scope(clinics=frozenset(names)), names), given)
        finally:
            await engine.dispose()

    # Not the programs' loop: one command needs no speed, and psycopg a loop that watches sockets on Windows too.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(do())
    return 0


async def _list_clinics(desk: Desk, _given: Given) -> None:
    for name in desk.clinics.values():
        _say(name)


async def _add_ward(desk: Desk, given: Given) -> None:
    await clinics.add_ward(desk.engine, desk.only(given.clinic), given.name, given.beds)
    _say(f"Ward {given.name} is added, with beds 1 to {given.beds}.")


async def _add_clinic(desk: Desk, given: Given) -> None:
    await clinics.add_clinic(desk.engine, given.name, given.zone)
    _say(f"Clinic {given.name} is added.")


async def _add_user(desk: Desk, given: Given) -> None:
    memberships = [Membership(str(clinic), given.role) for clinic in desk.named(given.clinic)]
    new = NewUser(given.login, given.name or given.login, memberships)
    made = await _with_passwords(lambda hasher: users.add_user(desk.engine, hasher, desk.scope, new))
    _say(f"User {made.user.login} is added. The password, shown this once:\n{made.password}")


async def _list_users(desk: Desk, _given: Given) -> None:
    after: str | None = ""
    while after is not None:
        page = await users.list_users(desk.engine, desk.scope, "", "", None, after, MAX_LIMIT)
        for user in page.items:
            state = "disabled" if user.disabled else "in use"
            _say(f"{user.login}\t{user.name}\t{_roles(desk, user)}\t{state}")
        after = page.next


async def _disable_user(desk: Desk, given: Given) -> None:
    await users.disable_user(desk.engine, desk.scope, await _user(desk, given), given.reason)
    _say(f"User {given.login} is disabled.")


async def _enable_user(desk: Desk, given: Given) -> None:
    await users.enable_user(desk.engine, desk.scope, await _user(desk, given))
    _say(f"User {given.login} may sign in again.")


async def _give_password(desk: Desk, given: Given) -> None:
    user = await _user(desk, given)
    made = await _with_passwords(lambda hasher: users.give_password(desk.engine, hasher, desk.scope, user))
    _say(f"User {made.user.login} has a new password, shown this once:\n{made.password}")


async def _set_roles(desk: Desk, given: Given) -> None:
    user = await _user(desk, given)
    found = await users.get_user(desk.engine, desk.scope, user)
    if given.role or given.leave:
        changed = [str(clinic) for clinic in desk.named(given.clinic)]
        kept = [membership for membership in found.memberships if membership.clinic_id not in changed]
        added = [Membership(clinic, given.role) for clinic in changed] if given.role else []
        found = await users.set_memberships(desk.engine, desk.scope, user, kept + added)
    _say(f"{found.login}\t{found.name}\t{_roles(desk, found)}")


async def _add_device(desk: Desk, given: Given) -> None:
    clinic = desk.only(given.clinic) if given.clinic or not given.ward else None
    if given.ward or given.bed:
        searched = [clinic] if clinic else list(desk.clinics)
        bed, clinic = await devices.bed_named(desk.engine, searched, given.ward, given.bed)
    else:
        bed = None
    new = NewDevice(str(clinic), given.code, given.model, str(bed) if bed else None)
    made = await devices.register(desk.engine, desk.scope, new)
    _say(f"Device {made.device.code} is registered as number {made.device.id}. Its token, shown this once:")
    _say(made.token)


async def _list_devices(desk: Desk, _given: Given) -> None:
    after: str | None = ""
    while after is not None:
        page = await devices.list_devices(desk.engine, desk.scope, after, MAX_LIMIT)
        for device in page.items:
            _say(_line(desk, device))
        after = page.next


async def _give_token(desk: Desk, given: Given) -> None:
    made = await devices.rotate(desk.engine, desk.scope, await _device(desk, given))
    _say(f"Device {made.device.code} has a new token, shown this once:\n{made.token}")


async def _revoke_device(desk: Desk, given: Given) -> None:
    await devices.revoke(desk.engine, desk.scope, await _device(desk, given))
    _say(f"Device {given.code} is revoked.")


async def _place_device(desk: Desk, given: Given) -> None:
    number = await _device(desk, given)
    bed: UUID | None = None
    if given.ward or given.bed:
        clinic = await devices.clinic_of(desk.engine, desk.scope, number)
        bed, _ = await devices.bed_named(desk.engine, [clinic], given.ward, given.bed)
    _say(_line(desk, await devices.place(desk.engine, desk.scope, number, str(bed) if bed else None)))


async def _user(desk: Desk, given: Given) -> UUID:
    return await users.user_of_login(desk.engine, desk.scope, given.login)


async def _device(desk: Desk, given: Given) -> int:
    return await devices.device_of_code(desk.engine, desk.scope, given.code)


async def _with_passwords(work: Callable[[Passwords], Awaitable[Any]]) -> Any:
    passwords = Passwords(threads=1)
    try:
        return await work(passwords)
    finally:
        passwords.close()


def _roles(desk: Desk, user: User) -> str:
    named = (f"{desk.clinics[UUID(each.clinic_id)]}: {each.role}" for each in user.memberships)
    return ", ".join(sorted(named)) or "-"


def _line(desk: Desk, device: Device) -> str:
    place = f"{device.ward} {device.bed}" if device.bed_id else "-"
    state = "revoked" if device.revoked else "in use"
    clinic = desk.clinics[UUID(device.clinic_id)]
    return f"{device.id}\t{device.code}\t{device.model or '-'}\t{clinic}\t{place}\t{state}"


def _hand_over_tokens(tokens: Mapping[str, str], path: Path | None) -> None:
    if path is None:
        _say("Tokens of the devices, shown this once:")
        for code, token in tokens.items():
            _say(f"  {code}  {token}")
        return
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    path.write_text(json.dumps(tokens, indent=1), encoding="utf-8")
    _say(f"The devices' tokens are in {path}.")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
