"""Who is asking: tokens and what this browser holds. What somebody may do is decided in the rules."""
