"""The player's parts: everything that a facilitator, a scribe and phones do in an evening, over the wire.

It is a client of docs/protocol.md alone: nothing here imports the server or the rules, so that what
is played proves what is written there.
"""
