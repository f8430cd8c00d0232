"""Backups: one file with everything that the database holds, made while people talk, and put back as a whole or not at all."""
