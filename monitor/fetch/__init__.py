"""The only door to the network: guarded, bounded, polite. `client` says how it works, `guard` what is not contacted."""

from monitor.fetch.answers import Limits
from monitor.fetch.backend import Resolver
from monitor.fetch.client import Client
from monitor.fetch.guard import check_url

__all__ = ["Client", "Limits", "Resolver", "check_url"]
