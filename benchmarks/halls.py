"""What is measured of many: a thousand phones that come in at once, what each costs in memory, two processes."""

from contextlib import ExitStack

from benchmarks import servers
from benchmarks.crowd import Crowd, coming_in, rest
from benchmarks.figures import Line, series
from benchmarks.rooms import FILLING, MINE, PHONES_OF_A_SEAT, TABLE, FullTable, a_full_table, burst_of
from tests import postgres
from tests.serving import Server

HALL = 1_000
ROUNDS = 5
PER_PHONE_KB, MOST_PHONES = 65, 5_000


def joining_at_once(count: int = HALL) -> list[Line]:
    """So many phones come in, all in the same instant, until the last has its documents; Node greets each with as many
    bytes. Getting the tickets is not counted, since Node gives none."""
    seats = count // PHONES_OF_A_SEAT
    with servers.dialoog() as server, servers.node() as node, a_full_table(server, seats) as full:
        ours, theirs, size = [], [], 0
        for _ in range(ROUNDS):
            phones = Crowd(server.port)
            auths = full.tickets.phones(full.tokens, count)
            ours.append(
                max(phones.open((coming_in(server.port, a, (TABLE, MINE)) for a in auths), at_once=count))
            )
            size = size or phones.bytes // count
            phones.close()
            beside = Crowd(node)
            greeted = {"welcome": size}
            theirs.append(
                max(beside.open((coming_in(node, greeted, (FILLING,)) for _ in range(count)), at_once=count))
            )
            beside.close()
            full.phones.rest(1.0)  # both have seen everybody off
    return [Line(f"{count} phones come in at once", series(ours), series(theirs), f"Node, {size} bytes each")]


def memory(counts: tuple[int, ...] = (HALL, MOST_PHONES)) -> list[Line]:
    """Kilobytes of memory that a connected phone costs, with so many on one process."""
    most = servers.open_many_files()
    return [_memory(count) for count in counts if count + 500 < most]


def _memory(count: int) -> Line:
    with servers.dialoog() as server, ExitStack() as open_now:
        tables = [
            open_now.enter_context(a_full_table(server, HALL // PHONES_OF_A_SEAT))
            for _ in range(count // HALL)
        ]
        hall = Crowd(server.port)
        open_now.callback(hall.close)
        _come_in(hall, tables, 200)
        before, first = servers.memory_kb(server.pid), len(hall.lines)
        for _ in range(count // 200 - 1):
            _come_in(hall, tables, 200)
        hall.rest(6.0)  # nobody is still looked at for whether they came in
        cost = series([(servers.memory_kb(server.pid) - before) / (len(hall.lines) - first)], "KB")
    return Line(f"memory of each of {count} phones", cost, series([PER_PHONE_KB], "KB"), "the goal")


def _come_in(hall: Crowd, tables: list[FullTable], count: int) -> None:
    """Few at a time, so that who is inside is heard meanwhile; every seat gets as many as another, since of one token only
    ten stay."""
    each, auths = count // len(tables), []
    for full in tables:
        begin = len(hall.lines) // len(tables) % len(full.tokens)
        auths += full.tickets.phones(full.tokens[begin:] + full.tokens[:begin], each)
    hall.open(coming_in(hall.port, auth, (TABLE, MINE)) for auth in auths)


def two_processes(dialogues: int = 30, seats: int = 5, bursts: int = 3) -> list[Line]:
    """Processor time of the servers for each command, where half of each dialogue is at either of two processes, against
    all of it at one; on PostgreSQL, whose own time is not counted."""
    if postgres.programs() is None:
        raise servers.CannotMeasure("PostgreSQL has to be installed: two processes share nothing else.")
    with ExitStack() as open_now:
        database = open_now.enter_context(postgres.a_postgres())
        halls = {}
        for processes in (1, 2):
            address = database.database()
            running = [
                open_now.enter_context(servers.dialoog(DIALOOG_DATABASE_URL=address, DIALOOG_SECRET="s" * 32))
                for _ in range(processes)
            ]
            tables = [open_now.enter_context(a_full_table(running[0], seats)) for _ in range(dialogues)]
            for full in tables:
                full.console.next()
            halls[processes] = (running, tables)
        crowds: dict[int, tuple[list[Server], list[Crowd]]] = {}
        for processes, (running, tables) in halls.items():
            for _, others in crowds.values():
                rest(0.1, *others)
            crowds[processes] = (running, _spread(running, tables))
            for crowd in crowds[processes][1]:
                open_now.callback(crowd.close)
        used: dict[int, list[float]] = {1: [], 2: []}
        for burst in range(bursts):
            for processes, (running, phones) in crowds.items():
                before = sum(servers.cpu_ms(one.pid) for one in running)
                for crowd in phones:
                    burst_of(crowd, "command", burst)
                rest(3.0, *(crowd for _, others in crowds.values() for crowd in others))
                spent = sum(servers.cpu_ms(one.pid) for one in running) - before
                used[processes].append(spent / (dialogues * seats * 5))
    return [
        Line(
            f"processor time for a command, {dialogues} tables at two processes", series(used[2]),
            series(used[1]), "at one process",
        )
    ]  # fmt: skip


def _spread(running: list[Server], tables: list[FullTable]) -> list[Crowd]:
    """The phones of all dialogues, those of each over all processes in turn; in as many crowds, and so bursts, where all are at
    one."""
    auths = [auth for full in tables for auth in full.tickets.phones(full.tokens, len(full.tokens))]
    crowds = [Crowd(running[n % len(running)].port) for n in range(2)]
    for n, crowd in enumerate(crowds):
        crowd.open(coming_in(crowd.port, auth) for auth in auths[n :: len(crowds)])
    return crowds
