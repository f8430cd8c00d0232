"""What screens and phones receive: documents of changed sections, pushed after each commit."""
