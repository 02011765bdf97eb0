"""Emergencies in Spanish, of Mexico, the Caribbean and Central America as well as of Spain."""

from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind, Lexicon
from civicline.domain.phrases import listed

_VOCABULARY = {
    "lugar": listed("""
        casa/apartamento/edificio/cocina/cuarto/sótano/garaje/techo/carro/coche/camión/tráiler/trailer/departamento
        apto/tienda/escuela/iglesia/bodega/vecino/vecina/lado
    """),
    "mi": listed("mi/la/el/una/un/nuestra/nuestro/esta/este/su, la casa de mi, el apartamento de mi"),
    "alguien": listed("""
        alguien/él/ella/hombre/mujer/tipo/señor/señora/muchacho/muchacha/niño/niña/bebé/hijo/hija/esposo/esposa/marido
        mamá/papá/madre/padre/abuelo/abuela/hermano/hermana/vecino/vecina/novio/novia/ex/pareja/amigo/amiga/persona/joven
    """),
    "arma": listed("pistola/arma/cuchillo/machete/rifle/escopeta/navaja/armas/fusil"),
    "autoridad": listed("""
        alcalde/alcaldesa/gobernador/gobernadora/senador/senadora/presidente/juez/policía/policías/concejal/concejales
        todos/ustedes/ti/usted/ellos/él/ella/oficial/funcionarios/funcionario/político/políticos
    """),
}

_LEY = listed("""
    curso de/para, cursos/taller/talleres/prevención/simulacro/simulacros/entrenamiento/capacitación/estadísticas
    ley de, permiso de/para, detector/detectores de humo, proyecto de ley, contra incendios
""")
_PASADO = listed("""
            hace años/meses/semanas, hace un/dos/tres/muchos/varios año/años/mes/meses, año pasado, mes pasado
        """)


def _danger(kind: EmergencyKind, sense: str, phrases: str, unless: tuple[str, ...] = ()) -> Danger:
    return Danger(kind=kind, sense=sense, phrases=listed(phrases), unless=unless)


_DANGERS = (
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "fire, gas, carbon monoxide",
        """
        se está/esta quemando/incendiando mi/la/el/una/un/nuestra/su? \
        casa/apartamento/edificio/cocina/carro/departamento/techo/vecino
        {lugar} se está/esta quemando/incendiando
        {lugar} está/esta en? llamas/ardiendo
        {lugar} en llamas
        hay un? fuego/incendio en/al/cerca/dentro
        incendio en {mi} {lugar}
        fuego en {mi} {lugar}
        se está/están quemando/incendiando
        en llamas
        fuego en la/el/mi/un/una
        se quema {mi} {lugar}
        {lugar} se quema
        sale/saliendo mucho? humo de/del/por
        hay mucho? humo
        huele/olor mucho? a gas
        fuga de gas
        escape de gas
        se está saliendo el gas
        monóxido de carbono
        """,
        _LEY + _PASADO,
    ),
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "not breathing, not conscious, heart attack, bleeding, poison",
        """
        no respira
        no está/puede/puedo/podía respirando/respirar
        dejó de respirar
        no despierta
        no puedo despertarlo/despertarla
        inconsciente
        se/me desmayó/desmayo/desmaye/desmayado
        perdió el conocimiento
        ataque/infarto al/cardíaco/de? corazón?
        tiene/tuvo/tengo/teniendo/dio/dando un? infarto/derrame/convulsiones/convulsión
        dolor en/de el? pecho
        me/le duele mucho? el pecho
        se está ahogando/asfixiando/desangrando/muriendo
        se están ahogando/muriendo
        me estoy ahogando/desangrando/asfixiando
        me estoy muriendo
        está/estan/están/estoy sangrando/convulsionando/muriendo
        sangrando mucho/bastante
        hombre/mujer/señor/señora/niño/niña/muchacho/muchacha/persona/alguien sangrando
        mucha sangre
        no reacciona/responde y/está/no/mi/desde
        convulsionando/convulsiona
        sobredosis
        se tomó/tragó ... cloro/veneno/pastillas/pilas
        se envenenó
        se está muriendo
        reacción alérgica grave/severa/fuerte
        está/estoy en/por trabajo? de? parto/dar a? luz?
        se me rompió la fuente
        se cayó y/de/del/al no/techo/río/agua/escalera/piscina/pozo/lago
        se electrocutó
        ya viene el bebé
        va a nacer ya/el/mi
        """,
        _LEY + _PASADO + listed("murió de, de risa/hambre/calor/ganas"),
    ),
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "calling for help now",
        """
        llamen/llame/llama/llamar/manden/mande/necesito/envíen/necesitamos al/a? una/la/un/el? \
        ambulancia/911/policía/paramédicos/patrulla ya/ahora/urgente/rápido/por/favor/pronto
        llamen/llame/llama/manden/mande/envíen/necesito/necesitamos a/al? una/la/un? ambulancia/911/paramédicos
        manden/mande/envíen a? la? policía/ayuda/patrulla
        auxilio
        socorro
        es una emergencia
        emergencia médica
        necesito ayuda urgente/ya/inmediata
        ayuda por? favor? se/me/hay/nos/mi está/quiere/van/va/están/un/quieren
        es de vida o muerte
        """,
        _LEY + listed("primeros auxilios, cuando debo/debe/llamar, emergencia de vivienda, sala de emergencia"),
    ),
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "break-ins, weapons, attacks",
        """
        se está/están/estan metiendo/metió/metieron a/en mi/la/nuestra casa/apartamento/cuarto
        se metió/metieron a/en mi/la/nuestra casa/apartamento/cuarto
        {alguien} está tratando de entrar
        quieren/quiere/están/está intentando? entrar/meterse a/en mi/la casa/apartamento
        hay alguien/un/una hombre/ladrón/intruso? en/dentro/adentro mi/de? casa/mi/la/apartamento
        se está/esta/están metiendo un/unos/alguien/el ladrón/ladrones/hombre?
        pelea con cuchillos/pistolas/machetes/navajas
        ladrón/ladrones/intruso en mi/la casa
        nos/me están/está/estan asaltando/robando
        tiene/trae/lleva/con una/un {arma}
        {alguien} armado/armada
        está/están/andan armado/armados/armada
        hay/oigo/escucho/escuché/oí un/una? balazos/disparos/tiros/balacera/tiroteo
        está/están/estan disparando/apuñalando
        tiroteo en
        balacera
        le/lo/la/me/nos dispararon/apuñaló/apuñalaron/disparó/balearon
        apuñalado/apuñalaron/baleado/apuñalada
        me/le/la/lo/nos está/están/estan \
        golpeando/pegando/atacando/violando/ahorcando/estrangulando/siguiendo/amenazando
        mi/su esposo/marido/novio/ex/pareja/papá/padrastro me/la/le/nos está? \
        pega/golpea/pegando/golpeando/golpeó/pegó
        la/lo/los/las están/está/estan matando/golpeando/violando/apuñalando
        a punta de pistola/cuchillo/navaja
        me/nos/le/lo/la apunta/apuntó/apuntan/apuntaron con
        me/nos/le/lo/la está/están apuntando
        está/están apuntándome/apuntándonos
        hombre/mujer/tipo/sujeto/joven armado/armada
        me/nos sigue/siguen/persigue/persiguen un/una/dos/unos/alguien/hombre
        me violó/violaron/secuestraron/secuestró
        lo/la/nos secuestraron/violaron/secuestró
        me/nos/la/lo/le quiere/quieren/va/van/intenta/trata/está/están a? de? tratando? de? matar
        dice/dijo/amenazó que/con me/nos/la/lo/le? va/matar/matará a? matar/matarme/matarnos/matarla
        amenaza/amenazó/amenazando con? de? matarme/matarnos/matarla/matarlo/muerte
        quiere/quieren/va/van a? matarme/matarnos/matarla/matarlo
        temo por mi vida
        mi/nuestra vida está? corre? en? peligro
        estoy/estamos en peligro
        violencia doméstica
        me tiene/tienen encerrada/encerrado/secuestrada/secuestrado
        no me/nos deja salir
        robaron/llevaron/llevó a mi hijo/hija/bebé/niño/niña
        """,
        _LEY
        + _PASADO
        + listed("impuestos/tráfico/precios/calor/renta me/nos está/están/va/van?, licencia de, para víctimas"),
    ),
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "missing, trapped, floods, crashes, power lines",
        """
        no encuentro a mi hijo/hija/niño/niña/bebé/nieto/nieta
        se perdió mi hijo/hija/niño/niña/bebé/nieto/nieta
        mi hijo/hija/niño/niña/bebé/nieto/nieta está? se? \
        desapareció/desaparecido/desaparecida/perdió/perdido/perdida
        niño/niña/bebé perdido/perdida/desaparecido/desaparecida/encerrado/encerrada/atrapado/atrapada
        estoy/estamos/está/están/hay gente/personas? atrapado/atrapada/atrapados/atrapadas/atrapada
        cable/cables de? luz/eléctrico/eléctricos/alta? tensión? caído/caídos/tirado/tirados/suelto/en/se/chispas
        cable/cables caído/caídos/echando
        se/está/el está/subiendo/agua agua/inundando/subiendo/entrando mi/la/a/en? casa/carro/mi
        se está inundando mi/la casa
        agua está entrando/subiendo
        accidente/choque con heridos/muertos/lesionados/gente
        hay heridos/muertos
        gente/alguien/persona está/esta/hay herida/herido/heridos/herida
        lo/la/me/nos/un/le atropelló/atropellaron
        atropellaron/atropelló a
        explotó/explosión un/una/el/la/en/algo
        hubo una? explosión
        se derrumbó/derrumbo/cayó el/la/un edificio/techo/puente/pared
        """,
        _LEY + _PASADO + listed("mi/el/un/su perro/perrito/gato/gatito/mascota, en el tráfico"),
    ),
    _danger(
        EmergencyKind.SELF_HARM,
        "not wanting to live",
        """
        me quiero/voy a? morir/matar/suicidar/ahorcar/cortar/colgar
        quiero/voy/pienso/pensando/ganas a? en? de? \
        morir/morirme/matarme/suicidarme/ahorcarme/quitarme/colgarme/desaparecer
        quitarme/quitarse la vida
        se quiere/va/intenta/intentó/piensa a? suicidar/matar/quitar/ahorcar
        quiere suicidarse/matarse/morir/morirse/quitarse
        va a suicidarse/matarse
        acabar/terminar con mi/su vida
        no quiero seguir? vivir/viviendo/existir/vivir
        no vale la pena vivir
        no tengo razón/razones/motivo para/de vivir
        estaría/estarían mejor? muerto/muerta/sin mí?
        pensamientos suicidas
        me corté las venas
        cortarme las venas
        tirarme/aventarme/lanzarme/saltar de/del/desde un/el/al? puente/tren/edificio/techo
        se/voy quiere/va/a tirar/aventar/lanzar/saltar del/de puente/edificio/techo
        me tomé todas/muchas las? pastillas
        cansado/cansada de vivir
        hacerme daño
        lastimarme
        """,
        _LEY
        + listed("""
            no me? quiero morir, morir con dignidad, vivir aquí/en/cerca/junto/con, de vivir aquí/en/cerca/con
        """),
    ),
    _danger(
        EmergencyKind.THREAT,
        "threats",
        """
        te/los/lo/la/les voy/vamos a matar/disparar/apuñalar/quemar/balear/violar
        voy/vamos a matar/matarte/matarlo/matarla/matarlos/dispararle/balear a? al? todos? los? {autoridad}?
        te/los vas/van/voy a morir/arrepentir/matar
        quiero/voy matar a? al {autoridad}
        ojalá te/se/los mueras/muera/mueran/maten/mate
        hay una? bomba
        puse/pusimos/poner/voy a? poner? una bomba
        voy/vamos a quemar/explotar/volar/balear/incendiar la/el/su/tu/esa/ese \
        oficina/edificio/alcaldía/casa/escuela/ayuntamiento/municipio/estación
        voy/vamos a ir con mi/una pistola/arma/rifle
        sé/se dónde vives/vive/viven/trabajas
        merece/merecen/mereces morir/muerte
        te voy a encontrar
        estás/están muerto/muertos
        amenaza de bomba
        voy/vamos a tirotear/disparar
        """,
        _LEY + listed("bomba de agua/gasolina/calor"),
    ),
)

LEXICON = Lexicon(language="es", dangers=_DANGERS, vocabulary=_VOCABULARY)
