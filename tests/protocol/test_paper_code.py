"""The code on a paper: read whole, in any order, once or twice; torn, mixed, forged or unknown it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.capabilities.judging import said
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.protocol import signing

KEY = bytes(range(32))
PUBLIC = signing.public_key(KEY)
RECORD = "01a2068f-8a00-7d89-8e95-4c676b226428"


def sign(content: bytes) -> bytes:
    return signing.sign(content, KEY).signature


def seal(content: bytes = b"what a slip says") -> bytes:
    return paper_code.seal(1, b"mark", RECORD, content, sign)


def opened(code: bytes) -> paper_code.Sealed:
    sealed = paper_code.unseal(code)
    paper_code.prove(sealed, PUBLIC)
    return sealed


#: `seal()` as the first program with codes printed it; what is on paper is read by every later one.
PRINTED = (
    "YG1113U+O:06BGQ-HHH0A80:-L0RJ4YLTBBQ2GC+FAFI7NEYK4+74+PGK*H34HNHIKD%70WH3O:+7VG3Y"
    "JSDG8-S9TU+FNSMJH7YZJ0C0O*5:RQ43KY7E8ETW21RXO1BI:QBPNKSWMNR7H7FMK0ZAQL*RKLIKR93IU5"
)


def test_what_the_first_program_printed_is_read_for_ever() -> None:
    sealed = opened(paper_code.join(paper_code.parts_of(PRINTED)))
    assert (sealed.kind, sealed.county, sealed.record) == (1, b"mark", RECORD)
    assert sealed.content == b"what a slip says"


@given(st.binary(max_size=400), st.integers(1, 4), st.randoms())
def test_a_code_is_put_together_from_its_symbols_in_any_order_and_doubled(
    content: bytes, parts: int, chance: object
) -> None:
    code = seal(content)
    texts = paper_code.spell(code, parts)
    assert len(texts) <= parts
    typed = [*texts, *texts[:2]]
    chance.shuffle(typed)  # type: ignore[attr-defined] # hypothesis hands a Random
    read = paper_code.join(paper_code.parts_of("\r\n".join(typed).lower()))
    assert read == code
    sealed = opened(read)
    assert (sealed.kind, sealed.county, sealed.record, sealed.content) == (1, b"mark", RECORD, content)


def test_every_flipped_bit_of_every_byte_is_refused() -> None:
    code = seal()
    for place in range(len(code)):
        for bit in range(8):
            torn = code[:place] + bytes((code[place] ^ 1 << bit,)) + code[place + 1 :]
            with pytest.raises(Refused) as caught:
                opened(torn)
            assert caught.value.code == ("paper_version" if place == 0 else "paper_forged")


def test_every_truncation_is_refused_in_words() -> None:
    code = seal()
    for length in range(len(code)):
        with pytest.raises(Refused) as caught:
            opened(code[:length])
        assert caught.value.code in {"paper_torn", "paper_forged"}
        said(caught.value)


@settings(max_examples=60)
@given(st.data())
def test_every_torn_or_changed_text_is_refused_or_says_the_same(data: st.DataObject) -> None:
    code = seal()
    (text,) = paper_code.spell(code)
    place = data.draw(st.integers(0, len(text) - 1))
    sign_there = data.draw(st.sampled_from("0AZ%*+-:YG"))
    for torn in (text[:place], text[place:][1:], text[:place] + sign_there + text[place + 1 :]):
        try:
            read = paper_code.join(paper_code.parts_of(torn))
        except Refused as fault:
            said(fault)
        else:
            assert torn == text
            assert read == code


def test_a_symbol_alone_says_which_are_missing() -> None:
    first, second = paper_code.spell(seal(b"x" * 200), 2)
    with refused("paper_part", lacks=[2], count=2, read=1):
        paper_code.join(paper_code.parts_of(first))
    assert paper_code.join(paper_code.parts_of(second + first)) == seal(b"x" * 200)


def test_symbols_of_two_papers_are_not_mixed() -> None:
    first, _ = paper_code.spell(seal(b"x" * 200), 2)
    _, second = paper_code.spell(seal(b"y" * 200), 2)
    with refused("paper_mixed"):
        paper_code.join(paper_code.parts_of(first + second))


def test_whole_papers_beside_one_another_are_told_apart_and_never_taken_for_one() -> None:
    codes = [seal(b"x" * 200), seal(b"y" * 200), seal(b"z")]
    texts = [paper_code.spell(code, parts) for code, parts in zip(codes, (2, 2, 1), strict=True)]
    shuffled = [texts[0][1], texts[2][0], texts[1][0], texts[0][0], texts[1][1], texts[0][1]]
    papers = paper_code.by_paper(paper_code.parts_of("".join(shuffled)))
    assert [paper_code.join(paper) for paper in papers] == [codes[0], codes[2], codes[1]]
    for mixed in (texts[0] + texts[1], texts[1] + texts[2], texts[2] + texts[0]):
        with refused("paper_mixed"):
            paper_code.join(paper_code.parts_of("".join(mixed)))
    (part,) = paper_code.parts_of(texts[2][0])
    with refused("paper_mixed"):  # of one check by chance
        paper_code.join([part, paper_code.Part(part.place, part.count, part.check, b"other")])


@pytest.mark.parametrize("typed", ["", "6901234567892", "https", "YG", "YG11", "转出单"])
def test_another_code_is_named_as_one(typed: str) -> None:
    with refused("paper_not_one"):
        paper_code.parts_of(typed)


def test_a_version_of_tomorrow_is_named_as_one() -> None:
    (text,) = paper_code.spell(seal())
    with refused("paper_version"):
        paper_code.parts_of(f"YG2{text[3:]}")
    with refused("paper_version"):
        paper_code.unseal(b"\x02" + seal()[1:])


def test_the_signature_of_another_device_is_no_proof() -> None:
    other = signing.public_key(bytes(range(1, 33)))
    with refused("paper_forged"):
        paper_code.prove(paper_code.unseal(seal()), other)


def test_a_signature_for_something_else_serves_no_paper() -> None:
    body = seal()[: -paper_code.overhead()]
    without_purpose = body + signing.sign(body, KEY).signature
    with pytest.raises(Refused):
        opened(without_purpose)


def test_a_flood_of_signs_ends_soon() -> None:
    (text,) = paper_code.spell(seal())
    with refused("paper_torn"):
        paper_code.parts_of(text * 2000)
