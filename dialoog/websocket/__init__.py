"""The websocket of each client: handshake, frames, Engine.IO and Socket.IO as far as our protocol uses them. Knows no dialogue.

`handshake` turns a request into a `connection`, `frames` decodes messages, `packets` encodes JSON, `rate_limit` bounds what a client
sends, and `broadcast` writes one frame to many connections. An adapter holds all contact with the internals of each library.
"""
