"""Monitor: tells a team within minutes that a customer is unhappy in public. Read `pipeline` first."""

__version__ = "0.1.0"
