"""What happens later: rows written in the transaction that causes them, and the worker that does them on their day.

The worker is a process of its own (`dialoog worker`), plain blocking Python. It knows no dialogue: `cli` hands it a handler per kind. Mail is written
into the `outbox` and sent by the worker.
"""
