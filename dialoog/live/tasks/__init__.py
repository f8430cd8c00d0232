"""Background tasks: pushing, heartbeats, consent expiry, signals of other processes, the health of the storage."""
