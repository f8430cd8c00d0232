"""The messages of the protocol, typed: commands, answers and documents (docs/protocol.md)."""
