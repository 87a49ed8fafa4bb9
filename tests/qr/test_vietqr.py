"""VietQR: what others publish is read, what we build others read."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qr.image import Correction, encode, png
from qr.vietqr import PURPOSE_MAX, BadPayload, Service, Transfer, build, parse
from tests.qr.test_proof import Read

# Napas's own examples, as the tests of anyLEARN and the README of subiz/vietqr have
# them.
PUBLISHED = {
    "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang6304A203": Transfer(
        bank="970403",
        account="9704031101234567",
        amount=180_000,
        bill="NPS6869",
        purpose="thanh toan don hang",
        service=Service.CARD,
    ),
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E": Transfer(
        bank="970403",
        account="0011012345678",
        amount=180_000,
        bill="NPS6869",
        purpose="thanh toan don hang",
    ),
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
    "530370454061200005802VN62170813ung ho lu lut6304C15C": Transfer(
        bank="970415",
        account="0011001932418",
        amount=120_000,
        purpose="ung ho lu lut",
    ),
}
PAYLOAD = next(iter(PUBLISHED))

digits = st.text("0123456789", min_size=6, max_size=6)
letters = "ABCXYZabcxyz0123456789"
words = st.lists(st.text(letters, min_size=1, max_size=8), max_size=3).map(" ".join)
transfers = st.builds(
    Transfer,
    bank=digits,
    account=st.text(letters, min_size=1, max_size=19),
    amount=st.none() | st.integers(1, 10**13 - 1),
    bill=words.filter(lambda text: len(text) <= PURPOSE_MAX),
    purpose=words.filter(lambda text: len(text) <= PURPOSE_MAX),
    service=st.sampled_from(Service),
)


def crc_by_bits(text: str) -> int:
    """CRC-16/CCITT-FALSE as EMVCo writes it: 0x1021, begun with 0xFFFF."""
    rest = 0xFFFF
    for byte in text.encode():
        rest ^= byte << 8
        for _ in range(8):
            rest = (rest << 1) ^ (0x1021 if rest & 0x8000 else 0)
            rest &= 0xFFFF
    return rest


def checked(body: str) -> str:
    """A payload with the check that belongs to it."""
    return f"{body}6304{crc_by_bits(body + '6304'):04X}"


@pytest.mark.parametrize(("payload", "transfer"), PUBLISHED.items())
def test_published_examples_are_read_and_built_to_the_letter(
    payload: str, transfer: Transfer
) -> None:
    assert parse(payload) == transfer
    assert build(transfer) == payload


@given(transfers)
def test_what_is_built_is_read(transfer: Transfer) -> None:
    assert parse(build(transfer)) == transfer


@given(transfers)
def test_the_check_is_the_one_of_emvco(transfer: Transfer) -> None:
    payload = build(transfer)

    assert int(payload[-4:], 16) == crc_by_bits(payload[:-4])


@given(transfers, st.data())
def test_one_wrong_letter_is_noticed(transfer: Transfer, data: st.DataObject) -> None:
    payload = build(transfer)
    at = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.characters(codec="ascii", categories=["Lu", "Ll", "Nd"]))

    wrong = payload[:at] + other + payload[at + 1 :]

    if wrong.upper() != payload.upper():
        with pytest.raises(BadPayload):
            parse(wrong)


@given(st.text() | st.text("0123456789AVN"))
def test_no_text_crashes_the_reader(text: str) -> None:
    with pytest.raises(BadPayload):
        parse(text)


@given(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=60))
def test_nothing_behind_a_right_check_crashes_the_reader(inner: str) -> None:
    payload = checked(f"00020101021238{len(inner):02}{inner}5303704")

    with pytest.raises(BadPayload):
        parse(payload)


def test_a_static_code_names_no_amount() -> None:
    payload = build(Transfer(bank="970436", account="0881000458086"))

    assert payload.startswith("000201010211")
    assert parse(payload).amount is None


def remade(old: str, new: str) -> str:
    """The published example with a piece replaced, and its check made right."""
    assert old in PAYLOAD
    return checked(PAYLOAD[:-8].replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000201", "000202"),
        ("5303704", "5303840"),
        ("5802VN", "5802TH"),
        ("A000000727", "A000000728"),
        ("QRIBFTTC", "QRCASHXX"),
        ("5406180000", "5406-80000"),
        ("5406180000", "54061800.5"),
        ("5406180000", "5400"),
        ("5406180000", "5406180000" * 2),
        ("5406180000", "5499180000"),
        ("5406180000", "54\u0660\u0666180000"),
        ("NPS6869", "NPS-869"),
        ("0006970403", "0005970403"),
    ],
)
def test_what_a_bank_would_refuse_is_refused(old: str, new: str) -> None:
    with pytest.raises(BadPayload):
        parse(remade(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5406180000", "5409180000.00"),
        ("5406180000", "5407180000."),
        ("5802VN", "5802VN5904SHOP6009HAI PHONG"),
    ],
)
def test_what_other_writers_do_is_read(old: str, new: str) -> None:
    assert parse(remade(old, new)).amount == 180_000


def test_a_transfer_goes_to_an_account_when_nothing_is_said() -> None:
    body = PAYLOAD[:-8].replace("0208QRIBFTTC", "").replace("38600010", "38480010")

    assert parse(checked(body)).service is Service.ACCOUNT


def test_the_account_is_found_among_those_of_other_networks() -> None:
    payload = remade("010212", "01021226140010A000000999")

    assert parse(payload) == PUBLISHED[PAYLOAD]


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank": "97040"},
        {"bank": "97040３"},
        {"account": ""},
        {"account": "1" * 20},
        {"amount": 0},
        {"amount": -1},
        {"amount": 10**13},
        {"purpose": "nạp tiền"},
        {"purpose": "two  spaces"},
        {"purpose": "a" * 26},
        {"bill": "\n"},
    ],
)
def test_a_transfer_that_no_bank_would_make_is_refused(wrong: dict[str, str]) -> None:
    usual = {"bank": "970403", "account": "0011012345678"}

    with pytest.raises(BadPayload):
        Transfer(**(usual | wrong))  # type: ignore[arg-type]


def test_the_picture_of_a_payload_is_read_back(read: Read) -> None:
    transfer = Transfer(
        bank="970436", account="1" * 19, amount=10_000_000, purpose="HPW9F3K7C2XRT"
    )

    picture = png(encode(build(transfer), Correction.MEDIUM))

    assert [parse(text) for text in read(Image.open(BytesIO(picture)))] == [transfer]
