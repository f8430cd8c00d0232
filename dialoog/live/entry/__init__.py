"""How people come in: the code, links and set-up key, the form to sit down, the pages of the room."""
