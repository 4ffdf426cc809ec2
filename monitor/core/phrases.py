"""The words that a mail adds to a mention, in the languages that a subscription may ask for.

Written without plurals ("New mentions: 3"), so that no language needs rules of its own. The reasons come from `when`
and from the judgement and stay as they are.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """`{…}` is filled in by the letter."""

    mentions: str
    more: str
    """Ends the subject of a mail that tells several."""
    further: str
    """Above those that stand in the list only."""
    author: str
    seen: str
    """Before the hour, where the source gave none."""
    why: str
    words: str
    priority: str
    topics: str
    open: str
    shortened: str
    part: str
    subscription: str
    test: str
    test_text: str


def phrases(language: str) -> Phrases:
    """Of `pt-BR` those of `pt`; English for what is not spoken here."""
    return _SPOKEN.get(language.partition("-")[0], _SPOKEN["en"])


def spoken(language: str) -> bool:
    return language.partition("-")[0] in _SPOKEN


_SPOKEN = {
    "en": Phrases(
        mentions="New mentions: {count}",
        more="+{count} more",
        further="Further mentions, in short",
        author="by {name}",
        seen="seen {at}",
        why="Why",
        words="Words",
        priority="Priority",
        topics="Topics",
        open="Open the original",
        shortened="Shortened; the rest is at the original.",
        part="Part {part} of {parts}",
        subscription="You get this through the subscription “{name}”.",
        test="Test: mail from Monitor arrives",
        test_text="This is a test. New mentions will arrive here like this.",
    ),
    "de": Phrases(
        mentions="Neue Erwähnungen: {count}",
        more="+{count} weitere",
        further="Weitere Erwähnungen, kurz",
        author="von {name}",
        seen="gesehen {at}",
        why="Warum",
        words="Wörter",
        priority="Priorität",
        topics="Themen",
        open="Original öffnen",
        shortened="Gekürzt; der Rest steht im Original.",
        part="Teil {part} von {parts}",
        subscription="Sie erhalten dies über das Abonnement „{name}“.",
        test="Test: Post von Monitor kommt an",
        test_text="Dies ist ein Test. Neue Erwähnungen kommen hier so an.",
    ),
    "fr": Phrases(
        mentions="Nouvelles mentions : {count}",
        more="+{count} autres",
        further="Autres mentions, en bref",
        author="par {name}",
        seen="vu {at}",
        why="Pourquoi",
        words="Mots",
        priority="Priorité",
        topics="Sujets",
        open="Ouvrir l’original",
        shortened="Abrégé ; la suite se trouve dans l’original.",
        part="Partie {part} sur {parts}",
        subscription="Vous recevez ceci par l’abonnement « {name} ».",
        test="Test : le courrier de Monitor arrive",
        test_text="Ceci est un test. Les nouvelles mentions arriveront ici de cette façon.",
    ),
    "es": Phrases(
        mentions="Menciones nuevas: {count}",
        more="+{count} más",
        further="Otras menciones, en breve",
        author="de {name}",
        seen="visto {at}",
        why="Por qué",
        words="Palabras",
        priority="Prioridad",
        topics="Temas",
        open="Abrir el original",
        shortened="Abreviado; el resto está en el original.",
        part="Parte {part} de {parts}",
        subscription="Recibe esto por la suscripción «{name}».",
        test="Prueba: el correo de Monitor llega",
        test_text="Esto es una prueba. Las menciones nuevas llegarán aquí así.",
    ),
    "it": Phrases(
        mentions="Nuove menzioni: {count}",
        more="+{count} altre",
        further="Altre menzioni, in breve",
        author="di {name}",
        seen="visto {at}",
        why="Perché",
        words="Parole",
        priority="Priorità",
        topics="Argomenti",
        open="Apri l’originale",
        shortened="Abbreviato; il resto è nell’originale.",
        part="Parte {part} di {parts}",
        subscription="Riceve questo messaggio tramite l’abbonamento «{name}».",
        test="Prova: la posta di Monitor arriva",
        test_text="Questa è una prova. Le nuove menzioni arriveranno qui così.",
    ),
    "nl": Phrases(
        mentions="Nieuwe vermeldingen: {count}",
        more="+{count} meer",
        further="Verdere vermeldingen, in het kort",
        author="door {name}",
        seen="gezien {at}",
        why="Waarom",
        words="Woorden",
        priority="Prioriteit",
        topics="Onderwerpen",
        open="Origineel openen",
        shortened="Ingekort; de rest staat in het origineel.",
        part="Deel {part} van {parts}",
        subscription="U ontvangt dit via het abonnement “{name}”.",
        test="Test: mail van Monitor komt aan",
        test_text="Dit is een test. Nieuwe vermeldingen komen hier zo binnen.",
    ),
    "pl": Phrases(
        mentions="Nowe wzmianki: {count}",
        more="+{count} więcej",
        further="Pozostałe wzmianki, w skrócie",
        author="autor: {name}",
        seen="zauważono {at}",
        why="Dlaczego",
        words="Słowa",
        priority="Priorytet",
        topics="Tematy",
        open="Otwórz oryginał",
        shortened="Skrócono; reszta jest w oryginale.",
        part="Część {part} z {parts}",
        subscription="Ta wiadomość przychodzi z subskrypcji „{name}”.",
        test="Test: poczta z Monitora dochodzi",
        test_text="To jest test. Nowe wzmianki będą tu przychodzić w ten sposób.",
    ),
    "pt": Phrases(
        mentions="Novas menções: {count}",
        more="+{count} mais",
        further="Outras menções, em resumo",
        author="por {name}",
        seen="visto {at}",
        why="Porquê",
        words="Palavras",
        priority="Prioridade",
        topics="Temas",
        open="Abrir o original",
        shortened="Abreviado; o resto está no original.",
        part="Parte {part} de {parts}",
        subscription="Recebe isto pela subscrição “{name}”.",
        test="Teste: o correio do Monitor chega",
        test_text="Isto é um teste. As novas menções chegarão aqui assim.",
    ),
    "ja": Phrases(
        mentions="新しい言及: {count}",
        more="他{count}件",
        further="その他の言及（要約）",
        author="投稿者: {name}",
        seen="検出 {at}",
        why="理由",
        words="語句",
        priority="優先度",
        topics="話題",
        open="元の投稿を開く",
        shortened="省略されています。続きは元の投稿にあります。",
        part="{parts}通中{part}通目",
        subscription="購読「{name}」によりお送りしています。",
        test="テスト: Monitorからのメールが届きました",
        test_text="これはテストです。新しい言及はこのように届きます。",
    ),
    "zh": Phrases(
        mentions="新提及：{count}",
        more="另有{count}条",
        further="其他提及（摘要）",
        author="作者：{name}",
        seen="发现于 {at}",
        why="原因",
        words="词语",
        priority="优先级",
        topics="话题",
        open="打开原文",
        shortened="已截断；其余内容见原文。",
        part="第{part}部分，共{parts}部分",
        subscription="您通过订阅“{name}”收到此邮件。",
        test="测试：Monitor 的邮件已送达",
        test_text="这是一封测试邮件。新的提及将以这种形式送达。",
    ),
}

LANGUAGES = tuple(_SPOKEN)
