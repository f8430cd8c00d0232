"""What a dialogue is, without clock, chance or input/output: only the standard library lives here."""
