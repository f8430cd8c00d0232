"""Entry to a dialogue over HTTP: code, link and set-up key, the form to take a seat, the pages of the four desks."""
