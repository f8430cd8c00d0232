"""How much one may ask: a bucket per seat, a budget for wrong codes, tickets that open one socket.

All three are this process's own memory: losing them at a restart harms nobody. Where several processes serve, tickets
and budget are those of `shared_limits`; a bucket stays each process's own, so that a seat with sockets on two has two.
"""

import secrets
import time
from collections import OrderedDict, deque

from dialoog.accounts.tokens import Identity
from dialoog.websocket.rate_limit import Clock, TokenBucket


class TokenBuckets:
    """So many commands at once, then so many a second; over it the answer is `later`, never lost."""

    SIZE = {"seat": (5.0, 1.0), "facilitator": (40.0, 20.0), "scribe": (40.0, 20.0)}

    TICKETS = (30.0, 1.0)
    """For one token: a device reopens a socket after seconds, never thirty times in one."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str, str], TokenBucket] = OrderedDict()
        """By use, the oldest first."""

    def allow(self, identity: Identity) -> bool:
        """A seat's bucket is shared by all its devices; a desk's by the browsers of one link."""
        size, rate = self.SIZE.get(identity.desk, (1.0, 0.2))
        return self._take(
            (identity.dialogue, identity.desk, identity.seat or identity.hash.hex()), size, rate
        )

    def allow_ticket(self, identity: Identity) -> bool:
        """Whether this token may open one more socket now (R10)."""
        return self._take((identity.dialogue, "ticket", identity.hash.hex()), *self.TICKETS)

    def _take(self, key: tuple[str, str, str], size: float, rate: float) -> bool:
        bucket = self._buckets.pop(key, None) or TokenBucket(size, rate, self._clock)
        self._buckets[key] = bucket
        while len(self._buckets) > 20_000:
            self._buckets.popitem(last=False)
        return bucket.take()


class FailureBudget:
    """Wrong codes: 20 per address and 300 in all, in five minutes. A right code is never
    counted and never stopped, since a whole hall shares one address; over it a wrong one is only told to wait."""

    WINDOW = 300.0
    PER_ADDRESS = 20
    IN_ALL = 300

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._by_address: dict[str, deque[float]] = {}
        self._all: deque[float] = deque()

    def spent(self, address: str) -> bool:
        self._forget()
        return self.is_exhausted(len(self._by_address.get(address, ())), len(self._all))

    @classmethod
    def is_exhausted(cls, of_address: int, in_all: int) -> bool:
        """Whether so many failures within the window are too many."""
        return of_address >= cls.PER_ADDRESS or in_all >= cls.IN_ALL

    def failed(self, address: str) -> None:
        now = self._clock()
        self._all.append(now)
        self._by_address.setdefault(address, deque()).append(now)

    def _forget(self) -> None:
        before = self._clock() - self.WINDOW
        while self._all and self._all[0] < before:
            self._all.popleft()
        for address, failures in list(self._by_address.items()):
            while failures and failures[0] < before:
                failures.popleft()
            if not failures:
                del self._by_address[address]


class Tickets:
    """Each opens one socket, once, within 60 s of being given."""

    LASTS = 60.0
    AT_MOST = 20_000

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._given: OrderedDict[str, tuple[Identity, float]] = OrderedDict()

    def give(self, identity: Identity) -> str:
        self._forget()
        ticket = secrets.token_urlsafe(16)
        self._given[ticket] = (identity, self._clock())
        return ticket

    def take(self, ticket: str) -> Identity | None:
        self._forget()
        identity, _ = self._given.pop(ticket, (None, 0.0))
        return identity

    def _forget(self) -> None:
        before = self._clock() - self.LASTS
        while self._given:
            oldest, (_, issued_at) = next(iter(self._given.items()))
            if issued_at >= before and len(self._given) <= self.AT_MOST:
                break
            del self._given[oldest]
