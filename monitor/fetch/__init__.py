"""The only door to the network: guarded, bounded, polite. `client` says how it works, `guard` what is not contacted."""

from monitor.fetch.answers import Fetched, Limits, NotModified, Validators
from monitor.fetch.backend import Resolver
from monitor.fetch.client import Client
from monitor.fetch.guard import check_url
from monitor.fetch.politeness import HostPaused

__all__ = ["Client", "Fetched", "HostPaused", "Limits", "NotModified", "Resolver", "Validators", "check_url"]
