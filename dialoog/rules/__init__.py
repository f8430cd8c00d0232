"""What a dialogue is, as pure functions: no clock, no chance, no input or output; only the standard library.

`decide` turns a command into events, `evolve` folds events into the state, `views` shows the state to an audience.
`commands`, `events`, `decide` and `evolve` have the same five modules: `seats`, `turns`, `flow`, `words` and `access`.
"""
