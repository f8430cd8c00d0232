"""BEFORE: what a dialogue is made of before anybody sits down: programmes, and paper to print."""
