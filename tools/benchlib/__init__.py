"""The bench: local feeds in a process of their own, the real program, and two loops that it is compared with."""
