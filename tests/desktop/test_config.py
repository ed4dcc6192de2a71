"""Where a console finds its hub, and that credentials are read once."""

import pytest

from clinic_console.desktop.config import (
    DEFAULT_SERVER,
    DesktopConfig,
    is_loopback,
    read_config,
    server_url,
    take_credentials,
)
from clinic_console.desktop.station import Station, station_file
from clinic_console.domain.errors import BadConfiguration


def test_argument_before_environment_before_file(tmp_path):
    file = tmp_path / "console.toml"
    file.write_text(
        'server = "https://file.example"\ntheme = "light"\nscale = 1.5\n[spot_minutes.NIBP]\ngrey = 5\ngone = 9\n'
    )
    config = read_config(environ={}, file=file)
    assert config == DesktopConfig(
        "https://file.example", "light", 1.5, {"NIBP": (300_000, 540_000)}, station_file=station_file()
    )
    assert read_config(environ={"CLINIC_SERVER": "https://env.example"}, file=file).server == "https://env.example"
    assert read_config("hub.example", {"CLINIC_SERVER": "https://env.example"}, file).server == "https://hub.example"


def test_without_anything_the_hub_of_this_machine(tmp_path):
    assert read_config(environ={}, file=tmp_path / "none.toml").server == DEFAULT_SERVER


def test_what_this_run_is_told_goes_before_what_the_pc_is_set_to(tmp_path):
    environ = {"CLINIC_THEME": "light", "CLINIC_STATION": str(tmp_path / "station.json")}
    config = read_config("hub.example", environ, tmp_path / "none.toml")
    assert config.server_given
    assert config.station_file == tmp_path / "station.json"
    assert config.station(Station(look="dark", privacy=True)) == Station(look="light", privacy=True)
    calm = read_config(environ={}, file=tmp_path / "none.toml")
    assert not calm.server_given
    assert calm.station(Station(look="system", scale=1.5)) == Station(look="system", scale=1.5)
    assert calm.station(None) == Station(look="dark")
    assert calm.station(Station(server="http://[::")) == Station()
    assert calm.station(Station(server="https://hub.example")).server == "https://hub.example"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("theme = 'pink'", "theme"),
        ("scale = 3", "scale"),
        ("scale = 'big'", "scale"),
        ("server = 'ftp://x'", "server"),
        ("spot_minutes.NIBP = 3", "spot_minutes"),
        ("[spot_minutes.Temp]\ngrey = 9\ngone = 3", "spot_minutes"),
        ("not toml", "settings"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, text, field):
    file = tmp_path / "console.toml"
    file.write_text(text)
    with pytest.raises(BadConfiguration) as error:
        read_config(environ={}, file=file)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("hub.example", "https://hub.example"),
        ("127.0.0.1:8470", "http://127.0.0.1:8470"),
        ("localhost:1/", "http://localhost:1"),
        (" https://hub.example:8443/ ", "https://hub.example:8443"),
    ],
)
def test_an_address_gets_the_scheme_that_fits(text, url):
    assert server_url(text) == url


@pytest.mark.parametrize(
    "text", ["", "http://", "https://u:p@hub", "http://hub:99999", "https://hub/?x=1", "https://[1"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(BadConfiguration):
        server_url(text)


def test_loopback():
    assert is_loopback("ws://127.0.0.1:1/")
    assert is_loopback("http://[::1]:1")
    assert not is_loopback("http://hub.example")


def test_credentials_are_taken_out_of_the_environment():
    environ = {"CLINIC_LOGIN": "nurse", "CLINIC_PASSWORD": "secret", "PATH": "x"}
    assert take_credentials(environ) == ("nurse", "secret")
    assert environ == {"PATH": "x"}
    assert take_credentials(environ) is None
    assert take_credentials({"CLINIC_LOGIN": "nurse"}) is None
