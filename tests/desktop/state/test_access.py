"""Who is signed in: phases, what is counted down, and what is asked for."""

from clinic_console.desktop.state.access import AccessState, Clinic, Phase
from clinic_console.domain.errors import HubRefuses, KeyringMissing, SessionExpired, TooMany, WrongCredentials

KITA = Clinic("c1", "Kita", "Asia/Tokyo", "nurse")


def test_going_in_and_out_raises_the_version_each_time():
    state = AccessState()
    versions = [state.version]
    for step in (
        lambda: state.entering(5.0),
        lambda: state.refused(WrongCredentials()),
        lambda: state.entering(6.0),
        lambda: state.entered("N. Sato", (KITA,)),
        state.left,
    ):
        step()
        versions.append(state.version)
    assert versions == sorted(set(versions))
    assert (state.phase, state.user_name, state.clinics, state.ended) == (Phase.OUT, "", (), False)


def test_the_zone_is_the_clinics_while_somebody_is_in():
    state = AccessState()
    state.entered("N. Sato", (KITA,))
    assert state.zone("c1") == "Asia/Tokyo"
    assert state.zone("c2") == "UTC"
    assert state.zone("") == "Asia/Tokyo"
    state.left()
    assert state.zone("c1") == "UTC"


def test_a_hub_that_slows_down_is_waited_for():
    state = AccessState()
    state.refused(TooMany(retry_after=30), 100.0)
    assert state.wait_until == 130.0
    state.refused(WrongCredentials(), 140.0)
    assert state.wait_until == 0.0


def test_a_session_that_ended_says_why_until_somebody_is_in_again():
    state = AccessState()
    state.left(SessionExpired())
    assert state.ended
    assert isinstance(state.problem, SessionExpired)
    state.entered("N. Sato", (KITA,))
    assert not state.ended
    assert state.problem is None


def test_a_password_is_asked_for_with_the_login_filled_in():
    state = AccessState()
    state.entering(1.0)
    state.ask_password("n.sato")
    assert (state.phase, state.login, state.asked, state.problem) == (Phase.OUT, "n.sato", 1, None)


def test_what_is_known_of_a_hub_goes_with_it():
    state = AccessState()
    state.probed(0.012, None, "Kita CA")
    assert (state.hub_delay, state.hub_issuer) == (0.012, "Kita CA")
    state.probed(None, HubRefuses())
    assert (state.hub_delay, state.hub_issuer) == (None, "")
    state.unknown()
    assert state.hub_problem is None
    version = state.version
    state.probed(None)
    assert state.version == version


def test_why_nobody_can_be_remembered_is_known():
    state = AccessState()
    state.keyring(KeyringMissing())
    assert state.keyring_known
    assert isinstance(state.keyring_problem, KeyringMissing)
    state.keyring(None)
    assert state.keyring_problem is None
