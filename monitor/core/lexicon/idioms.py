"""Turns of speech that mean another thing than their words: "can't fault it" is praise, "thanks for nothing" is not.

The model weighs words, and "fault", "complain" and "nobody" weigh as complaints whatever stands around them. An idiom
is therefore read as one word that means what it means; one that says nothing ("nobody else", "no problem") is not read
at all. First word, then the rest, in lower case; `a/b` are alternatives, `?` after a word makes it optional, `*` stands
for any one word. Rests are matched over tokens, so that they end with a word.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Meaning(StrEnum):
    """What an idiom stands for; the value is the word whose weight it gets, none for what says nothing."""

    PRAISE = "excellent"
    BLAME = "terrible"
    NOTHING = ""


class Idiom(NamedTuple):
    """Where one stands, in tokens."""

    place: int
    count: int
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
    """,
    Meaning.NOTHING: """
        nobody/noone/nothing/none else
        no one else
        nothing/not like this/that/it
        no/zero/without problem/problems/issue/issues/trouble/troubles/hassle/hassles/worries/bother at? all?
        without a/any single? problem/problems/issue/issues/hassle/hitch/trouble
        niemand sonst/anders/anderes
        kein/keine/ohne problem/probleme
        personne d'autre
        sans/aucun problème/problèmes/souci/soucis
        pas de problème/problèmes/souci/soucis
        nadie más
        sin/ningún problema/problemas
        nessun altro
        senza/nessun problema/problemi
        ninguém mais
        sem/nenhum problema/problemas
        niemand anders
        geen/zonder problemen/probleem
        nikt inny
        bez/żadnych problemu/problemów
        никто другой
        без/нет проблем
    """,
}


def find(tokens: Sequence[str], heads: Sequence[int]) -> list[Idiom]:
    """The idioms that begin at `heads`, in order; none inside another, the longest at each place."""
    found: list[Idiom] = []
    for place in heads:
        if found and place < found[-1].place + found[-1].count:
            continue
        rest = " ".join(map(plain, tokens[place + 1 : place + LONGEST])) + " "
        fitting = [
            (len(hit[0].split()), meaning)
            for shape, meaning in FIRST[plain(tokens[place])]
            if (hit := shape.match(rest))
        ]
        if fitting:
            count, meaning = max(fitting, key=lambda each: each[0])
            found.append(Idiom(place, 1 + count, meaning))
    return found


def begins(token: str) -> bool:
    return plain(token) in FIRST


def plain(token: str) -> str:
    return token.lower().replace("’", "'")


def _table() -> dict[str, list[tuple[re.Pattern[str], Meaning]]]:
    table: dict[str, list[tuple[re.Pattern[str], Meaning]]] = {}
    for meaning, lines in _IDIOMS.items():
        for line in lines.strip().splitlines():
            first, *rest = line.split()
            shape = re.compile("".join(map(_word, rest)))
            for head in first.split("/"):
                table.setdefault(head, []).append((shape, meaning))
    return table


def _word(part: str) -> str:
    """`a/b?` → one of the words and its blank, or nothing."""
    optional = part.endswith("?")
    words = part.removesuffix("?")
    shape = r"[^ ]+ " if words == "*" else "(?:" + "|".join(re.escape(each) for each in words.split("/")) + ") "
    return f"(?:{shape})?" if optional else shape


FIRST = _table()
