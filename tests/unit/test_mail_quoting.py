"""The constituent's new words, apart from what is quoted, signed and added."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.mail.addresses import MailAddress
from civicline.mail.html_text import html_to_text
from civicline.mail.mime import parse_mail
from civicline.mail.quoting import has_words, split_new_text

ANN = MailAddress(name="Ann Lee", address="ann.lee@example.com")
QUOTED = "> There will be a meeting.\n> Please come."

ATTRIBUTIONS = {
    "Gmail": "On Mon, May 6, 2024 at 9:00 AM City Office <help@office.example> wrote:",
    "Apple Mail": "On May 6, 2024, at 9:00 AM, City Office wrote:",
    "Apple Mail abroad": "On 6 May 2024, at 09:00, City Office <help@office.example> wrote:",
    "Thunderbird": "On 05/06/2024 09:00 AM, City Office wrote:",
    "two lines": "On Mon, May 6, 2024 at 9:00 AM City Office of Riverbend\n<help@office.example> wrote:",
    "three lines": "On May 6, 2024, at 9:00 AM, City Office <\n0123456789abcdef@mail.office.example>\nwrote:",
    "indented": ' On May 6, 2024 9:00 AM, "City" <help@office.example> wrote:',
    "Yahoo": "--- On Mon, 5/6/24, help@office.example <help@office.example> wrote:",
    "dashes around": "------On 5/6/2024 9:00 AM, City Office wrote-----",
    "sent": "On 6-May-2024, at 9:00 AM, City Office <help@office.example> sent:",
    "Samsung": "Sent from Samsung MobileCity <help@office.example> wrote:",
    "Gmail, time zone first": "2024-05-06 9:00 GMT-05:00 City Office <help@office.example>:",
    "Spanish": "El lun, 6 may 2024 a las 9:00, Oficina (<help@office.example>) escribió:",
    "Spanish, Apple": "El 6 may 2024, a las 9:00, Oficina <help@office.example> escribió:",
    "Spanish, old": "El 06/05/2024 a las 9:00, Oficina escribió:",
    "French": "Le lun. 6 mai 2024 à 09:00, Mairie <help@office.example> a écrit :",
    "French, Apple": "Le 6 mai 2024 à 09:00, Mairie <help@office.example> a écrit :",
    "Portuguese": "Em seg., 6 de mai. de 2024 às 09:00, Escritório <help@office.example> escreveu:",
    "Portuguese, Apple": "No dia 6 de maio de 2024, às 09:00, Escritório <help@office.example> escreveu:",
    "German": "Am Mo., 6. Mai 2024 um 09:00 Uhr schrieb Amt <help@office.example>:",
    "German, Apple": "Am 06.05.2024 um 09:00 schrieb Amt:",
    "Dutch": "Op ma 6 mei 2024 om 09:00 schreef Gemeente <help@office.example>:",
    "Dutch, Apple": "Op 6 mei 2024, om 09:00 heeft Gemeente <help@office.example> het volgende geschreven:",
    "Italian": "Il giorno lun 6 mag 2024 alle ore 09:00 Comune <help@office.example> ha scritto:",
    "Polish": "W dniu 6 maja 2024 09:00 użytkownik Urząd <help@office.example>\nnapisał:",
    "Swedish": "Den 6 maj 2024 09:00:00, Kontoret (help@office.example) skrev:",
    "Norwegian": "På 6 mai 2024 på 09:00:00, Kontoret (help@office.example) skrev:",
    "Russian": "пн, 6 мая 2024 г. в 09:00, Город <help@office.example>:",
    "Russian, phone": '06.05.2024 09:00 пользователь "Город" <\nhelp@office.example> написал:',
    "Vietnamese": "Vào Th 2, 6 thg 5, 2024 vào lúc 09:00 Văn phòng <help@office.example> đã viết:",
    "Chinese": "City Office <help@office.example> 于2024年5月6日周一 09:00写道：",
    "Japanese": "2024年5月6日(月) 9:00 City Office <help@office.example>:",
}

BLOCKS = {
    "Outlook": "From: City Office [mailto:help@office.example]\nSent: Monday, May 6, 2024 9:00 AM\nTo: Ann Lee\nSubject: Meeting",
    "Outlook under a line": "________________________________\nFrom: City Office <help@office.example>\nSent: Monday, May 6, 2024 9:00 AM\nTo: Ann Lee\nSubject: Meeting",
    "Outlook in bold": "*From:* City [mailto:\nhelp@office.example]\n*Sent:* Monday, May 6, 2024\n*To:* Ann\n*Subject:* Meeting",
    "Hotmail": "Date: Mon, 6 May 2024 09:00:00 -0500\nSubject: Meeting\nFrom: help@office.example\nTo: ann.lee@example.com",
    "date and recipient": "Date: Mon, 6 May 2024 09:00:00 -0500\nTo: ann.lee@example.com",
    "AOL": "-----Original Message-----\nFrom: City <help@office.example>\nTo: Ann <ann.lee@example.com>\nSent: Mon, May 6, 2024\nSubject: Meeting",
    "only a line": "----- Original Message -----",
    "spaced out": "From: City Office <help@office.example>\n\nSent: Monday, May 6, 2024\n\nTo: Ann\n\nSubject: Meeting",
    "German": "Von: Amt <help@office.example>\nGesendet: Montag, 6. Mai 2024 09:00\nAn: Ann\nBetreff: Treffen",
    "German line": "-----Ursprüngliche Nachricht-----",
    "French": "De : Mairie [mailto:help@office.example]\nEnvoyé : lundi 6 mai 2024 09:00\nÀ : Ann\nObjet : Réunion",
    "Spanish": "De: Oficina <help@office.example>\nEnviado el: lunes, 6 de mayo de 2024 9:00\nPara: Ann\nAsunto: Reunión",
    "Spanish line": "-----Mensaje original-----",
    "Portuguese": "De: Escritório <help@office.example>\nEnviado: segunda-feira, 6 de maio de 2024\nPara: Ann\nAssunto: Reunião",
    "Swedish": "Från: Kontoret <help@office.example>\nSkickat: den 6 maj 2024\nTill: Ann\nÄmne: Möte",
    "Danish": "Fra: Kontoret <help@office.example>\nSendt: 6. maj 2024\nTil: Ann\nEmne: Møde",
    "Russian": "От: Город\nОтправлено: понедельник, 6 мая 2024 г. 9:00\nКому: Ann\nТема: Собрание",
    "Chinese": "发件人: City <help@office.example>\n发送时间: 2024年5月6日\n收件人: Ann\n主题: 会议",
    "Korean": "보낸 사람: City <help@office.example>\n보낸 날짜: 2024년 5월 6일\n받는 사람: Ann\n제목: 회의",
}


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("heading", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_new_words_above_a_marked_quotation_are_found(heading: str) -> None:
    split = split_new_text(f"I will be there.\nAnn\n\n{heading}\n\n{QUOTED}\n")
    assert split.text == "I will be there.\nAnn"
    assert squeezed(split.quotation) == squeezed(f"{heading}\n{QUOTED}")


NEEDS_MARKS = {"Gmail, time zone first", "Russian", "Japanese"}
"""Headings without a verb: only the marks below show what they are."""
TELLING = {name: heading for name, heading in ATTRIBUTIONS.items() if name not in NEEDS_MARKS}


@pytest.mark.parametrize("heading", TELLING.values(), ids=TELLING)
def test_new_words_above_an_unmarked_quotation_are_found(heading: str) -> None:
    assert split_new_text(f"I will be there.\n\n{heading}\n\nThere will be a meeting.\n").text == "I will be there."


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_new_words_above_a_copied_header_are_found(block: str) -> None:
    split = split_new_text(f"I will be there.\n\n{block}\n\nThere will be a meeting.\n")
    assert split.text == "I will be there."
    assert split.quotation.endswith("There will be a meeting.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"On 05/06/2024 09:00 AM, City wrote:\n\n{QUOTED}\nI will.", "I will.", id="below the quotation"),
        pytest.param(
            f"Yes.\n\nOn 05/06/2024 09:00 AM, City wrote:\n\n{QUOTED}\n\nSee you, Ann",
            "Yes.\n\nSee you, Ann",
            id="around it",
        ),
        pytest.param(
            "> Will you come?\n\nYes.\n\n> Both of you?\n\nOnly me.", "Yes.\n\nOnly me.", id="between the lines"
        ),
        pytest.param(
            f"yes On Mon, May 6, 2024 at 9:00 AM, help@office.example wrote:\n{QUOTED}", "yes", id="on the same line"
        ),
        pytest.param(
            f"yes--- On Mon, May 6, 2024 at 9:00 AM, help@office.example wrote:\n{QUOTED}", "yes", id="joined by dashes"
        ),
        pytest.param(
            "> a line of a quotation that is too long and was therefore wrapped by\nsome program\n> without a mark\n\nYes.",
            "Yes.",
            id="below a badly wrapped quotation",
        ),
        pytest.param(
            "👍\n\nOn Mon, May 6, 2024 at 9:00 AM City <h@o.example> wrote:\n> Will you come?", "👍", id="a thumb up"
        ),
    ],
)
def test_new_words_are_found(text: str, expected: str) -> None:
    assert split_new_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("On Monday I saw a rat.\nOn Tuesday I saw two.", id="sentences that begin with On"),
        pytest.param("On 3/4/2024 I wrote:\nplease fix the light.\nNobody came.", id="telling what one wrote"),
        pytest.param("On May 6, 2024 we wrote:\nhelp us.", id="telling what we wrote"),
        pytest.param("The trucks run\nFrom: 5th Street\nTo: 9th Street\nall night.", id="a route"),
        pytest.param("Date: Monday\nTime: 5 pm\nPlace: Elm Street\nPlease send someone.", id="an appointment"),
        pytest.param("Visit us\n>>> http://example.com <<<\nright now", id="arrows"),
        pytest.param("My list:\n-- one\n-- two\n- three", id="a list with dashes"),
        pytest.param("To: whom it may concern\n\nPlease fix the light.", id="a salutation"),
        pytest.param("Thanks for coming.\nThe light is still broken.", id="thanks first"),
        pytest.param("Please call me.\n555-0100", id="a number to call"),
        pytest.param("The confidential report should be public.", id="a word that notices use"),
        pytest.param("Sent my forms in March. From my phone I see nothing.", id="words like a phone's"),
        pytest.param("Hello,\n\nThanks,\nAlex", id="a name that nobody knows"),
    ],
)
def test_what_people_write_stays_whole(text: str) -> None:
    split = split_new_text(text)
    assert (split.text, split.quotation) == (text, "")


@pytest.mark.parametrize(
    "footer",
    [
        "Sent from my iPhone", "Sent from my Verizon, Samsung Galaxy smartphone", "Sent via the Samsung Galaxy S23",
        "Get Outlook for iOS<https://aka.ms/x>", "Sent from Yahoo Mail on Android", "Sent from Mail for Windows",
        "Enviado desde mi iPhone", "Enviado do meu iPhone", "Envoyé de mon iPhone", "Von meinem iPhone gesendet",
        "Gesendet von Outlook für Android", "Inviato da iPhone", "Verzonden vanaf mijn iPhone", "Skickat från min iPhone",
        "Отправлено с iPhone", "从我的 iPhone 发送", "iPhoneから送信",
    ],
)  # fmt: skip
def test_what_a_phone_adds_is_not_the_constituents(footer: str) -> None:
    split = split_new_text(f"Please fix it.\n\n{footer}\n\nOn May 6, 2024, at 9:00 AM, City wrote:\n\n{QUOTED}")
    assert (split.text, split.signature) == ("Please fix it.", footer)


@pytest.mark.parametrize(
    ("signature", "known"),
    [
        pytest.param("-- \nAnn Lee\nTreasurer", False, id="the agreed mark"),
        pytest.param("--\nAnn Lee", False, id="a trimmed mark"),
        pytest.param("—\nAnn Lee", False, id="a dash"),
        pytest.param("Best regards,\nAnn Lee", True, id="a closing and a known name"),
        pytest.param("Ann", True, id="a known first name"),
        pytest.param("Saludos,\n\nAnn Lee, tesorera\n(555) 555-0100", True, id="Spanish"),
        pytest.param("Cordialement,\nAnn Lee", True, id="French"),
        pytest.param("Atenciosamente,\nAnn Lee", True, id="Portuguese"),
        pytest.param("Sincerely,\nAnn Lee\n12 Elm St.\n(555) 555-0100", False, id="a closing and a number"),
        pytest.param("Ann Lee\nann.lee@example.com\nwww.example.com", False, id="a block of contacts"),
        pytest.param("----------------\nAnn Lee\nt. 555-555-0100", False, id="a rule and a number"),
    ],
)
def test_a_signature_is_told_from_the_words(signature: str, known: bool) -> None:
    split = split_new_text(f"The light on Elm Street is broken. Please fix it.\n\n{signature}", ANN if known else None)
    assert split.text == "The light on Elm Street is broken. Please fix it."
    assert squeezed(split.signature) == squeezed(signature)


@pytest.mark.parametrize(
    "notice",
    [
        "CONFIDENTIALITY NOTICE: This e-mail is intended only for the person named above. If you are not that person, delete it.",
        "This email and any attachments are confidential and may be privileged.",
        "This message is intended only for the use of the addressee.",
        "The information contained in this e-mail may be privileged.",
        "DISCLAIMER: The opinions are those of the sender.",
        "Please consider the environment before printing this email.",
        "Virus-free.www.avast.com <https://www.avast.com/x>",
        "Under Florida law, e-mail addresses are public records.",
        "AVISO DE CONFIDENCIALIDAD: Este correo es confidencial.",
        "Este mensaje y sus adjuntos son confidenciales y van dirigidos a su destinatario.",
        "Ce message et ses pièces jointes sont confidentiels et destinés à leur destinataire.",
        "Esta mensagem pode conter informação confidencial.",
        "Diese E-Mail enthält vertrauliche Informationen.",
    ],
)
def test_a_notice_is_not_the_constituents(notice: str) -> None:
    split = split_new_text(f"The light is broken.\n\nAnn Lee\n\n{notice}\n", ANN)
    assert (split.text, split.signature, split.disclaimer) == ("The light is broken.", "Ann Lee", notice)


def test_a_gateways_warning_on_top_is_not_the_constituents() -> None:
    split = split_new_text("CAUTION: This email originated from outside of the organization.\n\nThe light is broken.")
    assert split.text == "The light is broken."


def test_a_forwarded_mail_is_told_from_the_words_above_it() -> None:
    split = split_new_text(
        "Is this true?\n\n---------- Forwarded message ---------\nFrom: x@y.example\nSubject: Tax\n\nPay now."
    )
    assert (split.text, split.is_forward) == ("Is this true?", True)
    assert "Pay now." in split.quotation


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(QUOTED, id="only a quotation"),
        pytest.param(
            "---------- Forwarded message ---------\nFrom: x@y.example\nDate: today\n\nPay now.", id="only a forward"
        ),
        pytest.param("From: Ann <ann@example.com>\nSubject: Pothole\n\nMessage: Please fix it.", id="a form's mail"),
    ],
)
def test_a_mail_without_new_words_is_taken_whole(text: str) -> None:
    split = split_new_text(text)
    assert (split.text, split.is_whole) == (text, True)


def test_a_mail_of_only_a_footer_keeps_it_rather_than_the_quotation() -> None:
    split = split_new_text(f"Sent from my iPhone\n\nOn May 6, 2024, at 9:00 AM, City wrote:\n\n{QUOTED}")
    assert (split.text, split.is_whole) == ("Sent from my iPhone", False)


pieces = st.sampled_from(
    ["Hello", "> quoted", "", "-- ", "From: a@b.example", "Subject: x", "Date: 5/6/2024", "Sent from my iPhone", "Thanks,", "Ann Lee",
     "On 5/6/2024, Ann wrote:", "-----Original Message-----", "CAUTION: x", "555-555-0100", "________________", "wrote:"]
)  # fmt: skip


@given(st.lists(pieces, max_size=25))
def test_new_words_are_never_empty_where_the_mail_has_words_and_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    split = split_new_text(text, ANN)
    assert has_words(split.text) == has_words(text)
    parts = (split.text, split.quotation, split.signature, split.disclaimer)
    assert sorted(" ".join(parts).split()) == sorted(text.split())


@given(st.text(max_size=2_000))
def test_any_text_can_be_split(text: str) -> None:
    split = split_new_text(text)
    assert has_words(split.text) == has_words(text)


REAL_PLAIN = "android aol apple_mail apple_mail_2 comcast gmail hotmail iphone outlook sparrow thunderbird yahoo"
REAL_HTML = "gmail hotmail mail_ru ms_outlook_2003 ms_outlook_2007 ms_outlook_2010 thunderbird windows_mail yandex_ru"
REAL_SIGNED = "camel_case jeff johndoeexamplecom long short_url sparse"


@pytest.mark.data
@pytest.mark.parametrize("client", REAL_PLAIN.split())
def test_the_reply_of_a_real_mail_program_is_exact(client: str, shared_data: Path) -> None:
    folder = shared_data / "eml" / "mailgun_talon" / "standard_replies"
    known = folder / f"{client}_reply_text"
    expected = known.read_text(encoding="utf-8") if known.exists() else "Hello"
    mail = parse_mail((folder / f"{client}.eml").read_bytes())
    split = split_new_text(mail.text, mail.sender)
    assert squeezed(split.reply) == squeezed(expected)
    assert squeezed(split.text) == "Hello"


@pytest.mark.data
@pytest.mark.parametrize("client", REAL_HTML.split())
def test_the_reply_of_a_real_html_mail_is_exact(client: str, shared_data: Path) -> None:
    path = shared_data / "eml" / "mailgun_talon" / "html_replies" / f"{client}.html"
    split = split_new_text(html_to_text(path.read_text(encoding="utf-8")))
    assert squeezed(split.text) == "Hi. I am fine. Thanks, Alex"


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "expected"), [("OLK_SRC_BODY_SECTION", "Reply"), ("reply-separated-by-hr", "Hi there Bob")]
)
def test_the_reply_above_a_real_copied_header_is_exact(name: str, expected: str, shared_data: Path) -> None:
    path = shared_data / "eml" / "mailgun_talon" / f"{name}.html"
    assert squeezed(split_new_text(html_to_text(path.read_text(encoding="utf-8"))).text) == expected


@pytest.mark.data
@pytest.mark.parametrize("name", REAL_SIGNED.split())
def test_a_real_signature_is_exact(name: str, shared_data: Path) -> None:
    folder = shared_data / "eml" / "mailgun_talon" / "signature" / "emails" / "stripped"
    body, sender, signature = (
        (folder / f"{name}_{part}").read_text("utf-8") for part in ("body", "sender", "signature")
    )
    is_address = "@" in sender
    known = MailAddress(name="" if is_address else sender.strip(), address=sender.strip() if is_address else "")
    split = split_new_text(body.replace("#sig#", ""), known)
    assert squeezed(split.signature) == squeezed(signature.replace("#sig#", ""))
