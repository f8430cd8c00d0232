"""For who looks after the machine: whether it lives, whether it can serve, and what it has been doing."""
