"""What a query finds in a text, and where."""

import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.fold import fold
from monitor.core.match import BrandQuery, Document, Match, Matcher, matches
from monitor.core.query import default_query, parse
from monitor.errors import QueryError

FOUND: dict[str, tuple[str, str, list[str]]] = {
    "a word": ("acme", "I love Acme!", ["Acme"]),
    "every place of a word": ("acme", "Acme, ACME and acme", ["Acme", "ACME", "acme"]),
    "a possessive": ("acme", "Acme's shop, Acme’s shop", ["Acme", "Acme"]),
    "a hashtag, handle and domain": ("acme", "#acme @acme acme.com", ["acme", "acme", "acme"]),
    "a word with hyphens": ("acme", "an acme-like non-acme thing", ["acme", "acme"]),
    "a word with underscores": ("acme", "#acme_fail", ["acme"]),
    "a word in quotation marks": ("acme", "«Acme» “acme” `acme`", ["Acme", "acme", "acme"]),
    "a trademark": ("acme", "Acme™ and Acme®", ["Acme", "Acme"]),
    "accents in the text": ("cafe", "Le Café", ["Café"]),
    "accents in the query": ("café", "le cafe", ["cafe"]),
    "combining accents": ("café", "cafe\u0301!", ["cafe\u0301"]),
    "letters with a stroke": ("lodz", "Łódź", ["Łódź"]),
    "sharp s": ("strasse", "die Straße.", ["Straße"]),
    "sharp s before the hit": ("acme", "Straße ßß Acme", ["Acme"]),
    "dotted capital i": ("istanbul", "İstanbul İSTANBUL", ["İstanbul", "İSTANBUL"]),
    "dotless i": ("işbank", "IŞBANK ışbank", ["IŞBANK", "ışbank"]),
    "final sigma": ("οδος", "ΟΔΟΣ οδός", ["ΟΔΟΣ", "οδός"]),
    "a ligature": ("office", "our oﬃce", ["oﬃce"]),
    "wide letters": ("acme", "ＡＣＭＥ", ["ＡＣＭＥ"]),
    "mathematical letters": ("acme", "𝐀𝐜𝐦𝐞 now", ["𝐀𝐜𝐦𝐞"]),
    "a soft hyphen": ("acme", "Ac\u00adme", ["Ac\u00adme"]),
    "a zero-width space": ("acme", "Ac\u200bme", ["Ac\u200bme"]),
    "an apostrophe, typographic": ("l'oréal", "L’ORÉAL", ["L’ORÉAL"]),
    "an apostrophe only in the query": ("l'oréal", "loreal", ["loreal"]),
    "an apostrophe only in the text": ("loreal", "chez L'Oréal Paris", ["L'Oréal"]),
    "an apostrophe of a name": ("mcdonalds", "at McDonald's.", ["McDonald's"]),
    "a place behind two apostrophes": ("levis", "don't l'ego my Levi's 501", ["Levi's"]),
    "a phrase": ('"acme coffee"', "ACME  Coffee", ["ACME  Coffee"]),
    "a phrase over a line": ('"acme coffee"', "acme\ncoffee", ["acme\ncoffee"]),
    "a phrase over a no-break space": ('"acme coffee"', "acme\u00a0coffee", ["acme\u00a0coffee"]),
    "a phrase over a hyphen": ('"coca cola"', "Coca-Cola", ["Coca-Cola"]),
    "a hyphen over a space": ("coca-cola", "coca cola", ["coca cola"]),
    "a phrase with its punctuation": ('"acme, inc. comics"', "Acme Inc comics", ["Acme Inc comics"]),
    "a phrase whose longest word is last": (
        '"the acme coffee-house"',
        "in The Acme coffee house",
        ["The Acme coffee house"],
    ),
    "a phrase with an apostrophe": ('"loreal paris"', "L'Oréal Paris", ["L'Oréal Paris"]),
    "an ampersand": ('"h&m"', "H & M, H&M", ["H & M", "H&M"]),
    "signs": ("c++", "C++ is fun", ["C++"]),
    "a sign before": (".net", "use .NET now", [".NET"]),
    "an exclamation mark in a name": ('"Yahoo!"', "Yahoo answers", ["Yahoo"]),
    "a short name with its mark": ('"E!"', "on E! now", ["E!"]),
    "a domain": ("acme.com", "https://www.acme.com/x", ["acme.com"]),
    "a handle": ("@acme", "hi @Acme, hi @acme@social.example", ["@Acme", "@acme"]),
    "a ticker": ("$ACME", "buy $acme", ["$acme"]),
    "hashtags in a row": ("#acme", "#love#acme", ["#acme"]),
    "an emoji": ("😡", "so 😡😡", ["😡", "😡"]),
    "an emoji with a skin tone": ("👍", "ok👍🏽", ["👍"]),
    "a heart with and without variation": ("❤️", "I ❤ it", ["❤"]),
    "a beginning": ("acme*", "Acmeology, acme", ["Acmeology", "acme"]),
    "a beginning with an accent later": ("caf*", "Cafétéria", ["Cafétéria"]),
    "japanese": ("アップル", "今日アップルストアへ", ["アップル"]),
    "half-width japanese": ("ガスト", "ｶﾞｽﾄで", ["ｶﾞｽﾄ"]),
    "chinese": ("星巴克", "我喜欢星巴克咖啡", ["星巴克"]),
    "thai": ("สตาร์บัคส์", "ไปสตาร์บัคส์กัน", ["สตาร์บัคส์"]),
    "korean with a particle": ("삼성", "삼성은 좋다", ["삼성"]),
    "latin before japanese": ("acme", "Acmeは最高", ["Acme"]),
    "a phrase of two scripts": ('"acme 株式会社"', "Acme株式会社", ["Acme株式会社"]),
    "a company sign": ("株", "㈱アクメ", ["㈱"]),
    "cyrillic": ("ёлка", "Елка", ["Елка"]),
    "arabic with vowels": ("محمد", "مُحَمَّد", ["مُحَمَّد"]),
    "hindi": ("भारत", "मेरा भारत महान", ["भारत"]),
    "and": ("acme AND coffee", "coffee by acme", ["coffee", "acme"]),
    "or takes the true side only": ("(acme AND tea) OR coffee", "acme coffee", ["coffee"]),
    "not": ("acme NOT comics", "acme coffee", ["acme"]),
    "places that overlap are one": ('acme OR "acme coffee"', "acme coffee", ["acme coffee"]),
    "near": ("refund NEAR/2 acme", "acme gave no refund", ["acme", "refund"]),
    "near in the other order": ("acme NEAR/2 refund", "refund it, dear acme", ["refund", "acme"]),
    "near at the limit": ("acme NEAR/3 refund", "refund it, my dear acme", ["refund", "acme"]),
    "next to": ("acme NEAR/0 refund", "refund acme", ["refund", "acme"]),
    "near takes the near ones": ("aa NEAR/1 bb", "aa x y z aa bb x y z bb", ["aa", "bb"]),
    "near of near": ("aa NEAR/1 bb NEAR/1 cc", "cc x aa x bb", ["cc", "aa", "bb"]),
    "near of choices": ("(aa OR bb) NEAR/1 cc", "bb x cc", ["bb", "cc"]),
    "near counts chinese signs": ("星巴克 NEAR/2 退款", "星巴克不能退款", ["星巴克", "退款"]),
    "near counts a contraction once": ("aa NEAR/1 bb", "aa don't bb", ["aa", "bb"]),
    "a word with itself": ("aa NEAR/1 aa", "aa", []),
    "no part of a word": ("acme", "acmeology macme acme2 acmé_", ["acmé"]),
    "no foreign mark behind": ("भारत", "भारतीय", []),
    "no voiced sign behind": ("カ", "ガ ｶﾞ", []),
    "no address": ("@acme", "help@acme.com", []),
    "no longer handle": ("@acme", "@acme_fan @acmefan", []),
    "no longer ticker": ("$T", "$TSLA", []),
    "no contraction": ("shell", "she'll and SHE’LL", []),
    "no longer domain": ("acme.com", "acme.community", []),
    "no phrase over a word": ('"acme coffee"', "acme's coffee, acme good coffee", []),
    "no phrase in one word": ('"acme coffee"', "acmecoffee", []),
    "no phrase backwards": ('"acme coffee"', "coffee acme", []),
    "no short name without its mark": ('"E!"', "plan E", []),
    "no and with one side": ("acme AND coffee", "acme tea", []),
    "no not with both": ("acme NOT comics", "acme comics", []),
    "no near, too far": ("refund NEAR/2 acme", "acme gave me no refund", []),
    "no text": ("acme", "", []),
}


@pytest.mark.parametrize(("query", "text", "words"), FOUND.values(), ids=FOUND)
def test_a_query_finds_these_places(query: str, text: str, words: list[str]) -> None:
    document = Document("", text)
    found = Matcher([BrandQuery("b", parse(query))]).find(document)
    assert [f"\n{text}"[start:end] for match in found for start, end in match.spans] == words
    assert matches(parse(query), document) is bool(words)


POST = Document(
    "Acme recalls mixers",
    "They broke, says L'Oréal.",
    "Jo O’Hara (@jo_h)",
    "https://www.Example.com/acme/1",
    "App Store",
    "pt-BR",
)
FIELDS: dict[str, tuple[str, bool]] = {
    "title": ("title:acme", True),
    "not in the title": ("title:broke", False),
    "text": ("text:broke", True),
    "not in the text": ("text:acme", False),
    "no phrase from title into text": ('"mixers they"', False),
    "no near from title into text": ("mixers NEAR/5 they", False),
    "near in the title": ("acme NEAR/1 mixers", True),
    "a word of the author": ("author:jo", True),
    "the author's name": ('author:"jo ohara"', True),
    "the author's handle": ("author:@jo_h", True),
    "no part of the author": ("author:har", False),
    "the author is not searched": ("ohara", False),
    "a host": ("url:example.com", True),
    "a path": ("url:example.com/acme", True),
    "no part of a host": ("url:ample.com", False),
    "the address is not searched": ("example.com", False),
    "the source": ('source:"app store"', True),
    "no part of the source": ("source:app", False),
    "a beginning of the source": ("source:app*", True),
    "the language": ("language:pt", True),
    "the language and its country": ("language:PT-br", True),
    "another language": ("language:p", False),
    "another country": ("language:pt-PT", False),
    "a field in and": ("acme language:pt NOT source:x", True),
    "a field that is not": ("acme NOT language:pt", False),
    "a field or a word": ("tea OR language:pt", True),
}


@pytest.mark.parametrize(("query", "holds"), FIELDS.values(), ids=FIELDS)
def test_a_field_is_looked_at_alone(query: str, holds: bool) -> None:
    assert matches(parse(query), POST) is holds


def test_a_field_without_value_holds_nothing() -> None:
    bare = Document("acme", "")
    assert [matches(parse(f"acme {name}:x"), bare) for name in ("author", "url", "source", "language")] == [False] * 4


def test_brands_come_in_their_order_each_with_its_places() -> None:
    matcher = Matcher(
        [BrandQuery("Tea", parse("tea")), BrandQuery("Pt", parse("language:pt")), BrandQuery("Acme", parse("acme"))]
    )
    found = matcher.find(Document("Acme", "tea and ACME", language="pt"))
    assert found == (Match("Tea", ((5, 8),)), Match("Pt", ()), Match("Acme", ((0, 4), (13, 17))))


def test_brands_with_the_same_words_are_both_found() -> None:
    matcher = Matcher(
        [BrandQuery("A", parse("acme")), BrandQuery("B", parse("acme coffee")), BrandQuery("C", parse('"acme"'))]
    )
    assert [match.brand for match in matcher.find(Document("", "acme tea"))] == ["A", "C"]


def test_spans_tell_where_a_brand_is_named_also_when_its_query_fails() -> None:
    matcher = Matcher([BrandQuery("Acme", parse("acme AND coffee NOT comics"))])
    document = Document("Acme comics", "by acme")
    assert (matcher.find(document), matcher.spans("Acme", document)) == ((), ((0, 4), (15, 19)))


def test_no_brands_find_nothing() -> None:
    assert Matcher([]).find(POST) == ()


def test_a_matcher_travels_to_another_process() -> None:
    matcher = Matcher([BrandQuery("Acme", parse("acme"))])
    again = pickle.loads(pickle.dumps(matcher))  # noqa: S301 - our own bytes
    assert again.find(POST) == matcher.find(POST) != ()


def test_ten_thousand_brands_find_theirs() -> None:
    matcher = Matcher([BrandQuery(f"b{n}", parse(default_query(f"brand {n} co"))) for n in range(10_000)])
    assert [match.brand for match in matcher.find(Document("Brand 77 Co", "and brand 9999 co."))] == ["b77", "b9999"]


@pytest.mark.timeout(20)
@pytest.mark.slow
def test_a_hostile_text_takes_linear_time() -> None:
    query = parse('"aa aa aa bb" OR (aa NEAR/100 bb) NEAR/100 cc OR "a - - - b" OR l\'a')
    assert not matches(query, Document("", "aa " * 200_000 + "a" * 200_000 + "-" * 200_000 + "l'" * 100_000))
    assert matches(query, Document("", "aa bb cc " * 30_000))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_place_is_always_inside_the_text(title: str, text: str) -> None:
    whole = f"{title}\n{text}"
    for word in whole.split():
        try:
            query = parse(default_query(word))
        except QueryError:
            continue
        for match in Matcher([BrandQuery("b", query)]).find(Document(title, text)):
            assert match.spans
            assert all(0 <= start < end <= len(whole) for start, end in match.spans)


@given(
    st.text("abcéßİﬁǄㅎガ가株", min_size=1, max_size=6),
    st.text("ßİﬁé\u0301㈱ ガ ab\u00ad🙂’'", max_size=30),
    st.text("ßİﬁé㈱ ガ ab🙂", max_size=30),
)
def test_a_word_among_anything_is_found_at_its_own_place(word: str, before: str, behind: str) -> None:
    text = f"{before} . {word} . {behind}"
    start = len(before) + 4
    (match,) = Matcher([BrandQuery("b", parse(default_query(word)))]).find(Document("", text))
    assert any(span[0] <= start and start + len(word) <= span[1] for span in match.spans)
    for first, end in match.spans:
        assert fold(unicodedata.normalize("NFC", word)).strip() in fold(f"\n{text}"[first:end]).replace("'", "")
