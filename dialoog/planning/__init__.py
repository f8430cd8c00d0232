"""BEFORE: what a dialogue is made of before anybody sits down: its plan, a programme, and paper to print."""
