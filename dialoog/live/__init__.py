"""During: running dialogues, from the wire to the journal and back to every screen and phone."""
