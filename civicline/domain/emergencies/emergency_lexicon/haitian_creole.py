"""Emergencies in Haitian Creole."""

from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind, Lexicon
from civicline.domain.phrases import listed

_LIFE, _SELF, _THREAT = EmergencyKind.LIFE_THREATENING, EmergencyKind.SELF_HARM, EmergencyKind.THREAT


def _danger(kind: EmergencyKind, sense: str, phrases: str, unless: str = "") -> Danger:
    return Danger(kind=kind, sense=sense, phrases=listed(phrases), unless=listed(unless))


_DANGERS = (
    _danger(
        _LIFE,
        "fire and gas",
        """
        kay/apatman/bilding/kwizin/machin ... pran/nan dife
        kay/apatman/bilding/kwizin/machin la/a/mwen/m/nou? ap boule
        dife pran? nan kay/apatman/kwizin/bilding/lekòl/machin
        dife nan/pran kay/apatman/kwizin/bilding/mwen/la/m
        gen dife
        dife dife
        santi/odè/fwit gaz
        gen yon? odè gaz
        lafimen nan kay/apatman
        """,
        "prevansyon/fòmasyon, dife wouj",
    ),
    _danger(
        _LIFE,
        "medical",
        """
        pap/pa respire
        pa ka respire
        pa kapab respire
        pèdi konesans
        endispoze
        pap/pa reveye
        kriz kadyak/kè/konvilsyon
        doulè nan pwatrin/lestomak
        pwatrin mwen/m/li ap? fè mal
        ap senyen anpil/anpil
        senyen anpil
        pèdi anpil? san
        ap mouri
        ap neye
        ap toufe
        ovèdoz
        pral/ap akouche
        bwè/vale pwazon/klowòks/grenn
        """,
        "mouri ri/grangou",
    ),
    _danger(
        _LIFE,
        "calls for help, attacks, trapped",
        """
        anmwe
        osekou
        sekou
        rele/voye/bezwen yon/lapolis/911/anbilans anbilans/ban/polis/ban?
        rele/voye/bezwen lapolis/anbilans/911/ponpye
        se yon ijans
        ijans medikal
        ede m/mwen tanpri? li/yon/yo/gen/yap/lap
        gen yon? moun/nèg/vòlè ... nan kay mwen/m/la
        moun/nèg/vòlè ap? eseye? antre/kase nan? kay/pòt
        gen/ak/kenbe yon? zam/fizi/kouto/manchèt/pistolè/revolvè
        ap/lap/yap tire/bat/atake/swiv/vyole/kadejak/touye/toufe m/mwen/li/nou/moun/fanm/timoun
        ap tire
        yo/li tire sou yon/moun/li/mwen/m/nou/polis
        kout bal/zam/kouto
        vle/pral/pwal/ap/menase touye m/mwen/li/nou/moun/fanm
        mari/mennaj/nonm mwen/m? ap? bat m/mwen
        vyole/kidnape m/mwen/li/pitit
        yo kidnape
        pitit/timoun mwen/m? disparèt/pèdi
        mwen/m/nou/moun kwense/bloke nan/anba
        lavi mwen/m/nou an danje
        mwen/m/nou an danje
        aksidan ak/grav moun? blese?
        machin frape/kraze m/mwen/li/yon/moun
        eksplozyon
        """,
        "prevansyon/fòmasyon, taks",
    ),
    _danger(
        _SELF,
        "not wanting to live",
        """
        mwen/m vle/pral/anvi mouri
        vle/anvi/pral mouri
        touye tèt mwen/m/li/mw
        pral/vle/anvi touye tèt
        swisid
        swiside
        pa vle viv ankò
        pa vle viv
        bouke/fatige viv
        fini/fin ak/avèk lavi/vi mwen/m?
        fè tèt mwen/m mal
        sote/sòti sou/nan/anba pon
        """,
        "prevansyon/fòmasyon, pa vle mouri, viv isit/nan",
    ),
    _danger(
        _THREAT,
        "threats",
        """
        mwen/m pral/ap/pwal/map touye ou/nou/w/majistra/tout/yo/l
        map touye ou/nou/w/majistra/tout/yo/l
        ou/w pral/ap/nou mouri
        gen yon bonm
        mwen/m mete yon? bonm
        pral/ap/map boule/eksploze/tire biwo/meri/kay/lekòl/bilding nou/ou?
        mwen/m konnen kote/kibò ou/w/nou rete/abite
        merite mouri
        """,
    ),
)

LEXICON = Lexicon(language="ht", dangers=_DANGERS, vocabulary={})
