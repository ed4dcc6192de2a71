"""The lands of made-up clinics: what people there are called, where they live, how they are reached and insured."""

import re
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from clinic_console.hub.service import names
from clinic_console.hub.service.names import Language


@dataclass(frozen=True)
class Land:
    """A land's first clinic and its zone, language, phone numbers (# is a digit), and addresses.

    ``relations``: what relatives are called, a woman and a man in turn.
    """

    clinic: str
    zone: str
    language: Language
    code: str
    mobiles: tuple[str, ...]
    lines: tuple[str, ...]
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    address: str
    mail: str
    insurer: str
    insured: str
    relations: tuple[str, ...]

    def phone(self, random: Random) -> str:
        """Make up a number: most are mobile ones, and one in ten is written as from abroad."""
        number = digits(random, random.choice(self.mobiles if random.random() < 0.8 else self.lines))
        if random.random() >= 0.1:
            return number
        return f"{self.code} {number[1:] if number[0] == '0' else number}"

    def home(self, random: Random) -> str:
        """Make up an address."""
        return self.address.format(
            street=random.choice(self.streets), city=random.choice(self.cities), number=random.randint(1, 180)
        )


def digits(random: Random, pattern: str) -> str:
    """Put a digit in the place of each # of a pattern."""
    form, sizes = _form(pattern)
    return form.format(*(int(random.random() * size) for size in sizes))


@cache
def _form(pattern: str) -> tuple[str, tuple[int, ...]]:
    """Return a pattern as a format of numbers, and how many each of these may be."""
    runs = re.findall("#+", pattern)
    return re.sub("#+", lambda run: f"{{:0{len(run[0])}d}}", pattern), tuple(10 ** len(run) for run in runs)


LANDS: Final = (
    Land(
        "Sakura General Hospital",
        "Asia/Tokyo",
        names.JAPANESE,
        "+81",
        ("090-####-####", "080-####-####", "070-####-####"),
        ("03-####-####", "06-####-####", "052-###-####"),
        ("東京都文京区", "東京都品川区", "大阪市北区", "横浜市中区", "名古屋市中区", "京都市左京区"),
        ("本町", "桜台", "緑ヶ丘", "旭町", "中央", "若葉", "白山"),
        "{city}{street}{number}番地",
        "sakura.example",
        "国民健康保険",
        "########",
        ("妻", "夫", "娘", "息子", "母", "父"),
    ),
    Land(
        "Clínica do Porto",
        "Europe/Lisbon",
        names.PORTUGUESE,
        "+351",
        ("91# ### ###", "92# ### ###", "93# ### ###", "96# ### ###"),
        ("21# ### ###", "22# ### ###"),
        ("Porto", "Vila Nova de Gaia", "Matosinhos", "Braga", "Lisboa", "Coimbra"),
        ("Rua das Flores", "Avenida da Boavista", "Rua do Almada", "Travessa do Sol", "Rua da Alegria"),
        "{street} {number}, {city}",
        "porto.example",
        "SNS",
        "#########",
        ("esposa", "marido", "filha", "filho", "mãe", "pai"),
    ),
    Land(
        "Harbour Clinic",
        "Europe/Dublin",
        names.ENGLISH,
        "+353",
        ("083 ### ####", "085 ### ####", "086 ### ####", "087 ### ####"),
        ("01 ### ####", "021 ### ####"),
        ("Dublin 1", "Dublin 8", "Cork", "Dún Laoghaire", "Galway", "Limerick"),
        ("Harbour Street", "Main Street", "Church Road", "Mill Lane", "Castle Avenue", "Station Road"),
        "{number} {street}, {city}",
        "harbour.example",
        "GMS",
        "#######A",
        ("wife", "husband", "daughter", "son", "mother", "father"),
    ),
    Land(
        "Seoul Riverside",
        "Asia/Seoul",
        names.KOREAN,
        "+82",
        ("010-####-####",),
        ("02-####-####", "031-###-####"),
        ("서울특별시 마포구", "서울특별시 용산구", "부산광역시 해운대구", "인천광역시 남동구", "수원시 팔달구"),
        ("강변로", "세종대로", "한강대로", "중앙로", "평화로", "은행나무길"),
        "{city} {street} {number}",
        "riverside.example",
        "NHIS",
        "###########",
        ("아내", "남편", "딸", "아들", "어머니", "아버지"),
    ),
    Land(
        "Nordlys Sykehus",
        "Europe/Oslo",
        names.NORDIC,
        "+47",
        ("4## ## ###", "9## ## ###"),
        ("22 ## ## ##", "55 ## ## ##"),
        ("0150 Oslo", "5003 Bergen", "7010 Trondheim", "9008 Tromsø", "4006 Stavanger"),
        ("Storgata", "Kirkegata", "Strandgaten", "Nordlysvegen", "Skolegata", "Bjørkeveien"),
        "{street} {number}, {city}",
        "nordlys.example",
        "Folketrygden",
        "###########",
        ("kone", "ektemann", "datter", "sønn", "mor", "far"),
    ),
)
