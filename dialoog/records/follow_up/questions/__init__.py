"""What comes of a question of the table: who was asked, by when they reply, every reply, and whether the asker calls it an answer."""
