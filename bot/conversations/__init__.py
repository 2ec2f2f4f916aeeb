"""The heart: the log of every conversation, who owns it, what waits to be answered or sent.

Knows no channel and no HTTP.
"""
