"""Real TLS on loopback with a test authority: what is accepted, and in which words everything else is refused."""

import asyncio
import socket
import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from types import NoneType

import pytest

from clinic_console.desktop.link.http import HubHttp
from clinic_console.domain.errors import (
    AuthoritiesUnreadable,
    CertificateExpired,
    CertificateForAnother,
    CertificateNotTrusted,
    HubNotFound,
    HubRefuses,
    HubSlow,
    HubUnavailable,
    NotAHub,
    ProxyFailed,
)

x509 = pytest.importorskip("cryptography.x509", reason="test certificates are made with cryptography")
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402 - only when it is there
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402 - only when it is there

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


class Authority:
    """Signs certificates; ``trusted`` is a file with its own."""

    def __init__(self, folder, name: str = "Kita CA") -> None:
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.trusted = folder / f"{name}.pem"
        own = self._build(self._name(), self.key, NOW - DAY, NOW + DAY, None)
        self.trusted.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def server(self, *, name: str = "localhost", begins=NOW - DAY, ends=NOW + DAY) -> ssl.SSLContext:
        """A server's context with a certificate for a name."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        made = self._build(subject, key, begins, ends, name)
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file = self.folder / "server.pem"
        file.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, *form) + made.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _name(self):
        organisation = x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, self.name)
        return x509.Name([organisation, x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root 1")])

    def _build(self, subject, key, begins, ends, host):
        names = [x509.DNSName(host or "authority")]
        if host == "localhost":
            names.append(x509.IPAddress(ip_address("127.0.0.1")))
        usage = x509.KeyUsage(True, False, False, False, False, host is None, host is None, False, False)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name())
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )


@pytest.fixture
def authority(tmp_path, monkeypatch):
    made = Authority(tmp_path)
    # Where OpenSSL looks for the system's authorities.
    monkeypatch.setenv("SSL_CERT_FILE", str(made.trusted))
    return made


@asynccontextmanager
async def answering(context: ssl.SSLContext | None, answer: bytes = b"null"):
    """A server that answers one thing to everybody; yields its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            # Of a stranger's first words, whatever they are, one is enough to answer.
            await reader.read(65_536)
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer)}\r\n\r\n"
            writer.write(head.encode() + answer)
            await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def ask(url: str) -> HubHttp:
    hub = HubHttp(url)
    try:
        await hub.call(NoneType, "GET", "/api/server")
    finally:
        await hub.close()
    return hub


async def test_a_certificate_of_a_trusted_authority_is_accepted_and_its_issuer_known(authority):
    async with answering(authority.server()) as port:
        assert (await ask(f"https://localhost:{port}")).issuer == "Kita CA"


async def test_without_encryption_there_is_no_issuer():
    async with answering(None) as port:
        assert (await ask(f"http://localhost:{port}")).issuer == ""


async def test_an_unknown_authority_is_not_trusted(authority, tmp_path):
    async with answering(Authority(tmp_path, "Elsewhere").server()) as port:
        with pytest.raises(CertificateNotTrusted, match="localhost"):
            await ask(f"https://localhost:{port}")


@pytest.mark.parametrize(("begins", "ends"), [(NOW - 3 * DAY, NOW - DAY), (NOW + DAY, NOW + 3 * DAY)])
async def test_a_certificate_of_another_time_is_named_so(authority, begins, ends):
    async with answering(authority.server(begins=begins, ends=ends)) as port:
        with pytest.raises(CertificateExpired, match="time"):
            await ask(f"https://localhost:{port}")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_certificate_of_another_name_is_named_so(authority, host):
    async with answering(authority.server(name="hub.kita.example")) as port:
        with pytest.raises(CertificateForAnother, match=host):
            await ask(f"https://{host}:{port}")


async def test_https_where_only_http_is_spoken_is_no_hub(authority):
    async with answering(None) as port:
        with pytest.raises(NotAHub):
            await ask(f"https://localhost:{port}")


async def test_http_where_only_https_is_spoken_is_no_answer(authority):
    async with answering(authority.server()) as port:
        with pytest.raises(HubUnavailable):
            await ask(f"http://localhost:{port}")


async def test_a_web_page_is_no_hub():
    async with answering(None, b"<!doctype html><title>Welcome</title>") as port:
        with pytest.raises(NotAHub):
            await ask(f"http://localhost:{port}")


async def test_a_port_where_nobody_listens_refuses():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(HubRefuses, match=r"127\.0\.0\.1"):
            await ask(f"http://127.0.0.1:{taken.getsockname()[1]}")


async def test_a_name_that_nobody_has_is_not_found(monkeypatch):
    async def unknown(*_words, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    with pytest.raises(HubNotFound, match=r"hub\.invalid"):
        await ask("https://hub.invalid")


async def test_a_proxy_that_refuses_is_named(monkeypatch):
    async def refuse(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(ProxyFailed):
            await ask("https://hub.example")


async def test_a_hub_that_shakes_no_hands_is_slow(stub, authority, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.link.http.CONNECT_SECONDS", 0.2)
    stub.http_mode = "deaf"
    async with stub.running():
        with pytest.raises(HubSlow):
            await ask(stub.url.replace("http:", "https:"))


async def test_a_hub_that_says_nothing_is_slow(stub, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.link.http.READ_SECONDS", 0.1)
    stub.http_mode = "deaf"
    async with stub.running():
        with pytest.raises(HubSlow):
            await ask(stub.url)


async def test_an_authority_of_the_clinics_own_is_trusted_beside_the_systems(authority, tmp_path):
    own = Authority(tmp_path, "Clinic CA")
    for signed_by, ca_file in ((own, own.trusted), (authority, own.trusted)):
        async with answering(signed_by.server()) as port:
            hub = HubHttp(f"https://localhost:{port}", ca_file=str(ca_file))
            await hub.call(NoneType, "GET", "/api/server")
            assert hub.issuer == signed_by.name
            await hub.close()


@pytest.mark.parametrize("text", [None, "", "no certificate", "-----BEGIN CERTIFICATE-----\nrubbish\n"])
async def test_a_file_of_authorities_that_cannot_be_read_lets_nothing_through(authority, tmp_path, text):
    file = tmp_path / "ca.pem"
    if text is not None:
        file.write_text(text)
    async with answering(authority.server()) as port:
        hub = HubHttp(f"https://localhost:{port}", ca_file=str(file))
        with pytest.raises(AuthoritiesUnreadable):
            await hub.call(NoneType, "GET", "/api/server")
        await hub.close()
