"""How a text speaks of each of its topics.

"Great food, but we waited an hour": quality positive, waiting negative. A topic has the tone of the clauses that its
words stand in; clauses that say neither good nor bad have the tone of the whole ("Ordered on 3 May." in a complaint is
part of the complaint), and so has a text that is one clause: its rating speaks of its topic too.
"""

from collections.abc import Sequence
from operator import itemgetter

from monitor.core import window
from monitor.core.scoring import Weights, look
from monitor.core.topics import Found
from monitor.model import Judgement, Tone, Topic


def toned(text: str, found: Sequence[Found], judgement: Judgement, weights: Weights) -> tuple[Topic, ...]:
    """`found` in `text`, with their tones; `judgement` is that of the whole."""
    return tuple(Topic(each.topic, _tone(text, each, judgement, weights), each.words) for each in found)


def _tone(text: str, found: Found, judgement: Judgement, weights: Weights) -> Tone:
    clauses = window.around(text, found.spans)
    if clauses is None:
        return judgement.tone
    read = look(clauses, weights)
    if not read.score.evidence:
        return judgement.tone
    likeliest = max(zip(read.likely, Tone, strict=True), key=itemgetter(0))[1]
    return judgement.tone if likeliest is Tone.NEUTRAL else likeliest
