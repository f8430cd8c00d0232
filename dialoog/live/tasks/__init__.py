"""Background tasks: pushing, heartbeats, consent expiry, other processes, the health of the storage."""
