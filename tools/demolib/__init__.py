"""What `tools/demo`, `tools/judge` and `tools/chaos` are made of: a web that changes, a receiver, the real daemon.

Nothing here is part of the product, and the product knows nothing of it.
"""
