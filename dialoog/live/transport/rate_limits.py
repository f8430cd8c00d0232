"""Rate limits: a token bucket per seat, a budget for wrong codes, and tickets that open one socket.

All three live in the memory of this process; a restart may lose them. Several processes share the tickets and the budget of
`shared_rate_limits`; buckets stay apart, so a seat with sockets on two processes has two.
"""

import secrets
import time
from collections import OrderedDict, deque

from dialoog.accounts.tokens import Identity
from dialoog.websocket.rate_limit import Clock, TokenBucket


class TokenBuckets:
    """One bucket per seat, link or code; a command over it is answered `later`, never lost."""

    COMMANDS = {"seat": (5.0, 1.0), "facilitator": (40.0, 20.0), "scribe": (40.0, 20.0)}

    TICKETS = (30.0, 1.0)
    """Size and rate for one token: a device reopens a socket after seconds, never thirty times in one."""

    JOINS = (300.0, 2.0)
    """Size and rate for the code of one dialogue: a full hall comes in at once, and whoever comes and goes by a script makes no entries
    without end."""

    REQUESTS = (100, 10)
    """Size for one record, of people who ask to be taken out, and the seconds until one more: more than a hall, and a script fills no
    list without end."""

    MOST_BUCKETS = 20_000

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str, str], TokenBucket] = OrderedDict()
        """By use, the oldest first."""

    def allow(self, identity: Identity) -> bool:
        """Takes a token for one command. All devices of a seat share its bucket, all browsers of a link that of the link."""
        size, rate = self.COMMANDS.get(identity.desk, (1.0, 0.2))
        return self._take(
            (identity.dialogue, identity.desk, identity.seat or identity.hash.hex()), size, rate
        )

    def allow_ticket(self, identity: Identity) -> bool:
        """Takes a token for one more socket (R10)."""
        return self._take((identity.dialogue, "ticket", identity.hash.hex()), *self.TICKETS)

    def allow_join(self, dialogue: str) -> bool:
        """Takes a token for one more seat by the code; never one of an address, since a hall has one."""
        return self._take((dialogue, "join", ""), *self.JOINS)

    def allow_request(self, dialogue: str) -> bool:
        """Takes a token for one more request to be taken out of a record; never one of an address."""
        size, seconds = self.REQUESTS
        return self._take((dialogue, "request", ""), size, 1 / seconds)

    def _take(self, key: tuple[str, str, str], size: float, rate: float) -> bool:
        bucket = self._buckets.pop(key, None) or TokenBucket(size, rate, self._clock)
        self._buckets[key] = bucket
        while len(self._buckets) > self.MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket.take()


class FailureBudget:
    """Wrong codes within five minutes: 20 per address and 300 in all, and wrong set-up keys as if they came from one address more. What
    is right is never counted and never refused, since a whole hall shares one address; over the budget a wrong one has to wait."""

    WINDOW_SECONDS = 300.0
    PER_ADDRESS = 20
    IN_ALL = 300

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._by_address: dict[str, deque[float]] = {}
        self._all: deque[float] = deque()

    def is_exhausted(self, address: str) -> bool:
        self._expire()
        return self.exceeds(len(self._by_address.get(address, ())), len(self._all))

    @classmethod
    def exceeds(cls, of_address: int, in_all: int) -> bool:
        """Whether so many failures within the window are too many."""
        return of_address >= cls.PER_ADDRESS or in_all >= cls.IN_ALL

    def record_failure(self, address: str) -> None:
        now = self._clock()
        self._all.append(now)
        self._by_address.setdefault(address, deque()).append(now)

    def _expire(self) -> None:
        before = self._clock() - self.WINDOW_SECONDS
        while self._all and self._all[0] < before:
            self._all.popleft()
        for address, failures in list(self._by_address.items()):
            while failures and failures[0] < before:
                failures.popleft()
            if not failures:
                del self._by_address[address]


class Tickets:
    """Each opens one socket, once, within 60 s."""

    LIFETIME_SECONDS = 60.0
    AT_MOST = 20_000

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._issued: OrderedDict[str, tuple[Identity, float]] = OrderedDict()

    def give(self, identity: Identity) -> str:
        self._expire()
        ticket = secrets.token_urlsafe(16)
        self._issued[ticket] = (identity, self._clock())
        return ticket

    def take(self, ticket: str) -> Identity | None:
        self._expire()
        identity, _ = self._issued.pop(ticket, (None, 0.0))
        return identity

    def _expire(self) -> None:
        before = self._clock() - self.LIFETIME_SECONDS
        while self._issued:
            oldest, (_, issued_at) = next(iter(self._issued.items()))
            if issued_at >= before and len(self._issued) <= self.AT_MOST:
                break
            del self._issued[oldest]
