"""For every test: the clock is no judge. Hypothesis calls an example of more than 200 ms a failure, which a busy
neighbour on the same machine brings about; a test that hangs is ended by pytest-timeout, and speed is `tools/bench`'s.
"""

from hypothesis import settings

settings.register_profile("monitor", deadline=None)
settings.load_profile("monitor")
