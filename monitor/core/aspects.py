"""How a text speaks of each of its topics.

"Great food, but we waited an hour": quality positive, waiting negative. A topic has the tone of the clauses that its
words stand in; clauses that say neither good nor bad have the tone of the whole ("Ordered on 3 May." in a complaint is
part of the complaint), and so has a text that is one clause: its rating speaks of its topic too.
"""

from collections.abc import Sequence
from operator import itemgetter

from monitor.core import window
from monitor.core.scoring import Look, Weights, look
from monitor.core.topics import Found
from monitor.model import Judgement, Tone, Topic


def toned(text: str, found: Sequence[Found], judgement: Judgement, weights: Weights) -> tuple[Topic, ...]:
    """`found` in `text`, with their tones; `judgement` is that of the whole."""
    tones: dict[str | None, Tone] = {None: judgement.tone}  # two topics often stand in one clause
    topics = []
    for each in found:
        clauses = window.around(text, each.spans)
        if clauses is not None and clauses not in tones:
            tones[clauses] = _tone(look(clauses, weights), judgement)
        topics.append(Topic(each.topic, tones[clauses], each.words))
    return tuple(topics)


def _tone(read: Look, judgement: Judgement) -> Tone:
    if not read.score.evidence:
        return judgement.tone
    likeliest = max(zip(read.likely, Tone, strict=True), key=itemgetter(0))[1]
    return judgement.tone if likeliest is Tone.NEUTRAL else likeliest
