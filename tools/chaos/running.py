"""Storms, one after another or side by side, and what came of them."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tools.chaos.account import Account, deployed, memory_account, moto_account
from tools.chaos.clock import VirtualClock, virtual_time
from tools.chaos.oracle import Oracle, Violation, Wrong
from tools.chaos.people import crowd
from tools.chaos.world import Climate, World

TRANSPORTS = ("end_user_messaging", "sns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """One day to be lived through. The same storm is the same to the last fault."""

    seed: int
    number: int
    messages: int
    on_moto: bool = False

    @property
    def transport(self) -> str:
        """The service that texts leave by."""
        return TRANSPORTS[self.number % len(TRANSPORTS)]


@dataclass(slots=True)
class Outcome:
    """What came of some storms."""

    messages: int = 0
    on_moto: int = 0
    replies: int = 0
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    disorder: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    violations: list[tuple[Storm, Violation]] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Add what came of others."""
        self.messages += other.messages
        self.on_moto += other.on_moto
        self.replies += other.replies
        self.faults += other.faults
        self.disorder += other.disorder
        self.fates += other.fates
        self.violations += other.violations

    def count(self, wrong: Wrong) -> int:
        """How often something happened that must not."""
        return sum(violation.wrong is wrong for _, violation in self.violations)


def live_through(storm: Storm) -> Outcome:
    """One storm, from the first message to the last report."""
    with virtual_time() as clock:
        if not storm.on_moto:
            return lived(storm, memory_account(clock), clock)
        with moto_account() as account:
            return lived(storm, account, clock)


def lived(storm: Storm, account: Account, clock: VirtualClock) -> Outcome:
    """The same on an account that is given."""
    chance = Random(f"{storm.seed}/{storm.number}")  # noqa: S311 - a storm must be repeatable, not secret
    world = World(account, clock, chance, Climate())
    tells = storm.transport == "end_user_messaging"
    written = world.expect(crowd(storm.messages, chance, world.providers, knows_ids=tells))
    with deployed(account, world.queues, world.providers, world.sky, storm.transport):
        world.run()
    verdict = Oracle(account, world.witness, world.providers.handed, tells=tells).judge(written)
    return Outcome(
        messages=len(written),
        on_moto=len(written) if storm.on_moto else 0,
        replies=len(world.providers.handed),
        faults=world.sky.tally,
        disorder=world.disorder + _disorder(world),
        fates=verdict.fates,
        violations=[(storm, violation) for violation in verdict.violations],
    )


def _disorder(world: World) -> Counter[str]:
    twins = sum(queue.twins for queue in world.queues.values())
    return Counter(
        {
            "jobs that the queue delivered twice": twins,
            "delivery events that came twice": world.providers.repeated_events,
            "batches of changes counted again": world.reporting.repeated,
        }
    )
