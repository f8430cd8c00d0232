"""DURING: running dialogues, from the wire to the journal and back to every screen and phone.

What lives where, in the order in which a command goes its way. Each package says more in its own head.

It comes in:
    transport       sockets and HTTP: who sends, how often, what is answered
    protocol        the messages, typed: commands, answers, documents

It is decided and written:
    commands        translated for the rules, decided, written by the one writer in one transaction
    journal         one row per accepted command, the texts beside it, the cached state, the proof
    plan            what people read about a dialogue before it begins: its fields, written once
    programme_names  what people read of a programme, by its name
    cards           numbered cards of paper: made, printed, handed out, lost, and what their codes open
    days_kept       until when words, names and ways to reach people are kept: what people are told
    models          the tables
    table_names     what a dialogue is called where its evening has several tables

Everybody sees it:
    push            what changed in a document goes to who reads it
    queries         questions to the database about one dialogue
    tasks           what runs by itself: pushes, heartbeats, consent expiry, other processes, the health of the storage

People come and go:
    entry           codes, links and the set-up key; the pages of the room

And what holds it together:
    runtime         what the parts of a running server share
    sliced_pages    writes pages in slices, between which others have their turn
    time_slices     rests within long work, so that others have their turn
"""
