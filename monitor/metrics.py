"""What the daemon counts, for /metrics. Labels are names from the configuration and fixed words, never foreign text."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.polls = Counter("monitor_polls_total", "Passes by outcome.", ["source", "outcome"], registry=self.registry)
        self.items = Counter(
            "monitor_items_total", "Items stored: new, edited.", ["source", "what"], registry=self.registry
        )
        self.alerts = Counter("monitor_alerts_total", "Alerts made.", ["source"], registry=self.registry)
        self.attempts = Counter(
            "monitor_attempts_total", "Attempts to deliver.", ["notifier", "outcome"], registry=self.registry
        )
        self.sending = Histogram("monitor_attempt_seconds", "Time of an attempt.", ["notifier"], registry=self.registry)
        self.lag = Histogram(
            "monitor_poll_lag_seconds",
            "How long after its due time a source was read.",
            buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600),
            registry=self.registry,
        )
        self.last_ok = Gauge(
            "monitor_source_last_ok_seconds", "When a source was last read.", ["source"], registry=self.registry
        )
        self.owed = Gauge("monitor_owed", "Alerts owed and not delivered.", ["notifier"], registry=self.registry)
        self.judged = Counter(
            "monitor_judged_total",
            "Mentions that another judge than the local model was asked about: judged, or local (its failure).",
            ["judge", "outcome"],
            registry=self.registry,
        )
        self.reloads = Counter("monitor_reloads_total", "Configuration reloads.", ["outcome"], registry=self.registry)
