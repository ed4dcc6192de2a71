"""Names as patients write them, for made-up clinics: several scripts, accents, family first, and single names."""

from dataclasses import dataclass
from random import Random
from typing import Final

Pair = tuple[str, str]
"""A part of a name in its own script and in Latin letters."""


@dataclass(frozen=True, slots=True)
class Language:
    """How names are made: parts by sex, which comes first, what stands between, whether Latin letters are foreign."""

    families: tuple[Pair, ...]
    women: tuple[Pair, ...]
    men: tuple[Pair, ...]
    family_first: bool = False
    between: str = " "
    other_script: bool = True


def _latin(*parts: str) -> tuple[Pair, ...]:
    return tuple((part, part) for part in parts)


JAPANESE: Final = Language(
    families=(
        ("佐藤", "Sato"), ("鈴木", "Suzuki"), ("高橋", "Takahashi"), ("田中", "Tanaka"), ("伊藤", "Ito"),
        ("渡辺", "Watanabe"), ("山本", "Yamamoto"), ("中村", "Nakamura"), ("小林", "Kobayashi"), ("加藤", "Kato"),
        ("吉田", "Yoshida"), ("山田", "Yamada"), ("佐々木", "Sasaki"), ("松本", "Matsumoto"), ("井上", "Inoue"),
        ("長谷川", "Hasegawa"), ("五十嵐", "Igarashi"), ("東海林", "Shoji"), ("勅使河原", "Teshigawara"),
    ),
    women=(
        ("花子", "Hanako"), ("美咲", "Misaki"), ("陽子", "Yoko"), ("さくら", "Sakura"), ("久美子", "Kumiko"),
        ("千代", "Chiyo"), ("結衣", "Yui"), ("恵子", "Keiko"), ("ひなた", "Hinata"), ("真由美", "Mayumi"),
    ),
    men=(
        ("太郎", "Taro"), ("健一", "Kenichi"), ("翔太", "Shota"), ("大輔", "Daisuke"), ("誠", "Makoto"),
        ("蓮", "Ren"), ("勝", "Masaru"), ("龍之介", "Ryunosuke"), ("一郎", "Ichiro"), ("浩二", "Koji"),
    ),
    family_first=True,
)  # fmt: skip
KOREAN: Final = Language(
    families=(("김", "Kim"), ("이", "Lee"), ("박", "Park"), ("최", "Choi"), ("정", "Jung"), ("남궁", "Namgung")),
    women=(("서연", "Seo-yeon"), ("민지", "Min-ji"), ("지우", "Ji-woo"), ("영희", "Young-hee"), ("은", "Eun")),
    men=(("민준", "Min-jun"), ("도윤", "Do-yun"), ("성호", "Sung-ho"), ("철수", "Cheol-su"), ("준", "Jun")),
    family_first=True,
    between="",
)
CHINESE: Final = Language(
    families=(("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("欧阳", "Ouyang")),
    women=(("秀英", "Xiuying"), ("丽", "Li"), ("静怡", "Jingyi"), ("雪梅", "Xuemei"), ("思雨", "Siyu")),
    men=(("伟", "Wei"), ("建国", "Jianguo"), ("小明", "Xiaoming"), ("子轩", "Zixuan"), ("志强", "Zhiqiang")),
    family_first=True,
    between="",
)
VIETNAMESE: Final = Language(
    families=_latin("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng"),
    women=_latin("Thị Mai", "Thị Hồng Nhung", "Ngọc Ánh", "Thị Thuỷ", "Kim Phượng"),
    men=_latin("Văn Đức", "Minh Quân", "Quốc Bảo", "Hữu Phước", "Văn Hùng"),
    family_first=True,
    other_script=False,
)
ARABIC: Final = Language(
    families=(("الأحمد", "Al-Ahmad"), ("حداد", "Haddad"), ("المصري", "Al-Masri"), ("بن علي", "Ben Ali")),
    women=(("فاطمة", "Fatima"), ("عائشة", "Aisha"), ("ليلى", "Layla"), ("نور", "Nour")),
    men=(("محمد", "Mohammed"), ("أحمد", "Ahmed"), ("يوسف", "Youssef"), ("عبد الله", "Abdullah")),
)
GREEK: Final = Language(
    families=(("Παπαδάκη", "Papadaki"), ("Νικολάου", "Nikolaou"), ("Οικονόμου", "Oikonomou")),
    women=(("Ελένη", "Eleni"), ("Μαρία", "Maria"), ("Αικατερίνη", "Aikaterini")),
    men=(("Γιώργος", "Giorgos"), ("Δημήτρης", "Dimitris"), ("Κώστας", "Kostas")),
)
UKRAINIAN: Final = Language(
    families=(("Шевченко", "Shevchenko"), ("Коваленко", "Kovalenko"), ("Їжак", "Yizhak"), ("Ткачук", "Tkachuk")),
    women=(("Оксана", "Oksana"), ("Ольга", "Olha"), ("Наталія", "Nataliia"), ("Юлія", "Yuliia")),
    men=(("Андрій", "Andrii"), ("Тарас", "Taras"), ("Юрій", "Yurii"), ("Євген", "Yevhen")),
)
PORTUGUESE: Final = Language(
    families=_latin("da Conceição", "Gonçalves", "dos Santos Araújo", "Brandão", "Simões", "Guimarães"),
    women=_latin("Inês", "Conceição", "Maria de Fátima", "Beatriz", "Lúcia"),
    men=_latin("João", "Estêvão", "Luís Filipe", "António", "Simão"),
    other_script=False,
)
FRENCH: Final = Language(
    families=_latin("Lefèvre", "Bérenger-Noël", "d'Aubigné", "Garçon", "Le Goff", "Müller"),
    women=_latin("Zoë", "Hélène", "Anne-Sophie", "Maëlys", "Geneviève"),
    men=_latin("François", "Noël", "Jean-René", "Gaël", "Loïc"),
    other_script=False,
)
ENGLISH: Final = Language(
    families=_latin("O'Connor", "Smith", "MacIntyre-Walsh", "Okafor", "Ng", "van der Berg", "Patel", "Wu"),
    women=_latin("Siobhán", "Margaret", "Mary Ann", "Chidinma", "Priya", "Jo"),
    men=_latin("William", "Ciarán", "Emeka", "Arjun", "Bo", "Thomas"),
    other_script=False,
)
NORDIC: Final = Language(
    families=_latin("Ødegård", "Åkesson", "Þórðardóttir", "Hämäläinen", "Sørensen", "Guðmundsson"),
    women=_latin("Åse", "Guðrún", "Päivi", "Bjørg", "Märta"),
    men=_latin("Øystein", "Jökull", "Väinö", "Håkon", "Sören"),
    other_script=False,
)
SINGLE: Final = Language(
    # Many people have one name only; where a form wants a family name, it is not theirs to invent.
    families=_latin(""),
    women=_latin("Wulandari", "Sukarti", "Ningsih", "Dewi"),
    men=_latin("Suharto", "Budiono", "Slamet", "Widodo"),
    other_script=False,
)

EVERYWHERE: Final = (
    JAPANESE, KOREAN, CHINESE, VIETNAMESE, ARABIC, GREEK, UKRAINIAN, PORTUGUESE, FRENCH, ENGLISH, NORDIC, SINGLE,
)  # fmt: skip


def make_name(random: Random, home: Language, sex: str) -> Pair:
    """Make a name (own script, and Latin letters where that is another script); half are of the clinic's own land."""
    language = home if random.random() < 0.5 else random.choice(EVERYWHERE)
    women = sex == "F" or (sex != "M" and random.random() < 0.5)
    family, given = random.choice(language.families), random.choice(language.women if women else language.men)
    parts = (family, given) if language.family_first else (given, family)
    written = language.between.join(part[0] for part in parts if part[0])
    latin = " ".join(part[1] for part in parts if part[1])
    return written, latin if language.other_script else ""
