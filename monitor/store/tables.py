"""The tables. One word for one thing, as in `model`; each column says what it means where its name does not.

Times are microseconds since 1970 in UTC (`Time`): exact, small, the same on every database. Hashes are 64-bit
signed integers. Migrations only add (monitor/store/migrations).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from monitor.store.times import Time

metadata = MetaData()

facts = Table(  # what is true of this database as a whole
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("active", Boolean, nullable=False),  # it stands in the configuration
    Column("options_hash", Text),  # of the options that the finished round was read with
    Column("brand_hashes", Text, nullable=False),  # JSON {brand: hash of the query it was read with}
    Column("round_hash", Text),  # of options and brands of the round under way; null between rounds
    Column("round_page", Integer, nullable=False),  # pages of this round read so far
    Column("cursor", LargeBinary, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", BigInteger),
    Column("full_at", Time),  # last GET without validators
    Column("change_gap", Float),  # seconds
    Column("changed_at", Time),
    Column("failures", Integer, nullable=False),  # in a row
    Column("recent_new", Text, nullable=False),  # JSON [new items of each of the last 20 pages that brought any]
    Column("listed", LargeBinary, nullable=False),  # packed native and URL hashes of the last page
    Column("moved_at", Text),  # the address that a permanent redirect was seen at
    Column("moved_to", Text),  # where it leads
    Column("moved_count", Integer, nullable=False),  # times it was seen
    Column("moved_since", Time),
    Column("next_poll_at", Time, nullable=False),
    Column("held_until", Time),  # Retry-After
    Column("lease", Text),  # boot id of the daemon that reads it now
    Column("paused_at", Time),
    Column("polled_at", Time),
    Column("ok_at", Time),
    Column("outcome", Text),  # of the last poll: items, empty, unchanged, or the name of the error
    Column("why", Text),  # in words
    Column("seen", Integer, nullable=False),  # items stored, ever
    Index("sources_due", "active", "next_poll_at"),
)

items = Table(
    "items",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),  # of the source
    Column("body", LargeBinary),  # the item as JSON; null: a tombstone
    Column("seen_at", Time, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author_key", BigInteger),
    Column("title_key", BigInteger),
    Column("text_key", BigInteger),
    Column("content_key", BigInteger),
    Column("long_title_key", BigInteger),
    Column("buried_at", Time),  # when it became a tombstone, or was last seen listed as one
    Index("items_content", "source", "content_key"),
    Index("items_title", "source", "long_title_key"),
    Index("items_alive", "seen_at", sqlite_where=text("body IS NOT NULL"), postgresql_where=text("body IS NOT NULL")),
    Index("items_buried", "buried_at"),
)

native_ids = Table(  # aliases: native ids that mean an item; one id means one item
    "native_ids",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    Index("native_ids_item", "item_id"),
    sqlite_with_rowid=False,
)

urls = Table(  # aliases: canonical URLs that lead to an item; a URL may lead to several
    "urls",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Index("urls_item", "item_id"),
    sqlite_with_rowid=False,
)

revisions = Table(  # earlier states of an edited item
    "revisions",
    metadata,
    Column("item_id", Text, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("replaced_at", Time, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("brand", Text, nullable=False),
    Column("key", BigInteger),  # of its first text; null: no other is equal to it
    Column("fingerprint", LargeBinary),  # of its first text; null when it can be joined no more
    Column("headlines", LargeBinary, nullable=False),  # packed hashes of those that its own origin gave the text
    Column("first_at", Time, nullable=False),
    Column("newest_at", Time, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("merged_into", Text, ForeignKey("stories.id")),  # a person did; what joins it joins that one
    Column("coordinated", Text, nullable=False),  # JSON [reason in words]
    Index("stories_key", "brand", "key"),
    Index("stories_newest", "newest_at"),
    Index(
        "stories_joinable",
        "newest_at",
        sqlite_where=text("fingerprint IS NOT NULL"),
        postgresql_where=text("fingerprint IS NOT NULL"),
    ),
    Index(
        "stories_merged",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
        postgresql_where=text("merged_into IS NOT NULL"),
    ),
)

anchors = Table(  # by which near-duplicates are found: shingles of the first texts of open stories
    "anchors",
    metadata,
    Column("key", BigInteger, primary_key=True),  # of shingle and brand
    Column("place", Integer, primary_key=True),  # 0–3: whoever shares a key with many puts older ones out
    Column("story_id", Text, nullable=False),
    sqlite_with_rowid=False,
)

verdicts = Table(  # a person said of two texts that they are the same story, or not; each pair both ways round
    "verdicts",
    metadata,
    Column("brand", Text, primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("other", BigInteger, primary_key=True),
    Column("same", Boolean, nullable=False),
    Column("at", Time, nullable=False),
    sqlite_with_rowid=False,
)

mentions = Table(
    "mentions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    Column("brand", Text, nullable=False),
    Column("story_id", Text, ForeignKey("stories.id"), nullable=False),
    Column("joined", Text),  # why it is of its story; null: it began it
    Column("tone", Text, nullable=False),
    Column("negative", Float, nullable=False),
    Column("neutral", Float, nullable=False),
    Column("positive", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON [[text, why]]
    Column("topics", Text, nullable=False),  # JSON [[name, tone, [word]]]
    Column("language", Text),
    Column("relevance", Float),  # 0–1: how likely it is that the brand is meant
    Column("relevance_reasons", Text, nullable=False),  # JSON [[text, why]]
    Column("reach", Float),  # people who may see it
    Column("reach_parts", Text, nullable=False),  # JSON [[in words, people]]
    Column("priority", Float, nullable=False),
    Column("priority_parts", Text, nullable=False),  # JSON [[in words, what it added]]
    Column("was_bad", Boolean, nullable=False),  # an earlier revision was negative
    Column("seen_at", Time, nullable=False),
    Column("untold", Text),  # why it was offered to no subscription
    Column("held", Text),  # why it waits for a person, in words; told when released
    Column("status", Text, nullable=False),
    Column("owner", Text),
    Column("said", Text),  # what persons say of it: JSON [[verdict, by, at, topic]]
    Column("judged", Text),  # where a person says otherwise: the judgement that it replaces, as JSON
    Index("mentions_item", "item_id", "brand", unique=True),
    Index("mentions_story", "story_id"),
    Index("mentions_newest", "seen_at", "id"),
    Index("mentions_brand", "brand", "seen_at"),
    Index(
        "mentions_held",
        "seen_at",
        "id",
        sqlite_where=text("held IS NOT NULL"),
        postgresql_where=text("held IS NOT NULL"),
    ),
)

triage = Table(  # what persons said of mentions; rows are added and ended, never deleted while the mention is kept
    "triage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mention_id", Text, ForeignKey("mentions.id", ondelete="CASCADE"), nullable=False),
    Column("brand", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("topic", Text),  # that the verdict is about; null: it is about the whole
    Column("by", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("revision", Integer, nullable=False),  # of the item, that was read
    Column("tone", Text, nullable=False),  # as understanding judged it then
    Column("negative", Float, nullable=False),  # its probability then
    Column("threshold", Float),  # from which a text was called negative then; null: where that is the likeliest
    Column("by_text", Float),  # probability of negative by the text alone; null: it holds no words
    Column("drawn", Boolean, nullable=False),  # `triage --next` had named the mention
    Column("counted", Boolean, nullable=False),  # it stands in `outcomes`
    Column("ended_at", Time),
    Column("ended_why", Text),  # undone by somebody, or the text was edited
    Index("triage_mention", "mention_id"),
    Index("triage_brand", "brand", "id"),
    Index("triage_ended", "ended_at"),
)

drawn = Table(  # mentions that `triage --next` named: a sample by chance, beside those that people came upon
    "drawn",
    metadata,
    Column("mention_id", Text, ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Time, nullable=False),
    sqlite_with_rowid=False,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("since", Time, nullable=False),  # hears only of what is first seen from then on
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subscription", Text, nullable=False),
    Column("story_id", Text, ForeignKey("stories.id"), nullable=False),
    Column("mention_id", Text, ForeignKey("mentions.id", ondelete="CASCADE"), nullable=False),
    Column("why", Text, nullable=False),  # JSON [reason in words]
    Column("created_at", Time, nullable=False),
    Column("withdrawn", Text),  # why it is told to nobody any more: what a person said of its mention
    Index("alerts_story", "subscription", "story_id", unique=True),
    Index("alerts_story_id", "story_id"),
    Index("alerts_newest", "created_at", "id"),
    Index("alerts_mention", "mention_id"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),  # webhook-id, Message-ID: the same at each attempt
    Column("subscription", Text, nullable=False),
    Column("notifier", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("kind", Text, nullable=False),  # mentions, …
    Column("body", LargeBinary, nullable=False),  # frozen before the first attempt
    Column("state", Text, nullable=False),  # waiting, delivered, dead, withdrawn
    Column("withdrawn_from", Text),  # the state it had when all its alerts were withdrawn
    Column("tries", Integer, nullable=False),  # attempts that count for the schedule
    Column("next_at", Time, nullable=False),
    Column("own_at", Time),  # when its schedule wants it, while `next_at` is sooner: the destination took another one
    Column("created_at", Time, nullable=False),
    Column("resent_at", Time),  # a person ordered it again: its schedule begins there
    Column("language", Text),  # of the words that the channel adds
    Column("timezone", Text),  # in which it shows hours
    Index(
        "messages_due",
        "notifier",
        "recipient",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("messages_created", "created_at"),
)

owed = Table(  # one alert to one recipient; written with the alert, bound to a message when that is frozen
    "owed",
    metadata,
    Column("alert_id", Text, ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    Column("notifier", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("message_id", Text, ForeignKey("messages.id")),
    Index(
        "owed_unfrozen",
        "notifier",
        "recipient",
        sqlite_where=text("message_id IS NULL"),
        postgresql_where=text("message_id IS NULL"),
    ),
    Index("owed_message", "message_id"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", Text, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    Column("at", Time, nullable=False),  # written before it is made
    Column("boot", Text, nullable=False),  # of the process that made it
    Column("outcome", Text),  # accepted, refused, failed, cut-off; null: under way
    Column("text", Text),  # what the other side said
    Index("attempts_message", "message_id"),
    Index("attempts_open", "boot", sqlite_where=text("outcome IS NULL"), postgresql_where=text("outcome IS NULL")),
)

notifiers = Table(
    "notifiers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("disabled_at", Time),  # it answered 410 Gone
    Column("why", Text),  # it is disabled or away
    Column("away", Integer),  # times in a row that its server could not be reached; null: it can
    Column("away_since", Time),
    Column("away_until", Time),  # nothing is tried before
)

destinations = Table(
    "destinations",
    metadata,
    Column("notifier", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("held_until", Time),  # Retry-After
)

outcomes = Table(  # of items with stars: what the text alone said against what the stars say
    "outcomes",
    metadata,
    Column("type", Text, primary_key=True),  # of the mention
    Column("kind", Text, primary_key=True),  # of the source
    Column("step", Integer, primary_key=True),  # tenth of the probability of negative by the text alone, 0–9
    Column("rated", Integer, nullable=False),  # items
    Column("negatives", Integer, nullable=False),  # that the stars call negative
    Column("triaged", Integer, nullable=False),  # items that a person called negative or not
    Column("triaged_negatives", Integer, nullable=False),  # that the person called negative
)

puzzles = Table(  # items that could not be understood: stored, and asked about again
    "puzzles",
    metadata,
    Column("item_id", Text, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("why", Text, nullable=False),
    Column("baseline", Text, nullable=False),  # JSON [brands that it is a baseline of]
    Column("tries", Integer, nullable=False),
)

judge_days = Table(  # what a judge that costs something used up today
    "judge_days",
    metadata,
    Column("judge", Text, primary_key=True),
    Column("day", Text, nullable=False),  # local date, 2026-11-22
    Column("requests", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
)

kept = Table(  # the last bytes of each source that could not be read
    "kept",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("why", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("kept_source", "source", "at"),
)
