"""A notifier of a third party that claims a kind of ours."""

from monitor.notify.webhook import Options, create, limit, recipients, schedule

kind = "webhook"
__all__ = ["Options", "create", "kind", "limit", "recipients", "schedule"]
