"""Plays a written evening against a running server, with a simulated facilitator, scribe and phones.

It is a client of docs/protocol.md alone: nothing here imports the server or the rules, so that an evening that
plays proves what is written there. All clients are coroutines in one event loop.
"""
