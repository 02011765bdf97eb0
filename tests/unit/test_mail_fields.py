"""Character sets, transfer encodings, subjects, addresses and dates, as strangers write them."""

import base64
from datetime import UTC, datetime

import pytest

from civicline.mail.addresses import parse_addresses
from tests.mail_builders import mail


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        pytest.param("utf-8", "Señal rota ñ".encode(), "Señal rota ñ", id="UTF-8 as declared"),
        pytest.param("iso-8859-1", "Señal rota".encode("latin-1"), "Señal rota", id="Latin-1 as declared"),
        pytest.param("iso-8859-1", "“Señal” 5 €".encode("cp1252"), "“Señal” 5 €", id="Windows-1252 called Latin-1"),
        pytest.param("us-ascii", "Señal rota".encode(), "Señal rota", id="UTF-8 called ASCII"),
        pytest.param("windows-1251", "Яма на улице".encode("cp1251"), "Яма на улице", id="Cyrillic as declared"),
        pytest.param(
            "gb2312", "路上有坑，請修理 榮".encode("gb18030"), "路上有坑，請修理 榮", id="GB 18030 called GB 2312"
        ),
        pytest.param("iso-2022-jp", "道路に穴".encode("iso-2022-jp"), "道路に穴", id="ISO-2022-JP"),
        pytest.param("shift_jis", "道路に穴①".encode("cp932"), "道路に穴①", id="Windows Japanese called Shift JIS"),
        pytest.param("ks_c_5601-1987", "도로에 구멍".encode("cp949"), "도로에 구멍", id="Korean by its old name"),
        pytest.param("utf-16", "Señal".encode("utf-16"), "Señal", id="UTF-16"),
        pytest.param("x-unknown", "Señal rota".encode(), "Señal rota", id="declared unknown"),
        pytest.param("no-such-set", "Señal rota".encode(), "Señal rota", id="a set that does not exist"),
        pytest.param("base64", b"Plain words", "Plain words", id="an encoding called a character set"),
        pytest.param("rot13", b"Plain words", "Plain words", id="a codec that is no character set"),
        pytest.param("", "Señal rota".encode(), "Señal rota", id="nothing declared"),
    ],
)
def test_text_of_any_character_set_is_read(declared: str, data: bytes, text: str) -> None:
    read = mail("From: a@example.com", f"Content-Type: text/plain; charset={declared}", body=data)
    assert read.text == text


def test_undeclared_cyrillic_is_detected() -> None:
    words = "Здравствуйте! На нашей улице большая яма, почините её, пожалуйста. Спасибо за помощь."
    assert mail("From: a@example.com", body=words.encode("cp1251")).text == words


@pytest.mark.parametrize(
    "words",
    [
        "Hay un bache enorme en la calle Maple, antes del semáforo. ¡Mi llanta se dañó!",
        "¿Cuándo recogen la basura?",
        "La señora Núñez pide una lámpara",
        "Il y a un trou énorme devant chez moi, ça fait déjà trois semaines",
        "O poste de iluminação está apagado há três dias, não funciona",
        "There’s a “huge” pothole — the fee was 50 €",
        "mañana",
    ],
)
@pytest.mark.parametrize("declared", ["", "us-ascii", "no-such-set"])
def test_undeclared_words_of_western_languages_are_not_taken_for_chinese(words: str, declared: str) -> None:
    header = ["From: a@example.com", *([f"Content-Type: text/plain; charset={declared}"] if declared else [])]
    assert mail(*header, body=words.encode("cp1252")).text == words


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("На улице яма, помогите", "cp1251"),
        ("道路に大きな穴があります", "shift_jis"),
        ("街上有个大坑，请修理", "gb18030"),
        ("도로에 큰 구멍이 있습니다", "euc-kr"),
        ("道路に大きな穴", "iso-2022-jp"),
    ],
)
def test_undeclared_words_of_other_scripts_are_detected(words: str, encoding: str) -> None:
    assert mail("From: a@example.com", body=words.encode(encoding)).text == words


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        pytest.param("base64", base64.encodebytes("Señal rota".encode()), id="base64"),
        pytest.param("BASE64 ", base64.b64encode("Señal rota".encode()).rstrip(b"="), id="base64 without padding"),
        pytest.param("base64", b"U2XDsWFs!!IHJv\r\n**dGE=", id="base64 with foreign signs"),
        pytest.param("quoted-printable", b"Se=C3=B1al =\r\nrota", id="quoted-printable"),
        pytest.param("8bit", "Señal rota".encode(), id="eight bits"),
        pytest.param("x-uuencode", b"begin 644 a.txt\n+4V7#L6%L(')O=&$ \n`\nend\n", id="uuencode"),
        pytest.param("no-such", "Señal rota".encode(), id="an unknown encoding"),
    ],
)
def test_every_transfer_encoding_is_undone(encoding: str, data: bytes) -> None:
    header = (
        "From: a@example.com",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
    )
    assert mail(*header, body=data).text == "Señal rota"


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        pytest.param("=?utf-8?B?U2XDsWFsIHJvdGE=?=", "Señal rota", id="base64 word"),
        pytest.param("=?iso-8859-1?q?Se=F1al_rota?=", "Señal rota", id="quoted word"),
        pytest.param("=?utf-8?q?Se=C3?= =?utf-8?q?=B1al?= rota", "Señal rota", id="a letter cut in two"),
        pytest.param("=?utf-8*es?q?Se=C3=B1al?= rota", "Señal rota", id="with a language (RFC 2231)"),
        pytest.param("=?no-such?q?Se=C3=B1al?= rota", "Señal rota", id="an unknown set"),
        pytest.param("Señal rota", "Señal rota", id="bare UTF-8 (RFC 6532)"),
        pytest.param("=?utf-8?B?U?= rota", "=?utf-8?B?U?= rota", id="a broken word stays"),
        pytest.param("  a\t b ", "a b", id="odd spaces"),
        pytest.param("=?utf-8?q?a=0D=0ABcc:_x=40y?=", "a Bcc: x@y", id="line ends hidden in a word"),
        pytest.param("pot\u202ehole\u200b", "pothole", id="reversing marks"),
    ],
)
def test_a_subject_is_shown_decoded_and_harmless(subject: str, shown: str) -> None:
    assert mail("From: a@example.com", f"Subject: {subject}").subject == shown


def test_a_long_subject_is_cut() -> None:
    assert len(mail("From: a@example.com", "Subject: " + "x" * 5_000).subject) == 500


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("a@b.example", [("", "a@b.example")], id="bare"),
        pytest.param("Ann <a@b.example>", [("Ann", "a@b.example")], id="named"),
        pytest.param(
            '"Roe, Jane" <a@b.example>, c@d.example', [("Roe, Jane", "a@b.example"), ("", "c@d.example")], id="comma"
        ),
        pytest.param("a@b.example (Ann (the clerk))", [("Ann the clerk", "a@b.example")], id="comment"),
        pytest.param("Staff: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")], id="group"),
        pytest.param("undisclosed-recipients:;", [], id="empty group"),
        pytest.param('"a b"@c.example', [("", '"a b"@c.example')], id="quoted local part"),
        pytest.param("<@relay.example:a@b.example>", [("", "a@b.example")], id="route"),
        pytest.param(
            "=?utf-8?q?N=C3=BA=C3=B1ez=2C_Ana?= <a@b.example>", [("Núñez, Ana", "a@b.example")], id="hidden comma"
        ),
        pytest.param("Núñez <ñ@b.example>", [("Núñez", "ñ@b.example")], id="an address outside ASCII"),
        pytest.param("not an address", [], id="no address"),
        pytest.param("a@b.example)c@d.example", [], id="a stray parenthesis"),
        pytest.param("<a@b.example", [("", "a@b.example")], id="an open bracket"),
        pytest.param("a@b@c.example", [], id="two at signs"),
        pytest.param("'Ann' <'a@b.example'>", [("Ann", "a@b.example")], id="apostrophes"),
        pytest.param("Ann\u202e <a@b.example>", [("Ann", "a@b.example")], id="reversing mark"),
        pytest.param("(" * 9_000, [], id="comments without end"),
        pytest.param("a:" * 9_000, [], id="groups without end"),
    ],
)
def test_address_lists_are_read_as_people_mean_them(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.name, each.address) for each in parse_addresses(value)] == expected


def test_several_authors_are_all_known_and_the_first_is_the_sender() -> None:
    read = mail("From: a@example.com, b@example.com", "From: c@example.com")
    assert [each.address for each in read.authors] == ["a@example.com", "b@example.com", "c@example.com"]
    assert read.sender == read.authors[0]
    assert "more than one from field" in read.defects


def test_a_name_that_shows_another_address_is_told() -> None:
    assert "sender's name shows another address" in mail('From: "help@office.example" <x@evil.example>').defects


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        pytest.param("Mon, 6 May 2024 09:00:00 +0200", datetime(2024, 5, 6, 7, tzinfo=UTC), id="a zone"),
        pytest.param("6 May 24 09:00 GMT", datetime(2024, 5, 6, 9, tzinfo=UTC), id="short"),
        pytest.param("Mon, 6 May 2024 09:00:00 -0000", datetime(2024, 5, 6, 9, tzinfo=UTC), id="zone not known"),
        pytest.param("yesterday", None, id="no date"),
        pytest.param("Mon, 99 May 2024 09:00:00 +0200", None, id="no day"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 -2300", None, id="beyond time"),
        pytest.param("Mon, 6 May 2024 09:00:00 +99999999999999999999", None, id="no zone of this world"),
    ],
)
def test_a_date_is_a_moment_or_nothing(value: str, moment: datetime | None) -> None:
    assert mail("From: a@example.com", f"Date: {value}").date == moment
