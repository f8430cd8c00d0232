"""What an organiser does with all of it together: what is to be done (`home`), and what is kept of whom (`privacy`)."""
