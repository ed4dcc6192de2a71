"""Errors in reaching what is needed: stores, the hub as a console sees it, this PC's keyring."""

from clinic_console.domain.errors.base import ClinicError


class Unavailable(ClinicError):
    """A part that is needed does not answer."""

    code = "unavailable"
    advice = "Wait a moment and try again. What was sent before is kept."


class StoreUnavailable(Unavailable):
    """The database does not answer."""

    code = "unavailable.store"


class BusUnavailable(Unavailable):
    """The live bus (Redis) does not answer."""

    code = "unavailable.bus"


class HubUnavailable(Unavailable):
    """The hub does not answer."""

    code = "unavailable.hub"
    advice = "Watch the bedside monitors. The console tries again by itself."


class HubNotFound(HubUnavailable):
    """No computer with this name can be found."""

    code = "unavailable.hub.not_found"
    advice = "Check the address, and whether this PC is on the clinic's network."


class HubRefuses(HubUnavailable):
    """Nothing takes calls at this address."""

    code = "unavailable.hub.refuses"
    advice = "Check the address. If it is right, the hub is not running: tell your administrator."


class HubSlow(HubUnavailable):
    """The hub does not answer in time."""

    code = "unavailable.hub.slow"
    advice = "Try again in a moment. If it stays so, tell your administrator."


class ProxyFailed(HubUnavailable):
    """The network's proxy does not let this console through to the hub."""

    code = "unavailable.hub.proxy"
    advice = "Ask your administrator to let this PC reach the hub without the proxy."


class NotAHub(HubUnavailable):
    """Something answers at this address, but it is not a hub."""

    code = "unavailable.hub.not_a_hub"
    advice = "Check the address. A guest network that wants a login first looks like this too."


class CertificateRefused(HubUnavailable):
    """The hub's certificate cannot be accepted, so nothing was sent."""

    code = "unavailable.hub.certificate"
    advice = "Do not go on by other ways: tell your administrator."


class CertificateNotTrusted(CertificateRefused):
    """The hub's certificate comes from an authority that this PC does not trust, so nothing was sent."""

    code = "unavailable.hub.certificate_not_trusted"
    advice = "Tell your administrator: the clinic's authority may be missing on this PC, or somebody is in between."


class CertificateExpired(CertificateRefused):
    """The hub's certificate is not valid at this PC's time, so nothing was sent."""

    code = "unavailable.hub.certificate_expired"
    advice = "Check the date and time of this PC. If they are right, tell your administrator: it has expired."


class CertificateForAnother(CertificateRefused):
    """The hub's certificate belongs to another name than this address, so nothing was sent."""

    code = "unavailable.hub.certificate_other"
    advice = "Check the address: write the hub's name as your administrator gave it, not its number."


class AuthoritiesUnreadable(CertificateRefused):
    """The file with the clinic's own authorities cannot be read, so nothing was sent."""

    code = "unavailable.hub.ca_file"
    advice = "Correct it in the settings of this PC: a file of certificates in PEM form that this user may read."


class KeyringUnavailable(Unavailable):
    """The keyring of this PC fails, so it remembers nobody."""

    code = "unavailable.keyring"
    advice = "Sign in with your password: it holds for this session only."


class KeyringMissing(KeyringUnavailable):
    """This PC has no keyring, so it remembers nobody."""

    code = "unavailable.keyring.missing"


class KeyringLocked(KeyringUnavailable):
    """The keyring of this PC is locked, so it remembers nobody."""

    code = "unavailable.keyring.locked"


class KeyringSlow(KeyringUnavailable):
    """The keyring of this PC does not answer, so it remembers nobody."""

    code = "unavailable.keyring.slow"
