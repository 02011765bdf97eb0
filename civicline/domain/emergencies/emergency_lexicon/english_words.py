"""The words that the English lexicon shares, and what takes the sense of danger away."""

from civicline.domain.phrases import listed

VOCABULARY = {
    "place": listed("""
        house/home/apartment/apt/building/kitchen/bedroom/basement/garage/attic/porch/room/roof/trailer/condo/duplex
        car/truck/van/bus/store/school/church/shop/motel/hotel/shed/barn/warehouse/unit/stove/oven/dorm/shelter
        mobile home, apartment building, house next door, next door
    """),
    "my": listed("""
            my/our/the/a/an/this/that/his/her/their/your/neighbors, my neighbors, the neighbors, someones
        """),
    "person": listed("""
        he/she/they/hes/shes/theyre/someone/somebody/guy/man/woman/person/people/dude/kid/kids/boy/girl/child/baby/toddler
        infant/son/daughter/brother/sister/husband/wife/boyfriend/girlfriend/ex/partner/mom/mother/dad/father/mum
        grandma/grandmother/grandpa/grandfather/uncle/aunt/cousin/friend/neighbor/neighbour/roommate/coworker/student
        stranger/teacher/patient/driver/cyclist/pedestrian/worker/elderly/lady/teen/teenager/employee/intruder/suspect
    """),
    "attack": listed("""
            heart attack, stroke/seizure/seizures/aneurysm/convulsion/convulsions, massive heart attack
        """),
    "is": listed("is/are/s/was/has/just/been/got, is just, has just, has been, had just"),
    "weapon": listed("""
            gun/guns/knife/rifle/pistol/machete/shotgun/handgun/firearm/weapon/ax/axe/bat/crowbar/firearms
        """),
    "me": listed("""
            me/us/him/her/them/everyone/everybody, my kids/kid/son/daughter/mom/mother/wife/husband/baby
        """),
    "will": listed("""
        i will, ill, im going to, i am going to, im gonna, i am gonna, i gonna, ima, imma, i want to, i wanna
        we will
        we are going to, were going to, were gonna, we are gonna, i should, i could, i would, id like to, i might
        im about to, i am about to, i swear to, i plan to, im ready to, i am ready to, i have to, ill have to
        someone should, somebody should, someone needs to, somebody needs to, someone will, somebody will
        somebody is going to, someone is going to, someone ought to, somebody ought to, im coming to, i am coming to
        lets, we should, we need to, i feel like, people should, i promise to, i am planning to, im planning to
    """),
    "official": listed("""
        mayor/governor/senator/congressman/congresswoman/representative/president/councilman/councilwoman/council
        councilmember/commissioner/judge/sheriff/chief/officer/officers/cop/cops/police/clerk/inspector/alderman
        assemblyman/supervisor/staff/family/kids/children/wife/husband/boss/politicians/democrats/republicans
        immigrants/teachers/principal/caseworker/superintendent, city council, school board, whole office
        whole family
    """),
    "target": listed("""
        city hall, town hall, the capitol, the courthouse, the statehouse, the office, the school, the building
        the station, the library, the place, this place, that place, your office, your building, your house
        your car
        your place, your home, your offices, your whole office, this building, that building, this office
        that office
        the meeting, the clinic, the church, the mosque, the synagogue, the mall, the dmv, the council
        the water plant
        the police station, the county building, a school, my school, the whole building, the whole place
    """),
}

LONG_PAST = listed("""
    last year/month/summer/winter/spring/fall, years/year/months/decades ago, history of, anniversary/memorial
    in the past year/years, when i was a/young/little/growing, insurance claim
    survivors/survivor/victims of/fund/services
    the/a/this/that/new movie/film/book/documentary/show is/was/about/crew
""")
CIVIC = listed("""
    training/trainings/workshop/workshops/seminar/awareness/prevention/drill/drills/simulation/ordinance/legislation
    statistics/certification, the/this/that/hb/sb/house/senate bill
    first aid/responder kit/class/classes/course/station, cpr class/classes/course/card
""")
"""Words of courses, laws and reports. Places and everyday words are not among them: danger has an address."""
