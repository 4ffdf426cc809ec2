"""How a text speaks of each of its topics.

"Great food, but we waited an hour": quality positive, waiting negative. A topic has the tone of the clauses that its
words stand in; clauses that say neither good nor bad have the tone of the whole ("Ordered on 3 May." in a complaint is
part of the complaint), and so has a text that is one clause: its rating speaks of its topic too.
"""

from collections.abc import Sequence

from monitor.core import window
from monitor.core.scoring import Weights, look, probabilities, read
from monitor.core.topics import Found
from monitor.model import Judgement, Tone, Topic


def toned(text: str, found: Sequence[Found], judgement: Judgement, weights: Weights) -> tuple[Topic, ...]:
    """`found` in `text`, with their tones; `judgement` is that of the whole."""
    return tuple(Topic(each.topic, _tone(text, each, judgement, weights), each.words) for each in found)


def _tone(text: str, found: Found, judgement: Judgement, weights: Weights) -> Tone:
    clauses = window.around(text, found.spans)
    if clauses is None:
        return judgement.tone
    scored = read(look(clauses, weights), weights)
    if not scored.evidence:
        return judgement.tone
    said = probabilities(scored, weights)
    likeliest = max(Tone, key=lambda tone: float(getattr(said, tone.value)))
    return judgement.tone if likeliest is Tone.NEUTRAL else likeliest
