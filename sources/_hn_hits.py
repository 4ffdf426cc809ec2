"""What Hacker News says of a story or comment, in its three shapes → one form.

    Algolia's search    objectID, author, created_at_i, title, url, story_text | comment_text, story_title, story_url
    Algolia's items     id, author, created_at_i, title, url, text, type
    Firebase            id, by, time, title, url, text, type; {"deleted": true} without author and text

Titles and texts are HTML. A comment names its story and the story's target. Shapes: recorded 2019–2026.
"""

from dataclasses import dataclass
from typing import Any

from monitor.core.text import AUTHOR_LIMIT, TEXT_LIMIT, TITLE_LIMIT, html_to_text, one_line


@dataclass(frozen=True, slots=True)
class Hit:
    """Plain words but for `title` and `text`, which are markup until they are wanted: most hits of a page are known.
    Empty where it says nothing.
    """

    id: str
    comment: bool
    title: str
    text: str
    author: str
    created: str
    link: str
    """The story's target."""
    story: str
    points: str
    comments: str

    @property
    def holds_words(self) -> bool:
        """Deleted ones stay listed for a while without any."""
        return bool(self.title or self.text)

    @property
    def plain_title(self) -> str:
        return _line(self.title)

    @property
    def plain_text(self) -> str:
        return html_to_text(self.text, TEXT_LIMIT)


def hit(raw: Any) -> Hit | None:
    """None for what is no story or comment."""
    said = raw if isinstance(raw, dict) else {}
    number = _first(said, "objectID", "id")
    if not (number.isascii() and number.isdigit() and len(number) <= 20):
        return None
    gone = said.get("deleted") is True or said.get("dead") is True
    return Hit(
        id=number,
        comment=_is_comment(said),
        title="" if gone else _first(said, "title"),
        text="" if gone else _first(said, "story_text", "comment_text", "text"),
        author=one_line(_first(said, "author", "by"), AUTHOR_LIMIT),
        created=_first(said, "created_at_i", "time", "created_at"),
        link=_first(said, "url", "story_url").strip(),
        story=_line(_first(said, "story_title")),
        points=_first(said, "points", "score"),
        comments=_first(said, "num_comments", "descendants"),
    )


def _is_comment(said: dict[str, Any]) -> bool:
    return said.get("type") == "comment" or bool(_first(said, "comment_text"))


def _line(markup: str) -> str:
    return one_line(html_to_text(markup, TITLE_LIMIT), TITLE_LIMIT)


def _first(said: dict[str, Any], *names: str) -> str:
    """The first that is there: each shape has names of its own, and writes null or "" for nothing."""
    for name in names:
        value = said.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)[:20]
        if isinstance(value, str) and value.strip():
            return value
    return ""
