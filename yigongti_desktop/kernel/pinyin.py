"""How a Chinese name may be typed on a Latin keyboard: every initial, and the likely full spellings.

Surnames have readings of their own (曾 zeng, 单 shan), and a character with several readings gives
several keys, so that 重楼 is found as cl and as zl. No search happens here.
"""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import islice
from itertools import product

#: Surnames whose usual reading is not that of the character elsewhere.
SURNAMES = {
    "单": ("shan",), "仇": ("qiu",), "查": ("zha",), "曾": ("zeng",), "解": ("xie",), "盖": ("ge", "gai"),
    "朴": ("piao",), "区": ("ou",), "任": ("ren",), "华": ("hua",), "覃": ("qin", "tan"), "冼": ("xian",),
    "缪": ("miao",), "员": ("yun",), "乐": ("yue", "le"), "翟": ("zhai", "di"), "宓": ("mi", "fu"), "折": ("she",),
    "黑": ("he", "hei"), "秘": ("bi",), "种": ("chong",), "繁": ("po",), "召": ("shao",), "应": ("ying",),
    "宁": ("ning",), "能": ("nai",), "牟": ("mu", "mou"), "隗": ("wei", "kui"), "郗": ("xi", "chi"),
    "郇": ("xun", "huan"), "谌": ("chen", "shen"), "句": ("gou",), "厍": ("she",), "洗": ("xian",), "眭": ("sui",),
    "於": ("yu",), "佘": ("she",), "乜": ("nie",), "祭": ("zhai",), "阚": ("kan",), "晁": ("chao",), "燕": ("yan",),
    "纪": ("ji",), "那": ("na",), "哈": ("ha",), "撒": ("sa",), "车": ("che",), "都": ("du",), "幺": ("yao",),
    "尉": ("wei",), "长": ("chang", "zhang"), "万": ("wan",), "令": ("ling",), "石": ("shi",), "叶": ("ye",),
    "沈": ("shen",), "贾": ("jia",), "贲": ("ben",), "逄": ("pang",), "妫": ("gui",), "佴": ("nai",),
    "盛": ("sheng",), "柏": ("bai", "bo"), "薄": ("bo",), "冯": ("feng",), "俞": ("yu",), "殷": ("yin",),
    "重": ("chong",), "费": ("fei", "bi"), "宿": ("su",), "藏": ("zang",), "瞿": ("qu",), "曲": ("qu",), "谷": ("gu",),
    "干": ("gan",), "仝": ("tong",), "逯": ("lu",), "亓": ("qi",), "亢": ("kang",), "昝": ("zan",), "麴": ("qu",),
    "适": ("kuo", "shi"), "参": ("shen",), "钭": ("tou",),
    "褚": ("chu",), "臧": ("zang",), "阙": ("que",), "戚": ("qi",), "葛": ("ge",), "尹": ("yin",), "卜": ("bu",),
}  # fmt: skip
#: Surnames of two characters.
COMPOUND = {
    "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "令狐": ("ling", "hu"),
    "澹台": ("tan", "tai"), "单于": ("chan", "yu"), "宇文": ("yu", "wen"), "皇甫": ("huang", "fu"),
    "乐正": ("yue", "zheng"), "子车": ("zi", "ju"), "夏侯": ("xia", "hou"), "鲜于": ("xian", "yu"),
    "呼延": ("hu", "yan"), "万俟": ("mo", "qi"), "慕容": ("mu", "rong"), "司徒": ("si", "tu"),
    "欧阳": ("ou", "yang"), "上官": ("shang", "guan"), "司马": ("si", "ma"), "诸葛": ("zhu", "ge"),
}  # fmt: skip
#: Characters of names that the dictionary lacks.
_RARE = {"𠮷": ("ji",), "䶮": ("yan",), "㛃": ("jie",), "𬎆": ("ying",), "𫍲": ("xian",), "㴋": ("xi",), "𪩘": ("yan",)}
_MOST_KEYS = 24


def keys_of_name(name: str) -> set[str]:
    """Return the spellings of a person's name: its initials and its full pinyin, surname first, slips among them."""
    return right_keys_of_name(name) | slips_of_name(name)


def right_keys_of_name(name: str) -> set[str]:
    """Return the spellings by the right reading of the surname, and by every reading of what follows."""
    return _spell(name, _surname_readings(name))


def slips_of_name(name: str) -> set[str]:
    """Return the spellings by another reading of the surname's characters: 曾 as ceng is a frequent slip."""
    surname = _surname_readings(name)
    if not surname:
        return set()
    every = [tuple(dict.fromkeys((*mine, *readings(name[place])))) for place, mine in enumerate(surname)]
    return _spell(name, every) - _spell(name, surname)


def keys_of_term(term: str) -> set[str]:
    """Return the spellings of a drug, disease or place; letters and digits stand for themselves."""
    return _spell(term, [])


def initials(text: str) -> str:
    """Return the first spelling by initials: for jumping in a list by letters."""
    return "".join(readings(character)[0][:1] for character in text if readings(character))


@lru_cache(maxsize=16384)
def readings(character: str) -> tuple[str, ...]:
    """Return the toneless readings of one character, the commonest first; none for a sign."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    if character in _RARE:
        return _RARE[character]
    os.environ["PYPINYIN_NO_PHRASES"] = "true"  # single characters are enough, load 7 times faster, are all we ship
    from pypinyin import Style  # noqa: PLC0415 - the dictionary is loaded when the first name is spelled
    from pypinyin import pinyin  # noqa: PLC0415

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0])) if found else ()


def _surname_readings(name: str) -> list[tuple[str, ...]]:
    if name[:2] in COMPOUND:
        return [(reading,) for reading in COMPOUND[name[:2]]]
    return [SURNAMES[name[0]]] if name[:1] in SURNAMES else []


def _spell(text: str, surname: list[tuple[str, ...]]) -> set[str]:
    known = [found for character in text[len(surname) :] if (found := readings(character))]
    by_sound = [*surname, *known]
    by_letter = [_letters(list(sounds)) for sounds in by_sound]
    first = {"".join(letters) for letters in islice(product(*by_letter), _MOST_KEYS)}
    full = {"".join(sounds) for sounds in islice(product(*by_sound), _MOST_KEYS)}
    return (first | full) - {""}


def _letters(sounds: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound[:1] for sound in sounds))
