"""Serving: the process, its listener and request handlers on eventlet or gevent, and its health and metrics for operators."""
