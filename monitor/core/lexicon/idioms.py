"""Turns of speech that mean another thing than their words: "can't fault it" is praise, "thanks for nothing" is not.

The model weighs words, and "fault", "complain" and "nobody" weigh as complaints whatever stands around them. An idiom
is therefore read as one word that means what it means; one that says nothing ("nobody else", "no problem") is not read
at all. First word, then the rest, in lower case; `a/b` are alternatives, `?` after a word makes it optional, `*` stands
for any one word. Rests are matched over tokens, so that they end with a word.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple


class Meaning(StrEnum):
    """What an idiom stands for; the value is the word whose weight it gets, none for what says nothing."""

    PRAISE = "excellent"
    FINE = "good"
    BLAME = "terrible"
    NOTHING = ""


class Idiom(NamedTuple):
    """Where one stands: its first token, and how many it has."""

    place: int
    length: int
    meaning: Meaning


LONGEST = 9
"""Tokens of the longest idiom."""

_IDIOMS = {
    Meaning.PRAISE: """
        can't/cannot/cant/couldn't/couldnt really? honestly? fault
        can't/cannot/cant/couldn't/couldnt really? find/see fault/faults
        can't/cannot/cant/couldn't/couldnt find any? a? single? fault/faults/flaw/flaws
        can't/cannot/cant really? complain
        can't/cannot/cant/couldn't/couldnt say enough good things
        can't/cannot/cant/couldn't/couldnt say anything bad/negative
        can't/cannot/cant/couldn't/couldnt praise/thank/recommend/rate * *? enough
        can't/cannot/cant/couldn't/couldnt praise/thank/recommend/rate * *? highly enough
        can't/cannot/cant/couldn't/couldnt go wrong
        can't/cannot/cant beat it/this/that
        couldn't/couldnt/can't/cannot be more pleased/happy/satisfied
        couldn't/couldnt/can't/cannot be happier/better/easier/nicer/simpler
        couldn't/couldnt/can't/cannot ask/wish for more/better/anything
        couldn't/couldnt/can't/cannot ask for a? better
        nothing to complain/moan/grumble/criticise/criticize/fault about?
        nothing but praise/good/positive/great
        nothing bad to say
        no/zero complaints/complaint
        no/zero cause/reason/grounds for/to complaint/complain
        no/zero faults/fault to find
        never let/lets me/us down
        never disappoints/disappoint
        never a problem/issue
        second to none
        nichts/nix zu beanstanden/meckern/bemängeln/kritisieren/beklagen
        nichts/nix auszusetzen/einzuwenden
        gibt nichts/nix auszusetzen/einzuwenden
        keine/keinerlei beanstandungen/beanstandung/beschwerden/klagen/kritikpunkte
        kann nicht/nichts meckern/klagen
        rien à redire/reprocher/dire
        rien a redire
        aucun/aucune reproche/plainte/critique
        nada que objetar/reprochar/criticar
        nada de? que? quejarme/quejarnos/quejarse
        ninguna/sin queja/quejas
        ningún pero
        niente/nulla da ridire/eccepire/obiettare
        niente/nulla di cui lamentarmi/lamentarsi/lamentarci
        nessuna lamentela/critica
        nada a apontar/reclamar/criticar
        nada de que? reclamar
        nenhuma/sem reclamação/reclamações/queixas/queixa
        niets/niks op aan te merken
        niets/niks aan te merken
        niets/niks te klagen
        geen klachten/klacht
        nie ma/mam do czego się przyczepić
        nie ma/mam się do czego przyczepić
        nie ma/mam żadnych? zastrzeżeń
        bez zastrzeżeń/zarzutu
        нечего сказать плохого
        не к чему придраться
        не на что жаловаться
        inget att klaga på
        intet at klage over
        enttäuscht/enttäuschen nie/niemals
        nie/niemals enttäuscht
        déçoit/déçoivent jamais
        jamais déçu/déçue/déçus/déçues
        nunca/jamás decepciona/decepcionan/falla/fallan/decepcionó
        no decepciona/decepcionan/falla/fallan nunca
        nunca me/nos ha/han decepcionado/fallado
        non delude/deludono mai
        non mi/ci ha/hanno mai deluso/delusa/delusi/deluse
        non sbaglia/sbagliano un colpo
        nunca desilude/desiludem/decepciona/decepcionam/falha/falham
        nunca me/nos decepcionou/decepcionaram/desiludiu/falhou
        nooit teleurgesteld
        stelt/stellen nooit teleur
        nigdy nie zawodzi/zawodzą
        nigdy mnie/nas nie zawiódł/zawiodła/zawiodło/zawiedli
    """,
    Meaning.BLAME: """
        thanks/thank/thx you? so? very? a? lot? much? for nothing
        thanks/thank you? for wasting/ruining/ignoring
        danke/dank für nichts/nix
        vielen dank für nichts/nix
        merci pour rien
        gracias por nada
        grazie per niente/nulla
        grazie di niente/nulla
        obrigado/obrigada por/pra nada
        bedankt/dank voor niks/niets
        dzięki/dziękuję za nic
        спасибо ни за что
        tack för ingenting/inget
        tak for ingenting
        used to love/like/enjoy/recommend/adore/rave/trust
        used to be so? really? very? my? the? good/great/excellent/amazing/brilliant/best/favourite/favorite/reliable/lovely/better/nice
        finger/fingers/pfoten weg
    """,
    Meaning.FINE: """
        no/zero problems/issue/issues/trouble/troubles/hassle/hassles/worries at? all?
        without problem/problems/issue/issues/trouble/troubles/hassle/hassles/bother at? all?
        without a/any single? problem/problems/issue/issues/hassle/hitch/trouble
        kein/keine/keinerlei/ohne probleme
        kein/ohne problem
        sans/aucun problème/problèmes/souci/soucis
        sin/ningún problema/problemas
        senza/nessun problema/problemi
        nenhum problema/problemas
        geen/zonder problemen/probleem
        bez/żadnych problemu/problemów
        solved/resolved/fixed/sorted all? of? my/our/the/this/that/every/all/any problem/problems/issue/issues/fault/mistake
        problem gelöst/behoben
        problème résolu/réglé
        problema resuelto/solucionado/risolto/resolvido
        probleem opgelost/verholpen
        problem rozwiązany
    """,
    Meaning.NOTHING: """
        no problem
        used to crash/freeze/hang/lag/break/fail/disconnect/stall/stutter/glitch/leak/jam/hate/dread/struggle
        used to be so? really? very? a? awful/terrible/horrible/bad/slow/rubbish/dreadful/dire/buggy/unusable/useless/nightmare/mess
        was/were furious/livid/angry/fuming/annoyed/upset/worried/nervous/sceptical/skeptical until/before/at
        nobody/noone/none else
        no one else
        nothing like
        nothing but
        nichts/nix als/außer
        rien que/d'autre
        nada más/mais que
        nada além de
        nient'altro che
        niets/niks dan/anders
        niemand sonst/anders/anderes
        personne d'autre
        pas de problème/problèmes/souci/soucis
        nadie más
        nessun altro
        ninguém mais
        sem problema/problemas
        niemand anders
        nikt inny
        никто другой
        без/нет проблем
    """,
}


_APART = {"can't": "can", "couldn't": "could"}
"""Heads that are written as two words too."""


def find(tokens: Sequence[str], heads: Sequence[int]) -> list[Idiom]:
    """The idioms that begin at `heads` (ascending), none inside another."""
    found: list[Idiom] = []
    for place in heads:
        if (not found or place >= found[-1].place + found[-1].length) and _goes_on(place, tokens):
            found += _at(place, tokens)
    return found


def _goes_on(place: int, tokens: Sequence[str]) -> bool:
    """Whether the second word may be one of an idiom: a quarter of all texts has a first, one in seventy an idiom."""
    return place + 1 < len(tokens) and plain(tokens[place + 1]) in SECOND[plain(tokens[place])]


def _at(place: int, tokens: Sequence[str]) -> list[Idiom]:
    """The longest that begins here."""
    rest = " ".join(map(plain, tokens[place + 1 : place + LONGEST])) + " "
    hits = [(hit.end(), hit, meaning) for shape, meaning in FIRST[plain(tokens[place])] if (hit := shape.match(rest))]
    if not hits:
        return []
    _, longest, meaning = max(hits, key=itemgetter(0))
    return [Idiom(place, 1 + longest[0].count(" "), meaning)]


def begins(token: str) -> bool:
    return plain(token) in FIRST


def plain(token: str) -> str:
    return token.lower().replace("’", "'")


def _table() -> dict[str, list[tuple[re.Pattern[str], Meaning]]]:
    table: dict[str, list[tuple[re.Pattern[str], Meaning]]] = {}
    for meaning, lines in _IDIOMS.items():
        for line in lines.strip().splitlines():
            first, *rest = line.split()
            shape = "".join(map(_word, rest))
            for head in first.split("/"):
                table.setdefault(head, []).append((re.compile(shape), meaning))
                if head in _APART:
                    table.setdefault(_APART[head], []).append((re.compile("not " + shape), meaning))
    return table


def _word(part: str) -> str:
    """`a/b?` → one of the words and its blank, or nothing."""
    optional = part.endswith("?")
    words = part.removesuffix("?")
    shape = r"[^ ]+ " if words == "*" else "(?:" + "|".join(re.escape(each) for each in words.split("/")) + ") "
    return f"(?:{shape})?" if optional else shape


def _second(rest: Sequence[str]) -> set[str]:
    """The words that may follow the first. None begins with just any word."""
    words: set[str] = set()
    for part in rest:
        words |= set(part.removesuffix("?").split("/"))
        if not part.endswith("?"):
            break
    return words


def _seconds() -> dict[str, set[str]]:
    seconds: dict[str, set[str]] = {}
    for first, *rest in map(str.split, filter(str.strip, "".join(_IDIOMS.values()).splitlines())):
        for head in first.split("/"):
            seconds.setdefault(head, set()).update(_second(rest))
            if head in _APART:
                seconds.setdefault(_APART[head], set()).add("not")
    return seconds


FIRST = _table()
SECOND = _seconds()
