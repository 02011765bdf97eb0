"""Violence that somebody suffers, and violence that the sender threatens, in English."""

from civicline.domain.emergencies.emergency_lexicon.english_words import CIVIC, LONG_PAST
from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind
from civicline.domain.phrases import listed


def _life(sense: str, phrases: str, unless: tuple[str, ...] = ()) -> Danger:
    return Danger(kind=EmergencyKind.LIFE_THREATENING, sense=sense, phrases=listed(phrases), unless=unless)


def _threat(sense: str, phrases: str, unless: tuple[str, ...] = ()) -> Danger:
    return Danger(kind=EmergencyKind.THREAT, sense=sense, phrases=listed(phrases), unless=unless)


DANGERS = (
    _life(
        "somebody breaking in",
        """
        {person} is/are/s? breaking/broke in/into
        hes/shes/theyre breaking in/into
        breaking in/into my/our/the/her/his/a/someones {place}/window/door
        trying/tries/tried to break/get/come/kick in/into/through/down my/our/the? {place}/window/door/front/back
        {person} is? trying to break/get/kick in/into/my/our/the
        someone/somebody/intruder/stranger/burglar is/s? in/inside/outside/under my/our \
        house/apartment/home/room/bedroom/attic/basement/window
        man/guy/person/men is/are in/inside my/our house/apartment/home/room/bedroom/attic/basement
        broke/broken into my/our/the house/apartment/home and/right/now/while/hes/theyre
        intruder in/inside/is
        home invasion
        burglar~ in/inside progress/my/the/our
        robbery in progress
        being/getting/am/is/are robbed
        gunpoint/knifepoint
        robbing me/us/the/a/someone
        """,
        LONG_PAST + listed("raccoon/raccoons/squirrel/squirrels/mice/rats/ants/possum/possums"),
    ),
    _life(
        "weapons and shooting",
        """
        {person} has/have/had/with/holding/waving/pulled/pointing/pointed/carrying/got/brandishing/swinging \
        a/his/her/the/out? a? {weapon}
        {person} is/are/was/s? holding/waving/pointing/carrying/pulling/brandishing/swinging/armed \
        a/his/her/the/with a? {weapon}
        has/have/had/with/pulled/pointed/pointing/holding/waving a/his/her {weapon} \
        at/to/on/and/in/outside/inside/right/here/now
        hes/shes/theyre armed/holding/waving/pointing
        {person} is armed
        gun/knife to/at/against my/his/her/their head/throat/neck/face
        with a gun/rifle/pistol/shotgun/handgun/machete
        shots fired
        gunshots
        gun shots
        gunfire
        hear/heard/hearing shots/shooting/gunshot
        active shooter/shooting
        a shooter in/at/on
        {person} is/are/s? shooting/firing/stabbing
        shooting at me/us/people/each/cars/someone/him/her/houses/them/the
        drive by shooting
        is/theres/was/just a shooting at/in/on/near/outside/happening/by
        shooting happening
        threatening/threatened/threatens {me} with a/his/her {weapon}
        officer down
        shot/stabbed {me}
        {person} {is}? been/got/getting/was/is/just? shot/stabbed
        i/ive been/got/was/am? shot/stabbed
        someone was/got/has shot/stabbed
        shot/stabbed in the/his/her/my head/chest/leg/back/stomach/arm/neck/face/parking
        """,
        CIVIC
        + LONG_PAST
        + listed("""
            gun/guns/firearm/firearms/weapon/weapons/knife \
            shop/store/show/range/owner/owners/law/laws/control/rights/buyback/safe/registry
            gun/carry/hunting/firearms permit/license/licence, legal to, concealed carry
            shooting range/hoops/pool/star, shot/stabbed in vietnam/iraq/afghanistan/korea/combat
            vaccine/flu/covid/booster/tetanus/measles shot/shots/vaccine
            baseball bat/bats/practice/team, bat house/houses
            shooting/shoot off/a? video/photo/photos/film/fireworks/movie
        """),
    ),
    _life(
        "somebody being attacked, abused or held",
        """
        beating/beats/beat/strangling/attacking/attacked/raping/assaulting/assaulted/molesting/kidnapping/abusing \
        {me}/someone/somebody
        beating/strangling/attacking/raping/assaulting/molesting/abusing his/her/their/a/an/my/the \
        wife/kid/kids/girlfriend/child/baby/woman/man/girl/boy/son/daughter/mother/mom/children
        hitting/hits/hit/hurting/punching/kicking/slapping/choking/choked me/his/her/my/their \
        wife/kid/kids/child/baby/girlfriend/mom/mother/again/and/right/now/please/help
        {person} is/are/keeps/s? hitting/beating/choking/hurting/punching/kicking/attacking/strangling/abusing {me}
        {person} is/are/been/was/s? following/chasing/stalking me/us
        {person} tried/trying/attempted to grab/take/kidnap/abduct/snatch my/a/our/me
        hes/shes/theyre hitting/beating/choking/hurting/punching/kicking/attacking/strangling/abusing
        getting/got/being beat up/down
        {person} ... grabbed/snatched/took a/my/her/his/the little? young? girl/boy/kid/child/baby/daughter/son/toddler
        being/getting \
        attacked/beaten/raped/assaulted/strangled/abused/mauled/stabbed/followed/chased/stalked/trafficked/jumped/tortured
        raped me
        was/been/got/being raped/molested
        sexually assaulted/abused/assaulting/abusing
        dog/dogs/pitbull/pit is/are/s/bull/just? attacking/attacked/mauling/biting \
        me/a/my/people/someone/him/her/children
        kidnapped/abducted {me}/my/a/someone
        been/was/got/being kidnapped/abducted
        {person} took/has/grabbed/snatched my baby/child/son/daughter/kid/kids
        hold/holding/held me/us/her/him/them? hostage/captive/prisoner/against
        wont/not let me/us/her leave/out/go/leave
        domestic violence right/now/happening/next/in/at/please/help/situation
        locked/tied me/us/her/him up/in/inside
        afraid/scared/fear/fearing/worried/fearful for my/her/our/his life/lives/safety
        my/our/her/his life/lives is/are/s? in? danger/risk
        in danger right/now/please/help
        in immediate/grave/serious danger
        fighting with knives/guns/weapons
        """,
        CIVIC
        + listed("""
            traffic/tax/taxes/prices/rates/costs/inflation/heat/smell/dust/sun/mosquitoes/mosquitos/economy/budget \
            is/are/has/keeps
            media/press attacking, by the media/press/opponents, stock market, on twitter/facebook/instagram/here
        """),
    ),
    _life(
        "somebody about to kill or hurt",
        """
        {person} is/are/was/said/says/s? going/gonna/trying/threatening/wants/threatened/about/planning/tried \
        to? he/she? kill/murder/shoot/stab/hurt {me}
        {person} will/would/may/might/could kill/murder/shoot/stab {me}
        {person} said/says/told/swore he/she/they/hell/hes/shell/shes/me/us will/would/going/gonna/is/he? to? \
        hell? kill/murder/shoot/stab/hurt {me}
        hes/shes/theyre going/gonna/trying/threatening/about/coming to? kill/murder/shoot/stab/hurt {me}
        hell/shell/theyll kill/murder/shoot/stab {me}
        threatened/threatening/threatens to kill/murder/shoot/stab/hurt {me}/my/people
        trying/tried/going/gonna/wants to? kill/murder/strangle/stab {me}
        {person} is coming to kill
        plans/planning to shoot/kill/bomb people/students/everyone
        """,
        listed("""
            traffic/drivers/tax/taxes/mosquitoes/city/congress/government/insurance is/are
            heat/job/pothole/potholes/stairs/stress/prices is/are
            with kindness, kill the grass/weeds/lawn
        """),
    ),
    _threat(
        "a threat to kill or hurt",
        """
        {will} just? \
        kill/murder/shoot/stab/lynch/strangle/behead/assassinate/execute/hurt/rape/bomb/slaughter/choke/hang \
        you/yall/him/her/everyone/everybody/yourself/your/all/every
        {will} just? kill/murder/shoot/stab/lynch/strangle/behead/assassinate/slaughter/execute \
        them/people/cops/that/this/those {official}?
        {will} just? kill/murder/shoot/stab/lynch/hang/assassinate/execute/beat/hurt/bomb \
        the/your/this/that/every/all/our/these/those? {official}
        kill/shoot/murder/stab/hang/lynch/assassinate the/that/this/our/your \
        mayor/governor/senator/president/councilman/judge/police/cops/commissioner
        kill/shoot/murder all/you all/every/of? you/them/cops/police/politicians
        going/gonna/will/ill/gotta/ready/coming to? beat you/him/her/them up/down/senseless/ass/bloody/to/until
        beat the shit/crap/hell/living out/daylights of? you/him/her/them
        slit/cut your/his/her throat
        break your/his/her/every legs/neck/arms/skull/face/jaw/bone
        {will} ... kill/murder/hurt you/him/them/everyone/someone/somebody/people
        {will} come kill/shoot/murder/stab/hurt/find you/him/her/them/everyone
        shoot/murder/stab/kill you/u
        put a bullet in/through
        bullet in/through your/his/her/the head/skull/brain/face/back/mayor/mayors
        bullet with your name
        {will} make you/him/her bleed/suffer/pay with blood
        """,
        listed("""
            you/him/her/them an/a/some/over/my quick? email/e/text/message/note/line/picture/photo/question/reply
            the/this/that bill, with kindness
            wont/doesnt/didnt/wouldnt/smoking/fentanyl/drugs/speeding/heat/stress/mold/asbestos/lead kill you
            it/this/that/which/fentanyl/smoking/heat/smoke/mold/asbestos/lead/water/speed \
            will/would/could/can/might kill you
            shoot you for/over/out/guys/back
        """),
    ),
    _threat(
        "you will die",
        """
        you/yall/theyre/youre will/are/is/going/gonna/all? all? going/gonna/to? to? die \
        tonight/today/soon/for/slowly/if/bitch/screaming/now/and/tomorrow
        you/he/she/they deserve/deserves to die
        youre/you a? are? a? dead man/meat/woman/when/if/tomorrow/tonight
        you are dead
        youre all? dead
        hope you/he/she/they all? die/burn/dies/drown/choke/suffer/bleed
        hope someone/somebody/he/they shoots/kills/stabs/murders/hurts
        hope you get/are shot/killed/murdered/stabbed/raped
        should/deserve/deserves/needs/need/ought to? be/get \
        shot/hanged/killed/executed/lynched/assassinated/murdered/beheaded
        there will be blood
        hope ... get/gets/is shot/killed/murdered/stabbed/hanged/raped
        death to you/the/all mayor/governor/senator/cops/politicians/police/council?
        we know where you/he/she/they/your live/lives/sleep/work/kids/family
        i know where you/he/she/they/your/the all? family? kids? mayor? senator? \
        live/lives/sleep/park/parks/work/are/go
        i know where your kids/family/children/wife/daughter
        watch/watching your/ur back
        i am/im coming for/after you/your/her/him/all/them
        we are/were coming for/after you/your/her/him/them
        i have your address
        your/his/her days are numbered
        you wont/will not live/survive to/see
        """,
        listed("""
            on this road/street/highway, coming for your/the meeting/event/hearing, dogs/coyotes/geese/deer should
        """),
    ),
    _threat(
        "bombs, fires and shootings announced",
        """
        {will} blow/blowing {target}? up {target}?
        {will} shoot/burn/bomb/torch/attack/destroy up/down? {target} up/down?
        blow/blowing up {target}
        shoot/shooting/burn/burning up/down {target}
        bomb/torch {target}
        burn {target} down/to
        shoot {target} up
        blow {target} up
        there is/was a? bomb
        theres a bomb
        a/pipe/the bomb in/at/under/inside/on your/my/the/city/a/this/that/school
        planted/placed/put/left/have/built/made/making/brought/bring/got/hid a/the/some pipe? \
        bomb/bombs/explosives/explosive
        bomb will/is/going go/going off?
        bomb threat
        {person} has/have/got/with a? bomb/bombs/explosives
        mail/mailed/send/sent/sending you/the/a/him/her/them? a? bomb/anthrax/ricin
        bring/bringing/brought/grab/grabbing/get/getting/load/loading my/a \
        gun/guns/rifle/ar/ar15/pistol/shotgun/glock to/down/and/there/tomorrow
        coming/come/show/showing/showed down/up/over/to? there/to/at/your? your? office/city/hall? hall? \
        with/armed/and a/my/guns? gun/guns/rifle/knife/bat/pistol/shotgun/weapon
        i have/got/own a/my gun and/loaded/i
        with/and/got/bring/have/get my ar/ar15/glock/rifle/shotgun/pistol/gun
        mass shooting/murder at/tomorrow/tonight/today/your/at
        going/gonna/will/want/ready to? shoot everyone/everybody/people/someone/somebody/kids/students/up
        """,
        CIVIC
        + LONG_PAST
        + listed("""
            bath/photo/seed/cherry bomb/bombs, bomb squad/cyclone/shelter/shelters
            my gun/rifle/shotgun permit/license/registration/safe
            lost/stole/renew/register my/a gun/rifle/shotgun/pistol
            burn the? leaves/brush/calories/fat, basketball/hoops
        """),
    ),
)
