"""Which language a constituent writes in. All sentences are made up."""

import shutil
from pathlib import Path

import pytest
from py3langid import langid
from py3langid.langid import LanguageIdentifier

from civicline.adapters.language import CANDIDATES, QUICK_MODEL, detect_language, read_quick_model
from layers.classifier.language_model import quicken

SENTENCES = {
    "en": (
        "There is a huge pothole on Maple Street",
        "my neighbors dog barks all night",
        "stop the rezoning on Elm St",
    ),
    "es": ("no pasó la basura hoy", "El semáforo no funciona desde ayer", "como pago mi factura del agua"),
    "ht": ("pa gen dlo lakay mwen depi maten", "kijan mwen ka peye bòdwo dlo a", "mèsi anpil pou èd ou"),
    "zh": ("我家门口的路灯坏了三个星期", "從早上開始就沒有水", "怎么付水费"),
    "vi": ("đèn đường trước nhà tôi bị hỏng ba tuần rồi", "tôi bỏ phiếu ở đâu vào thứ ba"),
    "fr": ("Il y a un énorme nid-de-poule dans ma rue", "j'ai besoin d'aide pour le loyer"),
    "pt": ("a luz da rua está apagada há três semanas", "não tem água desde hoje de manhã"),
    "ar": ("هناك حفرة كبيرة في الشارع", "أحتاج مساعدة في الإيجار"),
    "ru": ("На нашей улице огромная яма", "с утра нет воды"),
    "ko": ("우리 동네 길에 큰 구멍이 있어요", "화요일에 어디서 투표하나요"),
    "tl": ("may malaking butas sa kalsada namin",),
    "pl": ("Na naszej ulicy jest wielka dziura w jezdni",),
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts])
def test_a_sentence_is_told_by_its_language(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ok",
        "Stop.",
        "STOP",
        "12345",
        "555-0100",
        "👍👍",
        "?",
        "yes",
        "no",
        "lol",
        "Hi",
        "https://example.org/a/b",
    ],
)
def test_a_text_too_short_to_tell_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"


def test_links_and_addresses_do_not_make_a_spanish_message_english() -> None:
    assert (
        detect_language("la luz de mi calle no funciona https://www.example.org/street/lights me@example.org") == "es"
    )


def test_capitals_do_not_change_the_language() -> None:
    assert detect_language("EL SEMÁFORO NO FUNCIONA") == "es"


def test_hidden_characters_do_not_change_the_language() -> None:
    assert detect_language("\u202eno p\u200basó la ba\u200bsura hoy\u202c") == "es"


def test_an_endless_text_has_a_language() -> None:
    assert detect_language("the street light is out " * 100_000) == "en"


def test_every_candidate_is_an_iso_639_1_code() -> None:
    assert len(set(CANDIDATES)) == len(CANDIDATES)
    assert all(len(code) == 2 and code.isascii() and code.islower() for code in CANDIDATES)


def test_the_layers_smaller_model_tells_languages_as_the_whole_one_does(tmp_path: Path) -> None:
    whole = Path(langid.MODEL_DIR) / langid.MODEL_FILE
    copy = tmp_path / "model.npz.xz"
    shutil.copyfile(whole, copy)
    small = quicken(copy)
    assert [path.name for path in tmp_path.iterdir()] == [Path(QUICK_MODEL).name] == [small.name]
    detectors = [LanguageIdentifier.from_model_file(whole, norm_probs=True), read_quick_model(small)]
    for detector in detectors:
        detector.set_languages(CANDIDATES)
    first, second = (
        [detector.classify(text) for texts in SENTENCES.values() for text in texts] for detector in detectors
    )
    assert [language for language, _ in first] == [language for language, _ in second]
    assert [float(sure) for _, sure in first] == pytest.approx([float(sure) for _, sure in second], abs=1e-4)
