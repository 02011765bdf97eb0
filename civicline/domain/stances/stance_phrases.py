"""Whole phrases that carry a stance, in English and Spanish: after a proposal, alone, or asking and wavering."""

from civicline.domain.phrases import PhraseBook, listed
from civicline.domain.stances.stance_words import VOCABULARY, Role

_AFTER_FOR = listed("""
    {this} {must} pass, {this} {must} be passed/approved/adopted/law, {this} {must} become law, {this} passes
    {this} to pass, {this} pass, {this} through, {this} done
    {this} is/are/was/sounds a/an/the/long/so/very/only? {good}
    {this} deserves/gets/has my/our/your support/vote/backing/blessing, {this} has my full? support
    {this} should have passed, {this} become law, {this} is the only, {this} es/esta/parece muy/una/un/tan? {good}
    {this} debe pasar/aprobarse, que pase {this}, que se apruebe {this}, {this} hay que aprobarla
""")
_AFTER_AGAINST = listed("""
    {this} {must} not/never pass, {this} {must} not/never be passed/approved/adopted
    {this} {must} be stopped/killed/rejected/defeated/refused/denied/withdrawn, {this} {must} be voted down
    {this} {must} die, {this} die, {this} dies, {this} fail, {this} fails, {this} from ever? passing
    {this} is/are/was/seems a/an/the/just/so/pure/plain/very/such? {bad}
    {this} is just/such/pure/nothing a/but? {bad}, {this} is not right/fair/good, {this} isnt right/fair/good
    {this} stinks, {this} down, {this} off the agenda/ballot, {this} out of
    {this} would/will hurt/destroy/ruin/bankrupt/kill/harm/wreck, {this} es/seria muy/una/un/pura/puro/tan? {bad}
    {this} no es justa/justo/buena/bueno, {this} no nos conviene
""")
_ALONE_FOR = listed("""
    vote/voting yes/aye, i am in favor, im in favor, count me in, vote si, voten si, estoy a favor, estamos a favor
    estoy de acuerdo, yes vote, aye vote, your aye, pass it, approve it, support it, adopt it, apruebela
    aprueben la
""")
_ALONE_AGAINST = listed("""
    vote/voting no/nay, vote/voting against it?, vote it/this down, i am opposed, we are opposed, im opposed
    i object, we object, in opposition, scrap it, drop it, kill it, stop it, reject it, oppose it, vote no
    vote que no, vote/voten no, vote/voten en contra, estoy en contra, estamos en contra, no vote, nay vote
    count me against, me opongo, no estoy de acuerdo, no lo/la apruebe/aprueben, rechacenla, detengala
    no la apoye/apoyen, dead set against, let it die, firmly opposed, we dont want, no thank you, hard pass
""")
AFTER = PhraseBook(
    [*((one, Role.FOR) for one in _AFTER_FOR), *((one, Role.AGAINST) for one in _AFTER_AGAINST)], VOCABULARY
)
"""What begins with the proposal."""
ALONE = PhraseBook(
    [*((one, Role.FOR) for one in _ALONE_FOR), *((one, Role.AGAINST) for one in _ALONE_AGAINST)], VOCABULARY
)
"""What needs no proposal beside it, in a message that names one only."""

ASKING = PhraseBook(
    (
        (one, Role.OPEN)
        for one in listed("""
    when, what is/does/would/happened/time/are/was, whats, how many/much/did/does/would/is/are, does, is, are
    do you/we, will you/it/we, would, can i/we/anyone/someone/somebody, could i/we/someone/anyone, did, has
    have you/they, should i/we, which, where, who is/wrote/sponsored/introduced, send/email me, please send/email me
    can/could you send/email/explain/tell me?, tell me, explain, please explain, i would like to know/testify/speak
    id like to know/testify/speak, i would like a copy, que dice/pasa/paso/significa, cual es, cuando, cuanto
    cuantas, cuantos, donde, a que hora, como se, quisiera saber, me puede, puede/podria explicarme/mandarme
    de que se trata, hay, va a, desde cuando, de cuanto, en que comite
""")
    ),
)
"""What a question or a request for information holds."""

DOUBTFUL = PhraseBook(
    (
        (one, Role.OPEN)
        for one in listed("""
    lol, lmao, haha, ha, yeah right, slow clap, brilliant, go wrong, oh great, sure, wow, incredible, exactly what
    what we needed, thanks for nothing, torn, both sides, back and forth, mixed, mixed bag
    cant decide, not sure, dont know, cant tell, cant say, undecided, on the fence, in the middle, on the other hand
    i could live with, no se que, que maravilla, sarcasm, one part, some parts, funny how
    real doubts, una parte, cosas buenas, no estoy segura, no estoy seguro, ustedes sabran
""")
    ),
)
"""Irony and two minds, in which the plain words mean little."""
