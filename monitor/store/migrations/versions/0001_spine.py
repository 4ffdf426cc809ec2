"""The spine: sources, items, mentions, stories, alerts and the outbox."""

import sqlalchemy as sa
from alembic import op

import monitor.store.times

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915 one statement per table and index
    op.create_table(
        "destinations",
        sa.Column("notifier", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("held_until", monitor.store.times.Time(), nullable=True),
        sa.PrimaryKeyConstraint("notifier", "recipient"),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("seen_at", monitor.store.times.Time(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_key", sa.BigInteger(), nullable=True),
        sa.Column("title_key", sa.BigInteger(), nullable=True),
        sa.Column("text_key", sa.BigInteger(), nullable=True),
        sa.Column("content_key", sa.BigInteger(), nullable=True),
        sa.Column("long_title_key", sa.BigInteger(), nullable=True),
        sa.Column("buried_at", monitor.store.times.Time(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "items_alive",
        "items",
        ["seen_at"],
        unique=False,
        sqlite_where=sa.text("body IS NOT NULL"),
        postgresql_where=sa.text("body IS NOT NULL"),
    )
    op.create_index("items_buried", "items", ["buried_at"], unique=False)
    op.create_index("items_content", "items", ["source", "content_key"], unique=False)
    op.create_index("items_title", "items", ["source", "long_title_key"], unique=False)
    op.create_table(
        "judge_days",
        sa.Column("judge", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("judge"),
    )
    op.create_table(
        "kept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", monitor.store.times.Time(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("kept_source", "kept", ["source", "at"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("notifier", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("withdrawn_from", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", monitor.store.times.Time(), nullable=False),
        sa.Column("own_at", monitor.store.times.Time(), nullable=True),
        sa.Column("created_at", monitor.store.times.Time(), nullable=False),
        sa.Column("resent_at", monitor.store.times.Time(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("messages_created", "messages", ["created_at"], unique=False)
    op.create_index(
        "messages_due",
        "messages",
        ["notifier", "recipient", "next_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "notifiers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("disabled_at", monitor.store.times.Time(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("away", sa.Integer(), nullable=True),
        sa.Column("away_since", monitor.store.times.Time(), nullable=True),
        sa.Column("away_until", monitor.store.times.Time(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "sources",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("options_hash", sa.Text(), nullable=True),
        sa.Column("brand_hashes", sa.Text(), nullable=False),
        sa.Column("round_hash", sa.Text(), nullable=True),
        sa.Column("round_page", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.BigInteger(), nullable=True),
        sa.Column("full_at", monitor.store.times.Time(), nullable=True),
        sa.Column("change_gap", sa.Float(), nullable=True),
        sa.Column("changed_at", monitor.store.times.Time(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("recent_new", sa.Text(), nullable=False),
        sa.Column("listed", sa.LargeBinary(), nullable=False),
        sa.Column("moved_at", sa.Text(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_count", sa.Integer(), nullable=False),
        sa.Column("moved_since", monitor.store.times.Time(), nullable=True),
        sa.Column("next_poll_at", monitor.store.times.Time(), nullable=False),
        sa.Column("held_until", monitor.store.times.Time(), nullable=True),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("paused_at", monitor.store.times.Time(), nullable=True),
        sa.Column("polled_at", monitor.store.times.Time(), nullable=True),
        sa.Column("ok_at", monitor.store.times.Time(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("sources_due", "sources", ["active", "next_poll_at"], unique=False)
    op.create_table(
        "anchors",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdicts",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("at", monitor.store.times.Time(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "key", "other"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outcomes",
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("negatives", sa.Integer(), nullable=False),
        sa.Column("triaged", sa.Integer(), nullable=False),
        sa.Column("triaged_negatives", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("type", "kind", "step"),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=True),
        sa.Column("headlines", sa.LargeBinary(), nullable=False),
        sa.Column("first_at", monitor.store.times.Time(), nullable=False),
        sa.Column("newest_at", monitor.store.times.Time(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("coordinated", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["stories.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "stories_joinable",
        "stories",
        ["newest_at"],
        unique=False,
        sqlite_where=sa.text("fingerprint IS NOT NULL"),
        postgresql_where=sa.text("fingerprint IS NOT NULL"),
    )
    op.create_index("stories_key", "stories", ["brand", "key"], unique=False)
    op.create_index(
        "stories_merged",
        "stories",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index("stories_newest", "stories", ["newest_at"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", monitor.store.times.Time(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", monitor.store.times.Time(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attempts_message", "attempts", ["message_id"], unique=False)
    op.create_index(
        "attempts_open",
        "attempts",
        ["boot"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "mentions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("joined", sa.Text(), nullable=True),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("negative", sa.Float(), nullable=False),
        sa.Column("neutral", sa.Float(), nullable=False),
        sa.Column("positive", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("relevance", sa.Float(), nullable=True),
        sa.Column("relevance_reasons", sa.Text(), nullable=False),
        sa.Column("reach", sa.Float(), nullable=True),
        sa.Column("reach_parts", sa.Text(), nullable=False),
        sa.Column("priority", sa.Float(), nullable=False),
        sa.Column("priority_parts", sa.Text(), nullable=False),
        sa.Column("was_bad", sa.Boolean(), nullable=False),
        sa.Column("seen_at", monitor.store.times.Time(), nullable=False),
        sa.Column("untold", sa.Text(), nullable=True),
        sa.Column("held", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("judged", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("mentions_brand", "mentions", ["brand", "seen_at"], unique=False)
    op.create_index(
        "mentions_held",
        "mentions",
        ["seen_at", "id"],
        unique=False,
        sqlite_where=sa.text("held IS NOT NULL"),
        postgresql_where=sa.text("held IS NOT NULL"),
    )
    op.create_index("mentions_item", "mentions", ["item_id", "brand"], unique=True)
    op.create_index("mentions_newest", "mentions", ["seen_at", "id"], unique=False)
    op.create_index("mentions_story", "mentions", ["story_id"], unique=False)
    op.create_table(
        "native_ids",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("native_ids_item", "native_ids", ["item_id"], unique=False)
    op.create_table(
        "puzzles",
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_table(
        "revisions",
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", monitor.store.times.Time(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "number"),
    )
    op.create_table(
        "urls",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source", "key", "item_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("urls_item", "urls", ["item_id"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("mention_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_at", monitor.store.times.Time(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["mention_id"], ["mentions.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("alerts_mention", "alerts", ["mention_id"], unique=False)
    op.create_index("alerts_newest", "alerts", ["created_at", "id"], unique=False)
    op.create_index("alerts_story", "alerts", ["subscription", "story_id"], unique=True)
    op.create_index("alerts_story_id", "alerts", ["story_id"], unique=False)
    op.create_table(
        "triage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", monitor.store.times.Time(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("negative", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=True),
        sa.Column("by_text", sa.Float(), nullable=True),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("ended_at", monitor.store.times.Time(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["mention_id"], ["mentions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("triage_brand", "triage", ["brand", "id"], unique=False)
    op.create_index("triage_ended", "triage", ["ended_at"], unique=False)
    op.create_index("triage_mention", "triage", ["mention_id"], unique=False)
    op.create_table(
        "drawn",
        sa.Column("mention_id", sa.Text(), nullable=False),
        sa.Column("at", monitor.store.times.Time(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mentions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mention_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "owed",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("notifier", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("alert_id", "notifier", "recipient"),
    )
    op.create_index("owed_message", "owed", ["message_id"], unique=False)
    op.create_index(
        "owed_unfrozen",
        "owed",
        ["notifier", "recipient"],
        unique=False,
        sqlite_where=sa.text("message_id IS NULL"),
        postgresql_where=sa.text("message_id IS NULL"),
    )
