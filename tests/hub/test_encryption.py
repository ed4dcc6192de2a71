"""Doors with TLS: a renewed certificate is taken up, a broken one is not, and plain words only from a few."""

import asyncio
import shutil
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest

from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub.api.listener import HttpListener
from clinic_console.hub.config import Address, HubConfig, read_config
from clinic_console.hub.encryption import Encryption

pytest.importorskip("cryptography.x509", reason="test certificates are made with cryptography")
FIXED = {
    "CLINIC_POSTGRES_DSN": "postgresql://x",
    "CLINIC_REDIS_URL": "redis://x",
    "CLINIC_TOKEN_KEY": "k" * 32,
}


def _config(**settings: str) -> HubConfig:
    return read_config({**FIXED, **settings})


def _make(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a self-signed certificate for 127.0.0.1; return certificate and key."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now, day = datetime.now(UTC), timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return folder / f"{name}.pem", folder / f"{name}.key"


async def _say_peer(scope: Any, receive: Any, send: Any) -> None:
    body = f"{scope['scheme']} {scope['client'][0]}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


async def _subject(address: Address) -> str:
    """Return whom the door's certificate is for."""
    from cryptography import x509

    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
    seen = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return x509.load_der_x509_certificate(seen).subject.rfc4514_string()


@pytest.mark.parametrize("name", ["CLINIC_HTTP", "CLINIC_PUSH", "CLINIC_DEVICES"])
def test_no_door_takes_passwords_unencrypted_from_other_machines(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as error:
        _config(**{name: "0.0.0.0:8470"})
    assert error.value.field == name
    assert _config(**{name: "127.0.0.1:0"}).tls is None
    assert _config(**{name: "[::1]:0"}).tls is None
    assert _config(**{name: "10.0.0.7:1", "CLINIC_PROXIES": "10.0.0.5, 10.1.0.0/16"}).proxies
    assert _config(**{name: "10.0.0.7:1", "CLINIC_PROXIES": "10.0.0.0/8, fd00::/16, ::ffff:10.0.0.0/104"}).proxies
    assert _config(**{name: "10.0.0.7:1", "CLINIC_TLS_CERT": "c", "CLINIC_TLS_KEY": "k"}).tls is not None


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"CLINIC_PROXIES": "everybody"}, "CLINIC_PROXIES"),
        ({"CLINIC_PROXIES": "10.0.0.1/8"}, "CLINIC_PROXIES"),
        # These would take passwords in plain from everybody.
        ({"CLINIC_PROXIES": "10.0.0.5, 0.0.0.0/0"}, "CLINIC_PROXIES"),
        ({"CLINIC_PROXIES": "0.0.0.0/1, 128.0.0.0/1"}, "CLINIC_PROXIES"),
        ({"CLINIC_PROXIES": "::/0"}, "CLINIC_PROXIES"),
        ({"CLINIC_PROXIES": "2000::/3"}, "CLINIC_PROXIES"),
        ({"CLINIC_PROXIES": "::ffff:0:0/96"}, "CLINIC_PROXIES"),
        ({"CLINIC_TLS_CERT": "c"}, "CLINIC_TLS_KEY"),
        ({"CLINIC_TLS_KEY": "k"}, "CLINIC_TLS_CERT"),
    ],
)
def test_what_is_wrong_with_the_settings_is_named(settings: dict[str, str], field: str) -> None:
    with pytest.raises(BadConfiguration) as error:
        _config(**settings)
    assert error.value.field == field


def test_a_certificate_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    certificate, _ = _make(tmp_path, "one")
    _, key = _make(tmp_path, "two")
    for pair in ((certificate, key), (tmp_path / "none.pem", key)):
        with pytest.raises(BadConfiguration):
            Encryption(_config(CLINIC_TLS_CERT=str(pair[0]), CLINIC_TLS_KEY=str(pair[1])))


async def test_a_renewed_certificate_is_taken_up_and_a_broken_one_is_not(tmp_path: Path) -> None:
    certificate, key = _make(tmp_path, "first")
    encryption = Encryption(_config(CLINIC_TLS_CERT=str(certificate), CLINIC_TLS_KEY=str(key)))
    served = HttpListener(_say_peer, encryption)  # type: ignore[arg-type]
    address = await served.start(Address("127.0.0.1", 0))
    try:
        async with httpx.AsyncClient(verify=ssl.create_default_context(cafile=str(certificate))) as client:
            answer = await client.get(f"https://{address}/")
            assert answer.text == "https 127.0.0.1"
        assert await _subject(address) == "CN=first"
        certificate.write_text("half a file")
        encryption.look()
        assert await _subject(address) == "CN=first"
        other, its_key = _make(tmp_path, "second")
        shutil.copy(its_key, key)
        shutil.copy(other, certificate)
        encryption.look()
        assert await _subject(address) == "CN=second"
    finally:
        await served.stop()


async def test_only_a_named_proxy_says_for_whom_it_asks() -> None:
    said = {"x-forwarded-for": "203.0.113.9, 198.51.100.7", "x-forwarded-proto": "https"}
    for proxies, seen in (("", "http 127.0.0.1"), ("127.0.0.1", "https 198.51.100.7")):
        served = HttpListener(_say_peer, Encryption(_config(CLINIC_PROXIES=proxies)))  # type: ignore[arg-type]
        address = await served.start(Address("127.0.0.1", 0))
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://{address}/", headers=said)).text == seen
        await served.stop()


async def test_who_is_no_proxy_may_not_speak_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    encryption = Encryption(_config(CLINIC_HTTP="10.0.0.7:1", CLINIC_PROXIES="10.0.0.5"))
    assert [encryption.admits(host) for host in ("127.0.0.1", "::1", "10.0.0.5", "10.0.0.6", "", "rubbish")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    # This machine stands for another one here.
    monkeypatch.setattr(Encryption, "admits", lambda _self, _host: False)
    served = HttpListener(_say_peer, encryption)  # type: ignore[arg-type]
    address = await served.start(Address("127.0.0.1", 0))
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://{address}/")
    assert answer.status_code == 403
    assert "TLS" in answer.text
    await served.stop()


async def test_a_handshake_that_does_not_come_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_console.hub.api.listener.HANDSHAKE_SECONDS", 0.3)
    certificate, key = _make(tmp_path, "first")
    encryption = Encryption(_config(CLINIC_TLS_CERT=str(certificate), CLINIC_TLS_KEY=str(key)))
    served = HttpListener(_say_peer, encryption)  # type: ignore[arg-type]
    address = await served.start(Address("127.0.0.1", 0))
    reader, writer = await asyncio.open_connection(address.host, address.port)
    async with asyncio.timeout(10):
        assert await reader.read() == b""
    writer.close()
    await served.stop()
