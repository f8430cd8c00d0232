"""Measurements, never asserted on time: always a ratio against something beside it in the same run."""
