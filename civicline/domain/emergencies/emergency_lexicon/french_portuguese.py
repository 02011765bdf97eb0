"""Emergencies in French and Portuguese."""

from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind, Lexicon
from civicline.domain.phrases import listed

_LIFE, _SELF, _THREAT = EmergencyKind.LIFE_THREATENING, EmergencyKind.SELF_HARM, EmergencyKind.THREAT


def _danger(kind: EmergencyKind, sense: str, phrases: str, unless: str = "") -> Danger:
    return Danger(kind=kind, sense=sense, phrases=listed(phrases), unless=listed(unless))


_FRENCH = (
    _danger(
        _LIFE,
        "fire and gas",
        """
        maison/appartement/immeuble/cuisine/voiture/bâtiment est/sont? en feu/flammes
        maison/appartement/immeuble/cuisine/voiture/bâtiment brûle
        il y a le? un? feu/incendie dans/chez/à/au/en
        il y a un incendie
        il y a le feu
        le feu a pris/dans
        feu dans la/ma/le/mon/notre/leur cuisine/maison/chambre/immeuble/appartement/bâtiment/cave
        prend/pris feu
        odeur/sens/sent/fuite/ça de? le? gaz
        ça sent le gaz
        fumée dans/sort de/du? la/mon/ma/le/notre? maison/immeuble/appartement/cuisine
        monoxyde de carbone
        """,
        """
            prévention/formation/exercice/détecteur/détecteurs/inspection, année dernière
            feu rouge/vert/artifice, feux
        """,
    ),
    _danger(
        _LIFE,
        "medical",
        """
        ne respire plus/pas
        respire plus
        narrive/arrive/peux/peut plus/pas à? respirer
        il/elle/est/tombé/toujours est? inconscient/inconsciente
        a perdu connaissance
        ne se réveille pas/plus
        fait/avoir/fais/faire une? crise cardiaque/dépilepsie
        crise cardiaque
        infarctus
        fait un avc
        mal/douleur/douleurs à/dans/au la? poitrine
        saigne beaucoup/abondamment/énormément
        perd/perds beaucoup? de? du? son? sang
        fait/dune/une/en/son/par overdose/surdose
        overdose/surdose aidez/vite/urgence
        est/suis/train en? train? de? mourir
        sétouffe/étouffe/noie
        se noie
        est/suis en train de se/me noyer/étouffer
        je vais accoucher
        a avalé de/du/des la/leau/javel/poison/médicaments
        """,
        "formation/prévention, cours de, de rire, mort dun",
    ),
    _danger(
        _LIFE,
        "calls for help, attacks, trapped, crashes",
        """
        au secours
        appelez/appeler/envoyez/besoin dune/une/les/la/le ambulance/police/pompiers/samu/secours/911
        besoin dune ambulance
        cest une urgence
        urgence médicale
        aidez moi il/elle/on/vite/je/mon/ma
        à laide
        quelquun/homme/il/elle/mari/voisin ... un/une/son couteau/arme/fusil/pistolet/revolver
        quelquun/on essaie/entre/entré/rentré/essaye dentrer/est/chez/dans chez/dans \
        moi/ma/la/mon/mon/maison/appartement?
        il/elle/mari/copain/ex/ils me/la/nous/le frappe/bat/étrangle/attaque/viole/poursuit/suit/frappent/menace
        on me/nous attaque/frappe/poursuit/suit
        coups de feu
        tiré dessus/sur
        va/veut/vont/essaie/menace de? me/nous/la/le tuer/poignarder
        il/elle/ils a/ont été? poignardé/poignardée/tiré sur?
        fusillade/poignardé/poignardée
        jai été/violée violée/agressée/poignardé/agressé
        je suis/nous sommes/on est en danger
        nous/je/on sommes/suis/est en danger
        en danger de mort
        suis/sommes/est/sont coincé/coincée/coincés/piégé/piégés/bloqués/bloqué dans
        mon/ma/mes enfant/fils/fille/bébé a/est disparu/disparue/kidnappé
        accident avec/grave des? blessés?
        écrasé/renversé/renversée par une/un voiture/camion/bus
        explosion dans/à/au/près
        """,
        "formation/prévention, cours de, premiers secours, quand appeler",
    ),
    _danger(
        _SELF,
        "not wanting to live",
        """
        veux/voudrais/vais/envie/veut/va de? mourir
        me/se suicider/tuer/pendre
        veux/vais/veut/envie en? finir avec la/ma/vie
        en/den finir avec la/ma vie
        veux/vais en finir
        mettre fin à mes/ses/ma/sa jours/vie
        ne veux plus/pas vivre
        veux plus vivre
        plus de raison/envie de vivre
        envie de vivre plus
        pensées suicidaires
        suis/est suicidaire
        sauter du/dun pont
        me faire du mal
        me couper/ouvrir les veines
        mieux sans moi
        """,
        """
            finir avec ce/cette/ces/les/le, vivre ici/dans/à, prévention/formation, dans la dignité
            ne veux pas mourir
        """,
    ),
    _danger(
        _THREAT,
        "threats",
        """
        je/on vais/va te/vous/le/la/les/tous tuer/buter/crever/descendre/égorger/poignarder
        je vais tuer/buter le/la/tous/ce/cette/les
        tu/vous vas/allez/va crever/mourir
        il y a une bombe
        jai posé/mis/placé une bombe
        vais/va faire? exploser/brûler/sauter/incendier votre/la/le/mairie/bureau/tout/cette
        je sais où tu/vous habites/habitez
        alerte à la bombe
        venir/viens/viendrai avec mon/une arme/fusil/pistolet
        mérite/méritez/mérites de mourir/crever
        """,
    ),
)

_PORTUGUESE = (
    _danger(
        _LIFE,
        "fire and gas",
        """
        casa/apartamento/prédio/cozinha/carro está/tá/esta? pegando/em fogo/chamas
        está/tá pegando fogo
        pegou fogo
        casa/apartamento/prédio/cozinha/carro em chamas
        tem/há fogo/incêndio em/na/no
        incêndio na/no/em minha/meu? casa/apartamento/prédio
        cheiro/vazamento/vazando forte? de? gás
        fumaça saindo/na/no da/do/minha/meu? casa/prédio/apartamento/cozinha
        """,
        "prevenção/treinamento/detector/detectores, curso/cursos de, ano passado, fogos de",
    ),
    _danger(
        _LIFE,
        "medical",
        """
        não está/tá/consegue/consigo respirando/respirar
        parou de respirar
        não respira
        está/tá/ficou/ele/ela inconsciente
        desmaiou
        não acorda
        tendo/teve/tem/está/tá um? ataque/infarto/derrame/convulsão/avc/enfarte cardíaco?
        ataque cardíaco/do coração?
        dor no peito
        está/tá/estou/tô sangrando muito?
        sangrando muito
        muito sangue
        perdendo muito? sangue
        teve/tendo/de/uma/em/foi overdose
        se afogando
        está/tá/estou/tô morrendo
        engasgado/engasgada/engasgando
        em trabalho de parto
        bolsa estourou
        tomou/bebeu veneno/alvejante
        tomou/bebeu água sanitária
        tomou/bebeu muitos/muitas remédios/comprimidos/pílulas
        """,
        "treinamento/prevenção, curso/cursos de, de rir/fome/calor/vontade/saudade, morreu de",
    ),
    _danger(
        _LIFE,
        "calls for help, attacks, trapped, crashes",
        """
        socorro
        chame/chamem/mande/mandem/preciso/liguem/ligue uma/a/de/para? uma? ambulância/polícia/911/bombeiros/192
        é uma emergência
        emergência médica
        me ajuda/ajudem/ajude ele/por/tem/estão/ela favor?/quer/está/um?
        alguém/homem/ele/ela/cara/marido/vizinho ... arma/faca/revólver/pistola
        tem/com uma/um arma/faca/revólver/pistola
        estão/alguém/está/tá tentando/entrando/invadindo entrar/na/em/minha/no minha/na? casa/apartamento
        invadiram/invadindo minha/a casa
        está/tá/estão/me/ele me batendo/agredindo/atacando/estuprando/enforcando/seguindo/ameaçando
        marido/namorado/ex/ele/pai me? está? bate/batendo/bateu/agride/agrediu em/mim?
        sendo seguido/seguida/perseguida/atacada/agredida/atacado/agredido/assaltada/assaltado
        me batendo/agredindo/atacando/estuprando
        vai/quer/tentando/tenta/ameaçou/vão me/nos/ela? matar
        tiros/tiroteio na/no/em/aqui/perto
        ouvi tiros
        estão/está/tá atirando
        atiraram/atirou em/num/numa/no/na/contra mim/nós/homem/mulher/pessoa/alguém/gente/menino/menina/policial/vizinho
        atiraram/atirou nele/nela
        foi/fui/levou baleado/esfaqueado/esfaqueada/baleada/estuprada/um/tiro tiro?
        atropelado/atropelada/atropelou
        estou/estamos/está/tem presos/presa/preso/gente presa/no/na/dentro/em?
        meu/minha filho/filha/bebê/criança sumiu/desapareceu
        estou/estamos em perigo
        acidente com feridos
        explosão na/no/em
        fio/fios de? elétrico/alta? tensão? caído/caídos/caiu
        """,
        "treinamento/prevenção, curso/cursos de, primeiros socorros, licença de",
    ),
    _danger(
        _SELF,
        "not wanting to live",
        """
        quero/vou/vontade/queria de? morrer
        vou/quero/pensando/penso em? me matar/suicidar/enforcar
        me matar
        tirar minha/a/sua própria? vida
        acabar com minha/a minha? vida
        não quero mais? viver
        pensamentos suicidas
        suicidar
        se matar
        pular da/do ponte/prédio
        não vale a pena viver
        cansado/cansada de viver
        me cortar
        melhor sem mim
        """,
        "não quero morrer, com dignidade, prevenção/treinamento, viver aqui/em/perto",
    ),
    _danger(
        _THREAT,
        "threats",
        """
        vou/vamos te/matar/atirar matar/você/vocês/o/todos/em/a prefeito/mundo/você?
        vou/vamos te/lhe/os matar/esfaquear
        você/vocês vai/vão morrer
        vou/vamos matar você/vocês/todos/o/a
        tem/há uma bomba
        coloquei/colocar/plantei uma bomba
        vou/vamos explodir/queimar/incendiar/bombardear a/o/essa/esse/sua prefeitura/prédio/escritório/escola/casa
        sei onde você/vocês mora/moram
        merece/merecem morrer
        ameaça de bomba
        """,
        "bomba de água/gasolina",
    ),
)

LEXICONS = (
    Lexicon(language="fr", dangers=_FRENCH, vocabulary={}),
    Lexicon(language="pt", dangers=_PORTUGUESE, vocabulary={}),
)
