"""The only door to the network: guarded, bounded, polite. `client` says how it works, `guard` what is not contacted."""

import sys

# httpx imports its own command line with click, pygments and rich where those are installed: 4 MiB of memory and 0.1 s
# that a daemon has no use for. It goes without when that module cannot be imported.
if "httpx" not in sys.modules:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]  # None says "cannot be imported"

from monitor.fetch.answers import Limits
from monitor.fetch.backend import Resolver
from monitor.fetch.client import Client
from monitor.fetch.guard import check_url

__all__ = ["Client", "Limits", "Resolver", "check_url"]
