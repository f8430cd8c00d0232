"""DURING: running dialogues, from the wire to the journal and back to every screen and phone.

What lives where, in the order in which a command goes its way.

It comes in:
    sockets         binds a socket to one seat or desk when it connects, by its ticket
    over_http       the same commands and documents over HTTP, and the tickets
    protocol        every command that a client can send
    protocol_words  those of them that are about words and their owners' choices
    wire_fields     what the fields of commands can hold
    taking          what is looked at before the writer gets a command, and the short way for those over sockets
    limits          how much one may ask
    shared_limits   the same where several processes serve
    asking          from what was sent to what the rules are asked
    typed           what people typed, normalised or refused

It is decided and written:
    writer          the one task that commits: all waiting commands in one transaction
    batch           that transaction: what is looked up and written for all of them at once
    run             one command in it
    ledger          the dialogues that are folded and at hand
    journal         one row per accepted command, and the chain of digests
    codec           events to bytes and back
    texts           texts and names beside the journal
    ways_in         what an entry does to tokens and to the code
    models          the tables
    proof           that nothing was changed afterwards

It is answered:
    answers         from what became of it to what its sender is told
    messages        everything that the server says on the wire
    sayings         a sentence for every reason
    qr              QR codes

Everybody sees it:
    signals         a bell per dialogue, rung after the commit
    between         what other processes wrote, and who is connected to them
    rhythm          the tasks: pushing, the pulse, the hourly sweep
    push            one table: its documents, and who is sent what
    sections        the parts of a document, made anew only where they can be another
    at_hand         the names and texts that they are made with
    dress           puts those into the views of the rules
    readings        questions to the database about one dialogue
    visible         which texts a desk may fetch
    presence        who is connected
    endings         whose token was ended meanwhile

People come and go:
    pages           start, join, phone, screen, console
    forms           what is filled in on them
    doors           the code, the set-up key, a link's token
    knocks          what the log is told of the doors
    planning        setting a dialogue up
    languages       which language somebody reads

And what holds it together:
    house           what the parts of a running server share
    trouble         whether anything can be committed at all
"""
