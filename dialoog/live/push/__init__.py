"""What screens and phones receive: after each commit, the changed sections of their documents."""
