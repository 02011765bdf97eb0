"""The words that carry a stance, in English and Spanish, written as civicline.domain.phrases reads them.

`proposalx` stands where the message names the proposal, `otherx` where it names another.
"""

from collections.abc import Iterator
from enum import Enum, auto

from civicline.domain.phrases import PhraseBook, listed

TARGET = "proposalx"
OTHER = "otherx"


class Role(Enum):
    """What a phrase does to the stance towards the proposal after it."""

    FOR = auto()
    AGAINST = auto()
    NOT = auto()
    """Turns what follows around, as "not", "used to" and "I can't believe anyone would" do."""
    OPEN = auto()
    """Takes no stance on what follows: a condition, a question, or what others think."""


_MATTERS = listed("""
    bill, measure, resolution, ordinance, proposal, legislation, law, case, project, plan, item, rezoning, act
    proposition
""")

STANDS = frozenset({Role.FOR, Role.AGAINST})
"""The roles that take a side."""

VOCABULARY = {
    "it": (TARGET,),
    "this": (
        *(TARGET, "it", "this"),
        *(f"{word} {matter}" for word in ("this", "the", "that", "such a") for matter in _MATTERS),
        *listed("""
    esta ley, este proyecto, esta medida, esta ordenanza, esta propuesta, este caso, esta resolucion
"""),
    ),
    "must": listed("""
    must, should, needs to, has to, ought to, deserves to, better, had better
"""),
    "bad": listed("""
    bad, terrible, horrible, awful, wrong, dangerous, ridiculous, stupid, dumb, insane, disgusting, shameful, unfair
    unjust, unconstitutional, disaster, disgrace, mistake, scam, joke, insult, outrage, robbery, waste, nonsense
    boondoggle, betrayal, slap, rip off, ripoff, overreach, nanny state, blank check, gift to, giveaway
    government takeover, corporate welfare, harmful, reckless, amnesty, tonteria, robo, injusta, injusto, mala, malo
    peligrosa, peligroso, desastre, insulto, estafa, error, burocracia, verguenza
"""),
    "good": listed("""
    good, great, excellent, wonderful, necessary, needed, fair, important, essential, vital, overdue, long overdue
    right, common sense, best, fantastic, worth, buena, bueno, necesaria, necesario, justa, importante, excelente
    urgente
"""),
    "any": listed("""
    anyone, anybody, you, someone, people, a person, they, he, she, alguien
"""),
    "sorry": listed("""
    disappointed, ashamed, appalled, angry, sad, disgusted, upset, horrified, shocked, outraged, furious
    decepcionado, decepcionada
"""),
}
"""Words that phrases name in braces."""

_FOR = listed("""
    support, supporting, back, backing, endorse, endorsing, pass, passing, approve, approving, adopt, adopting
    enact, grant, cosponsor, cosponsoring, co sponsor, co sponsoring, champion, championing, passage of, adoption of
    approval of, vote/voting yes/aye on/for/to?, vote/voting for, vote/voting in favor/favour of, yes on/to/for
    in favor/favour of, i am for, im for, we are for, all for, get/getting behind, stand behind, sign on to
    sign onto, fight for, protect, save, legalize, vote through, we need, all in for, preserve, stands behind
    yes/aye vote on/for, your yes/aye on/for, apoyo, apoye, apoyen, apoyar, apoyamos, apoyando, apruebe, aprueben
    aprobar, adopten, adopte, respalde, respalden, respaldo
    vote/voten/voto/votar/votemos si/a por/en/a/para/favor de?, vote/voten/voto/votar/votemos por
    vote/voten/voto/votar a favor de, si a/en/por, a favor de, de acuerdo con, que pase, que pasen, que se apruebe
    necesitamos, ojala aprueben
""")
_AGAINST = listed("""
    oppose, opposing, against, object to, resist, your no/nay vote? on/for, my no vote on, reject, rejecting, kill
    stop, stopping, block, blocking, veto, defeat, deny, withdraw, scrap, drop, repeal, weaken, gut, water down
    undermine, sink, bury, vote/voting down, turn down, opposed to, opposition to, objections to, repealing, vetoing
    killing, weakening, gutting, matar, mataria, mate, vote/voting no on/to/for?, vote/voting nay on?, no on/to
    nay on, say no to, get rid of, tear up, delay, delaying, stall, stalling, filibuster, filibustering, cripple
    opposes, me opongo a, nos oponemos a, se oponga/opongan a, oponerse a, oponga a, en contra de, contra, rechace
    rechacen, rechazar, rechazo, detenga, detengan, detener, paren, pare, alto a, retiren, retire, nieguen, niegue
    bloqueen, debilitar, derogar, vote/voten/voto/votar no/que a/en/por/no, vote/voten/voto/votar en contra de, no a
    basta de, no queremos, no quiero
""")
_NOT = listed("""
    not, dont, never, cannot, cant, wont, didnt, doesnt, shouldnt, wouldnt, nobody, no one, no longer, used to
    refuse to, refuse, refusing to, override, overriding, overturn, instead of, fail to, no reason to, no way
    can not/never believe that? {any} would/could, cant believe that? {any} would/could, cant believe that? {any}
    cannot believe that? {any} would/could?
    cant/cannot/dont understand/see/imagine/get why/how {any} would/could/can, why would/should {any}
    how could/can {any}, what kind of person, who would, who in their right mind would, {sorry} that you
    {sorry} to see that? you, {sorry} to hear that? you, no, nunca, jamas, nadie, dejen de, deje de
    no entiendo como {any} puede/podria, como puede {any}, por que {any}
""")
_OPEN = listed("""
    if, whether, unless, until, would you, will you, do you, does, did, when, what, how, who, which, why, where, or
    not supporting/backing/passing/approving/opposing/voting/endorsing, some, others, supporters, opponents
    those who, people who, says, say that, means, mean, meaning, think about, consider, i/we dont oppose
    i/we do not oppose, i am not against/opposed, im not against/opposed, no me opongo, told, tells, wants, asked
    voted yes/no/for/against/in, voto en, neighbor, husband, wife, brother, sister, boss, landlord, governor, party
    friends, lobby wants, claims, argues, ads, signs, polls, before, everyone says, cuando, que significa, significa
    cual, como, quien, donde, saber si, vecino, vecina, esposo, esposa, dicen
""")


def _signed() -> Iterator[tuple[str, Role]]:
    for phrases, role in ((_FOR, Role.FOR), (_AGAINST, Role.AGAINST), (_NOT, Role.NOT), (_OPEN, Role.OPEN)):
        yield from ((phrase, role) for phrase in phrases)


OPERATORS = PhraseBook(_signed(), VOCABULARY)
"""What stands before the proposal."""

LINKS = frozenset(
    listed("""
    the, this, that, these, a, an, any, all, proposed, bill, number, on, of, for, to, it, passage, measure
    resolution, ordinance, case, item, my, your, our, please, strongly, with, new, so called, called, state, house
    senate, in, agenda, citys, proposition, federal, strong, and, getting, application, la, el, las, los, esta, este
    esa, ese, ley, proyecto, medida, ordenanza, resolucion, caso, propuesta, de, del, al, por, en, que, punto, tal
    dicha
""")
)
"""Words that may stand between a phrase and the proposal."""

CHAINED = (LINKS - {"and"}) | frozenset(
    listed("""
    amendment, amendments, attempt, attempts, effort, efforts, pressure, anyone, anybody, everyone, people, those
    who, that, which, would, will, could, should, can, might, be, you, we, i, us, me, they, them, him, her, ever
    even, also, just, simply, ask, asks, asking, urge, want, hope, vote, voting, voted, have, has, been, going, if
    see, lobby, lobbyists, possibly, in, good, conscience, let, senator, representative, still, really, think
    believe, se, le, les, nos, lo, pido, pedimos, usted, ustedes, alguien, puede, podria, votar, enmienda, enmiendas
    intento, intentos, cualquier, quien, debe, deben, favor
""")
)
"""Words over which a phrase further left still reaches."""

OTHERS = frozenset(
    listed("they, people, who, you, others, folks, democrats, republicans, he, she, ellos, ellas, residents, voters")
)
ASKED = frozenset(
    listed("""
    ask, asks, asking, urge, urging, hope, want, beg, begging, need, wish, request, please, let, expect, if, that
    pray, prays, love, so, glad, espero, pido, ojala
""")
)
"""Words that make what others shall do the writer's own wish."""

LEADS_ON = (LINKS - {"please"}) | {"those", "these", "anything", "anyone"}
"""Words after which a phrase that could stand alone has an object of its own."""

COORDINATES = frozenset(listed("and, but, y, pero, so, because, porque"))
"""Words that begin something new."""

THANKS = frozenset(listed("thank, thanks, gracias"))
