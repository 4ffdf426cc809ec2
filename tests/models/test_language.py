"""Language: the script first, then what was declared, checked by the detector."""

import pytest

from monitor.models import detect_language

CASES = {
    "an English sentence": ("The delivery was late and nobody answered the phone.", None, "en"),
    "a German sentence": ("Die Lieferung kam zu spät und niemand ging ans Telefon.", None, "de"),
    "a French sentence": ("La livraison est arrivée en retard et personne ne répond.", None, "fr"),
    "a Dutch sentence": ("De bezorging was te laat en niemand nam de telefoon op.", None, "nl"),
    "a Polish sentence": ("Dostawa się spóźniła i nikt nie odbierał telefonu.", None, "pl"),
    "a Ukrainian sentence": ("Доставка запізнилася, і ніхто не відповідав на дзвінки.", None, "uk"),
    "kana": ("とても良い", None, "ja"),
    "Han without kana": ("非常好", None, "zh"),
    "Hangul": ("정말 좋아요", None, "ko"),
    "Thai": ("อร่อยมาก", None, "th"),
    "Greek": ("πολύ καλό", None, "el"),
    "too short, declared": ("Super!", "de", "de"),
    "too short, nothing declared": ("Super!", None, None),
    "a region is dropped": ("Ok", "pt-BR", "pt"),
    "an underscore too": ("Ok", "zh_Hans", "zh"),
    "declared wrongly, a long text": ("Die Lieferung kam zu spät und niemand ging ans Telefon.", "en", "de"),
    "no letters": ("👍 10/10", "fr", "fr"),
    "nothing at all": ("", None, None),
    "an address is no text": ("https://example.org/ein/sehr/langer/deutscher/pfad", None, None),
    "capitals": ("THIS IS THE WORST RESTAURANT I HAVE EVER BEEN TO", None, "en"),
    "a language without a code of two letters": ("Ok", "ceb", None),
    "Hebrew written as iw": ("Ok", "iw", "he"),
}


@pytest.mark.parametrize("sentence", CASES)
def test_language(sentence: str) -> None:
    text, declared, expected = CASES[sentence]
    assert detect_language(text, declared) == expected
