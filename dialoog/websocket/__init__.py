"""The line of a phone: a websocket with Engine.IO and Socket.IO on it, as far as our protocol goes. Knows no dialogue.

`frames` are bytes on their way, a `line` is one client's socket, the `gate` is where a request becomes a line, `packets` are
what may be said on it, `pace` how fast, and `fanout` says one thing to many lines.
"""
