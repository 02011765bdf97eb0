"""Fires, illness, accidents, people missing or trapped, and calls for help, in English."""

from civicline.domain.emergencies.emergency_lexicon.english_words import CIVIC, LONG_PAST
from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind
from civicline.domain.phrases import listed


def _life(sense: str, phrases: str, unless: tuple[str, ...] = ()) -> Danger:
    return Danger(kind=EmergencyKind.LIFE_THREATENING, sense=sense, phrases=listed(phrases), unless=unless)


DANGERS = (
    _life(
        "a fire now",
        """
        {place} is/are/s/caught on? fire
        {place} is/are on fire
        {place} is burning
        is/are/caught/its/everything on fire
        there is/was a? fire in/at/on/next/behind/near/inside/outside
        theres a? fire in/at/on/next/behind/near/inside/outside
        fire in/inside {my} {place}
        fire next door
        fire and smoke
        smoke and fire/flames
        kitchen/house/apartment/grease/electrical/brush/building/car fire right/now/next/help/please/spreading/at
        fire is/are spreading/coming/getting
        smoke coming/pouring/billowing from/out/through/into/under
        smoke is/was? filling/pouring/coming
        smoke in/inside {my} {place}/hallway/stairwell/lobby
        black/thick smoke
        flames coming/shooting/in/from/out/everywhere
        """,
        LONG_PAST
        + listed("""
            fire pit/pits/hydrant/station/department/escape/lane/alarm/code/drill/works/door/prevention
            team/season/sales/album/game/twitter/bases/feet on/is/are, on fire lately
        """),
    ),
    _life(
        "gas or carbon monoxide",
        """
        smell/smells/smelling natural? gas
        smell/smells/smelling like/of natural? gas
        smell a? strong? lot? of? gas
        gas smell/odor
        odor of gas
        gas leak/leaking
        leaking gas
        gas is leaking/escaping
        hissing gas
        carbon monoxide leak
        """,
        CIVIC
        + listed("""
            last year, years ago, gas station/bill/price/prices/tax/car/mileage/blower/blowers
            leak detector/detectors/map
        """),
    ),
    _life(
        "carbon monoxide now",
        """
        carbon monoxide alarm/detector/alarms/detectors is/are/keeps/went/was/just? \
        going/beeping/off/sounding/chirping
        co alarm/detector is/keeps/went/just? going/beeping/off/sounding
        carbon monoxide poisoning
        """,
        CIVIC,
    ),
    _life(
        "not breathing, not conscious",
        """
        not/isnt/barely/stopped/hardly breathing
        cant/cannot/couldnt/struggling/trouble/difficulty/hard breathe/breathing
        can not breathe
        hard/struggling/unable/trying to breathe
        unconscious
        {person} is? just? passed/pass out
        {person} {is}? collapsed
        passed out and/on/in/at/wont/not
        wont/doesnt/cant/not/isnt wake/waking up
        will/does/can not wake up
        unresponsive
        {person} isnt/not/stopped moving/responding/responsive
        {person} ... fell/fallen ... and? not/isnt/wont/cant moving/move/breathing/wake/responding/get/breathe
        down/ground and/hes/is? not/isnt moving
        {person} is not moving/responding/responsive
        turning/turned blue
        no pulse
        his/her/dads/moms/husbands/wifes heart is? stopped/stopping
        """,
        CIVIC
        + listed("""
            unconscious bias, website/portal/app/clerk is? unresponsive, street light/lights, living and breathing
        """),
    ),
    _life(
        "heart attack, stroke, seizure, choking, labour, allergy",
        """
        having/has/had/suffering/suffered a/an? {attack}
        having seizures/convulsions/contractions
        {attack} right? now/help/please/hurry
        chest pain/pains/pressure
        chest hurts/hurting
        chest is hurting/tight
        {person} is? choking
        im/i choking
        i am choking
        choking on food/something/a/his/her/my
        severe/bad allergic reaction
        throat is? closing/swelling
        anaphyla~
        need/needs an? epipen
        im/am/is/shes/wife/girlfriend/went/going in/into labor
        my/her/wifes water just? broke
        baby is coming now/out/help/right
        giving birth now/here/right/in
        having a/her/my/the baby in/on/now/right/here
        diabetic coma/shock/emergency
        heat stroke right/now/help/having
        """,
        LONG_PAST
        + CIVIC
        + listed("""
            died/dies/dying of/from, labor law/union/unions/day/dispute/negotiations/department, water main
        """),
    ),
    _life(
        "bleeding, injury, poison, drowning",
        """
        bleeding out/badly/heavily/bad/profusely/everywhere/severely
        bleeding to death
        bleeding and/help/please/wont/hurry/really/so
        im/is/hes/shes/am/are/theyre still? bleeding
        bleeding a lot
        bleeding from his/her/my/the head/neck/face/chest/mouth/ears/stomach
        cant/wont/not stop the? bleeding
        so much blood
        blood everywhere
        losing/lost a? lot? of? blood
        overdosing
        {person} odd/od/oded/oding
        od on/at/in/right/outside the/my/now/front
        {person} ... overdosed
        i/ive/im/think overdosed/overdosing
        i think ... overdose
        having/had an overdose
        an overdose at/in/right/now/here/help
        took too many pills/of
        drank/swallowed/ingested/ate bleach/poison/antifreeze/drano/detergent/battery/batteries/pesticide
        drank/swallowed/ingested/ate a/some/the/rat bleach/poison/antifreeze/battery/drano/magnet/magnets/detergent
        been/was/is/got poisoned
        {person} ... drowning
        im drowning/drowning
        {person} ... fell/fallen/went in/into/through the/a \
        river/lake/pool/ice/water/canal/creek/well/pond/bay/harbor
        pulled from the water/river/lake/pool
        electrocuted
        bitten/bit by a? rattlesnake/snake/copperhead/cottonmouth
        cant/cannot feel/move my legs/arms
        fell ... cant/cannot get up/move
        ive fallen and
        freezing to death
        """,
        LONG_PAST
        + CIVIC
        + listed("""
            bleeding money/edge/jobs/us/taxpayers/heart/hearts/cash/the
            drowning in debt/bills/paperwork/taxes/emails/fees/medical/student, how many people, people who
            families of
        """),
    ),
    _life(
        "dying or found dead",
        """
        {person} is/are/s? dying
        hes/shes/theyre dying
        im dying please/help/right/send/here/now
        i am dying please/help/right/send/now
        i think {person} is/are/s? dead/dying
        i think hes/shes/theyre dead/dying
        think/thinks i/im am? dying
        dead body/bodies
        found/find him/her/them/someone/somebody dead
        found a? dead? body
        found {my} {person} dead
        found {my} {person} and/is/hes/shes he/she? not/isnt/wont
        body in/on the river/street/road/woods/alley/lake/dumpster/park/bushes/ditch
        dead man/woman/person/guy/baby/child/kid/girl/boy in/on/at/outside/here/lying
        going to die please/help/here/if/in/soon
        dont let me/him/her/us die
        i dont want to die please/help
        """,
        LONG_PAST
        + listed("""
            dying of laughter/boredom/curiosity/cancer, dying to/for, body of/shop/work/camera/cameras
            student body, governing body, over my dead
        """),
    ),
    _life(
        "calling for an ambulance or the police now",
        """
        call/calling/dial/get/need 911
        call/need/send/get/needs an/the/us/me/him/her? ambulance/paramedics/paramedic/medic/ems
        need/send/get/call the? police/cops/help/someone right? now/immediately/asap/hurry/quick/quickly/fast/here
        need/send/get/call the? police/cops/help right now
        send help
        send the? police
        need urgent/emergency/immediate medical? help/care/attention
        life or/and death
        help me hes/shes/theyre/someone/im \
        bleeding/dying/trapped/hurt/coming/going/has/here/is/trying/scared/stuck/in?
        """,
        CIVIC
        + listed("""
            should i/we/you/people/they call, when to call, when should i/we/you, dont/never/not call
            instead of calling/911
            without calling, had to call, before/after calling
            ambulance station/stations/coverage/rates/fees/bill/cost/fee/service/response/billing
            help with my/the/our/snow/rent/this, new ambulance/ambulances
        """),
    ),
    _life(
        "calling it an emergency",
        """
        this/it is an/a emergency
        its an/a emergency
        medical emergency
        life threatening emergency/situation/condition/injury/injuries
        """,
        CIVIC
        + listed(
            """
            in case of, climate/housing/budget/fiscal emergency, emergency preparedness/funding/plan/kit/contacts
            is it an
            """
        ),
    ),
    _life(
        "people missing or trapped",
        """
        my/our/her/his/a ... \
        son/daughter/child/kid/baby/toddler/grandson/granddaughter/mother/mom/father/dad/grandmother/grandma is \
        missing
        cant/cannot/couldnt find my ... year/yr/month/months/years old
        my/our ... year/yr/years old is/has? missing/disappeared/gone
        son/daughter/kid/child/baby/toddler/mother/mom/father/dad/grandmother/grandma has/have been missing since/for
        wandered off/away
        son/daughter/kid/child/wife/husband/mother/mom/father/dad/grandmother/grandma/grandson never/hasnt/didnt \
        came/come/returned/return home/back
        child/kid/toddler/baby/boy/girl missing/disappeared/vanished
        missing child/kid/toddler/boy/girl
        cant/cannot find my ... son/daughter/child/kid/baby/toddler/grandson/granddaughter
        can not find my son/daughter/child/kid/baby/toddler
        lost my child/kid/toddler/baby at/in the
        child/kid/baby/toddler/kids/children/infant is/are/s/was? locked/left/trapped/stuck/alone in/inside
        im/were/are/am/people/someone/man/woman/kids/children/driver/trapped/family trapped in/inside/under/on
        trapped in/inside/under the/a/my/an/his/her \
        elevator/car/house/building/room/rubble/basement/vehicle/truck/attic
        stuck in/inside an/the elevator/chimney/well
        stuck in/inside my/the/our/a flooded/burning? car/truck/vehicle
        people/someone/kids/driver/we/family are/is/re/were trapped
        stuck/stranded/trapped on the/my/our/a roof/ledge/bridge/cliff/ice
        """,
        listed("""
            child support/tax/credit/care, in traffic/debt/poverty
            kitten/kittens/cat/bird/raccoon/squirrel/possum/duck/ducks/ducklings is/are/s? trapped/stuck
            missing posters/report/his/her/their/a/an/my/some/out
            dog/puppy/cat/horse/cow/goat ... wandered
        """),
    ),
    _life(
        "power lines, floods, crashes, explosions",
        """
        power/electric/electrical/live line/lines/wire/wires/cable is/are/fell/just/came/has? \
        down/fell/fallen/sparking/on/arcing/hanging
        downed power/electric/live/utility line/lines/wire/wires
        live/downed/sparking wire/wires
        wire/wires/line/lines/transformer/pole/outlet is/are/s? sparking/arcing/exploded
        wire/wires down/dangling
        is/its/are/and/keeps sparking
        water is? rising/coming/pouring/rushing fast/in/into/inside
        water is rising/rushing
        floodwater/floodwaters rising/in/inside/coming
        swept away
        people/someone/kids/family/man/woman stuck/stranded/trapped? in the/their/cars? \
        water/creek/river/lake/flood/cars/floodwater
        car/truck/van/bus is/in/went/s? in? underwater/submerged/sinking/floating
        car/truck/van/bus went/drove/fell/is? in/into the/a river/lake/water/canal/creek/pond
        accident/crash/wreck/collision people/someone/somebody/driver/drivers/family/kids is/are/s? trapped/pinned
        accident/crash/wreck/collision with/and ... hurt/injured/injuries/trapped/bleeding/injury/unconscious
        bad/serious/terrible/horrible/major/head car? accident/crash/wreck/collision/on \
        just/at/on/here/right/outside/now
        hit/struck/run by/over by? a/the? car/truck/bus/train/driver/van/vehicle/suv/motorcycle
        hit/ran/struck over? a/the/my pedestrian/cyclist/bicyclist/kid/child/person/woman/man/girl/boy/baby
        car/cars/truck/van/suv/bus/motorcycle/vehicle/vehicles {is}? crashed/collided
        train/bus/truck/car/driver/motorcycle just? hit/struck a/an/my/the/someone/somebody/people \
        car/kid/child/person/man/woman/pedestrian/cyclist/crowd
        car/truck/van/suv/bus {is}? flipped/overturned/rolled
        plane/helicopter/train/bus crash/crashed/derailed
        explosion at/in/near/next/just/on/outside/and
        something/house/tank/building/transformer just? exploded/blew
        heard/was/hear/big/huge/loud an/a? explosion
        building/bridge/ceiling/roof/crane/scaffolding/house is/just/has collapsed/collapsing
        building/bridge/ceiling/roof/crane/scaffolding/house collapsed
        """,
        CIVIC
        + LONG_PAST
        + listed("""
            deer/raccoon/cat/dog/squirrel/possum/mailbox/fence/sign/pole/tree/hydrant/car/bike/garage \
            was/is/were/got/been/just? hit/struck/run
            bury/burying/buried the/power/our?, phone/cable/internet/water/sewer line/lines, population explosion
            will/could/might/gonna/may get/be hit/struck/run, going to get/be hit/struck/run, hit a pothole
            almost/nearly get/got/hit/was/were/been, water bill/rate/level
        """),
    ),
)
