"""What waits for a person: mentions that may not be about the brand. When is one held, and what does its release do?

    relevance below the threshold → held: stored and judged, told to nobody, in a story of its own that nothing joins
    released, by an edit or by triage → it joins the story that says the same, or its own is opened to be joined; from
                                        there on it is offered like any other, once

Until then it counts in no copies, no reach and no velocity, and makes nothing look coordinated: fifty recipes with
oranges must not make a story about Orange grow, and a complaint must not be swallowed by a story of recipes.
"""

from dataclasses import dataclass, replace

from monitor.core.story import Marks, Stories, Story
from monitor.model import Judgement, Mention, Status

THRESHOLD = 0.5
"""Of relevance: more likely not about the brand than about it."""
BY_TRIAGE = "released by triage"
BY_EDIT = "released by an edit"


@dataclass(frozen=True, slots=True)
class Freed:
    """A mention that waits no longer."""

    mention: Mention
    """As it is from now on."""
    story: Story
    """With it."""
    marks: Marks | None
    """What its own story is known by from now on; None: it joined another one."""
    left: str | None
    """The story that it waited in, when it joined another."""


def why_held(judgement: Judgement) -> str | None:
    """In words; None when it is offered at once."""
    relevance = judgement.relevance
    if relevance is None or relevance >= THRESHOLD:
        return None
    speaks = next((reason.why for reason in judgement.relevance_reasons), "nothing says that the brand is meant")
    return f"relevance {relevance:.2f} is below {THRESHOLD:g}: {speaks}"


def says_the_edit(old: Mention, judgement: Judgement) -> bool:
    """Whether an edit releases it. What a person dismissed stays dismissed."""
    return old.held is not None and old.status is not Status.DISMISSED and why_held(judgement) is None


def freed(mention: Mention, marks: Marks, stories: Stories) -> Freed:
    joined = stories.join(marks, mention.brand, mention.story_id)
    own = joined.why is None
    free = replace(mention, held=None, story_id=joined.story.id, joined=joined.why, copies=joined.story.copies)
    if own:
        return Freed(free, joined.story, marks, None)
    return Freed(replace(free, story_since=joined.story.first_at), joined.story, None, mention.story_id)
