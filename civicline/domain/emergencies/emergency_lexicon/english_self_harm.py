"""Suicide and self-harm, of the sender or of somebody else, in English."""

from civicline.domain.emergencies.emergency_lexicon.english_words import CIVIC
from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind
from civicline.domain.phrases import listed


def _self_harm(sense: str, phrases: str, unless: tuple[str, ...] = ()) -> Danger:
    return Danger(kind=EmergencyKind.SELF_HARM, sense=sense, phrases=listed(phrases), unless=unless)


DANGERS = (
    _self_harm(
        "killing or hurting oneself",
        """
        kill/killing/unalive/unaliving/hang/hanging/hung/hurt/hurting/harm/harming/cut/cutting myself
        starve/starving/drown/drowning/stab/stabbing/burn/burning myself
        kill/killing/hang/hanging/hurt/hurting/harm/harming/unalive himself/herself/themselves/themself/yourself
        shoot/shooting myself/himself/herself
        end/ending/take/taking/took my/his/her/their own? life
        end/ending it all
        done with life/living
        slit/slitting/cut/cutting my/his/her/their wrist/wrists/throat
        kms
        jump/jumping off/from the/a/my/this? bridge/roof/building/overpass/balcony/ledge/cliff/parking
        use it on myself
        have/got/holding the/my/these/a pills/gun/rope/razor/knife here/ready/now/in/and
        threatening/threatened suicide
        hanging from the/a bridge/ledge/balcony/roof/overpass
        {person} on the/a bridge/ledge/roof/overpass jump/jumping/edge
        took/taking/take/taken/swallowed all/a/the my/of/whole/whole/bottle? my/of/bottle? \
        pills/pill/medication/meds/tylenol
        took/taken/taking/swallowed a/an/the/my whole/entire bottle/box/pack of
        jump/step/walk in/into/in front/front of? a? traffic/train/bus/train
        """,
        listed("""
            in the foot, banner/sign/wire/branch/flag/lights/cable hanging, cut/cutting myself off/shaving/on
            hurt himself/herself/myself/themselves/yourself on/at/slipping/falling/tripping
        """),
    ),
    _self_harm(
        "about to jump",
        """
        threatening/about/ready/wants/want to jump
        im/i/am/hes/shes/is going/gonna to? jump
        """,
        listed("bungee/swimming/trampoline/parachute, jump rope/start/ship/through/on"),
    ),
    _self_harm(
        "thinking of suicide",
        """
        im/i/feel/feeling/am/hes/shes/is/was/are/very/so/actively/been suicidal
        feel/feeling like dying/killing/ending
        dont/not/didnt want/wanna to? be/live here/in/on anymore/this world/earth/planet/more?
        dont/not want/wanna to? be here anymore/any
        nobody/noone would/will/d miss/care/notice if? me/i was/were/died/dead/gone/if?
        no one would/will miss/care/notice me/if? i? died/was/were/disappeared/gone?
        thinking/thoughts/think/thought about/of suicide/dying/ending/killing/harming
        i/have/having/had/my/these/get/getting suicidal thoughts/feelings
        """,
    ),
    _self_harm(
        "suicide by its name",
        """
        commit/committing/attempt/attempting/attempted/contemplating/considering/tried/planning/threatening suicide
        committed suicide just/right/tonight/today/help
        suicidal thoughts/ideation/feelings
        suicide note/attempt
        """,
        CIVIC
        + listed("hotline/hotlines/lifeline/resources/month/walk/barrier/barriers/nets, people/those/anyone/women who"),
    ),
    _self_harm(
        "not wanting to live",
        """
        want/wants/wanna/wanting/wanted/ready to? die
        wish/wishes/wishing i/he/she was/were dead
        wish i was/were never born
        wish i wouldnt/would/didnt not? wake up
        better off dead
        better off without me
        rather be dead
        dont/doesnt/not/no/didnt/cant longer? want/wanna to? live/be/exist/go on? anymore/alive/on
        dont/not want/wanna to? live/exist
        no/not/any a? reason/point to/in/for live/living/life
        nothing/nothing left? to live for
        not/isnt/aint worth living
        life isnt/is/has not/no? worth/meaning/point
        tired of living/life
        tired of being alive
        cant/cannot/dont go on anymore/living/like/any
        dont/not want/wanna to? wake up
        goodbye cruel? world/everyone/forever
        this is my last/final day/message/goodbye/night
        """,
        listed("""
            with dignity, dont/doesnt/nobody/noone/never/not want/wants/wanna/wanted to? die, no one wants
            people/patients/those/anyone who, right to
            live/be here/near/next/downtown/beside/by
            live in/on a/the/this/that city/town/county/neighborhood/house/apartment/state/shelter/street/streets/block
            living in/on/near/next/paycheck, life support
        """),
    ),
)
