"""Keywords and phrases of `opt_out_english` in the other languages that offices meet.

Accents are written as in dictionaries and never needed in a message. Some Chinese phrases are given in both scripts.
"""

from civicline.domain.opting_out.opt_out_rules import Keyword, KeywordRow, Reach, Rule
from civicline.domain.phrases import listed


def _stops(language: str, words: str, *, is_strong: bool = True) -> KeywordRow:
    return KeywordRow(keyword=Keyword.OPT_OUT, is_strong=is_strong, source=language, words=listed(words))


def _starts(language: str, words: str) -> KeywordRow:
    return KeywordRow(keyword=Keyword.OPT_IN, is_strong=False, source=language, words=listed(words))


def _explains(language: str, words: str) -> KeywordRow:
    return KeywordRow(keyword=Keyword.HELP, is_strong=False, source=language, words=listed(words))


KEYWORDS = (
    _stops(
        "es",
        """
        alto, parar, pare, paren, para ya, desuscribir, desuscribirme, desuscríbanme, darme de baja, dar de baja,
        dame de baja, denme de baja, date de baja
    """,
    ),
    _stops(
        "es",
        """
        cancelar, detener, deténganse, detente, salir, baja, fin, terminar, basta, ya basta, no más, ya no más,
        remover, eliminar, borrar, anular, quitar, déjenme en paz, déjame en paz, déjeme en paz
    """,
        is_strong=False,
    ),
    _starts(
        "es",
        """
        inicio, iniciar, comenzar, empezar, suscribir, suscribirme, reanudar, sí, alta, activar
    """,
    ),
    _explains("es", "ayuda, información, auxilio"),
    _stops(
        "fr",
        """
        arrêt, arrêter, arrêtez, arrête, désabonner, désabonnement, désinscrire, désinscription, se désabonner,
        me désabonner, me désinscrire, stoppez
    """,
    ),
    _stops("fr", "annuler, résilier, fini, laissez moi tranquille", is_strong=False),
    _starts("fr", "commencer, reprendre, oui, début, démarrer"),
    _explains("fr", "aide, infos"),
    _stops("pt", "descadastrar, descadastre, cancelar inscrição, desinscrever, pára"),
    _stops("pt", "sair, cancele, remova, chega, não mais, me deixe em paz", is_strong=False),
    _starts("pt", "começar, sim, retomar, inscrever, voltar"),
    _explains("pt", "ajuda, informação"),
    _stops("ht", "sispann, kanpe, rete, dezabòne, dezabone m, retire m, wete m"),
    _stops("ht", "anile, fini, ase, kite m trankil", is_strong=False),
    _starts("ht", "kòmanse, wi, rekòmanse"),
    _explains("ht", "èd, ede m, enfòmasyon"),
    _stops("zh", "停止, 退订, 退訂, 取消订阅, 取消訂閱, 停, 拒收, 停止发送, 停止發送, 停止接收, 不再接收, 停止短信"),
    _stops("zh", "取消, 结束, 結束, 删除, 刪除, 别发了, 別發了, 不要再发, 不要再發", is_strong=False),
    _starts("zh", "开始, 開始, 恢复, 恢復, 订阅, 訂閱, 是"),
    _explains("zh", "帮助, 幫助, 信息, 说明"),
    _stops(
        "vi",
        """
        dừng, ngừng, dừng lại, ngưng, hủy đăng ký, huỷ đăng ký, ngừng nhắn tin, dừng nhắn tin
    """,
    ),
    _stops("vi", "hủy, hủy bỏ, kết thúc, thoát", is_strong=False),
    _starts("vi", "bắt đầu, đăng ký, tiếp tục"),
    _explains("vi", "trợ giúp, giúp đỡ, hỗ trợ, thông tin"),
    _stops("ar", "توقف, إيقاف, أوقف, الغاء الاشتراك, إلغاء الاشتراك, قف"),
    _stops("ar", "إلغاء", is_strong=False),
    _starts("ar", "ابدأ, بدء, اشتراك"),
    _explains("ar", "مساعدة"),
    _stops("ru", "стоп, отписаться, отписка, отпишите, отпишите меня, хватит"),
    _stops("ru", "отмена, удалить, прекратите", is_strong=False),
    _starts("ru", "старт, начать, возобновить, подписаться"),
    _explains("ru", "помощь, справка"),
    _stops("ko", "중지, 정지, 수신거부, 수신 거부, 그만, 구독취소, 구독 취소, 스톱"),
    _stops("ko", "취소, 해지", is_strong=False),
    _starts("ko", "시작, 재개"),
    _explains("ko", "도움말, 도움, 안내"),
)

VOCABULARY = {
    "quíteme": listed("""
        quíteme/quítenme/quítame/sáqueme/sáquenme/sácame/bórreme/bórrenme/bórrame
        elimíneme/elimínenme/elimíname/remuévame/remuévanme/retíreme/retírenme
    """),
    "envíe": listed("""
        envíe/envíen/envíes/mande/manden/mandes/escriba/escriban/escribas
        contacte/contacten/contactes/textees/textee/texteen/llame/llamen
    """),
    "mensajes": listed("""
        mensaje/mensajes/mensajitos/texto/textos/sms/correo/correos/notificaciones/alertas/avisos/emails/email,
        mensajes de texto, correos electrónicos
    """),
    "messages_fr": listed("""
        message/messages/texto/textos/sms/courriel/courriels/mail/mails/email/emails/notifications/alertes,
        des messages, des textos, des sms, de messages, de textos, de sms, de courriels, des courriels,
        vos messages, ces messages, de vos messages, de vos textos, de ces messages, de mails, des mails, les messages
    """),
    "mensagens": listed("""
        mensagem/mensagens/msg/msgs/sms/email/emails/texto/textos/notificações/alertas, mensagens de texto, e mails
    """),
    "短信": listed("短信, 短讯, 简讯, 簡訊, 信息, 消息, 訊息, 讯息, 邮件, 郵件, 电邮, 电子邮件, 電郵, 信"),
    "tin": listed("tin, tin nhắn, email, thư, thông báo"),
}

_SPANISH_OTHERS = listed("""
    ellos/ellas/alguien/gente/vecino/vecina/vecinos/casero/dueño/esposo/esposa/ex/cobradores/banco/campaña/campañas/políticos/porque/quien,
    cómo hago que, no deja de enviarme/mandarme/escribirme/contactarme/llamarme/textearme, no dejen, no dejes,
    no deje, no pare, no paren
""")


def _rule(name: str, reach: Reach, phrases: str, *, unless_before: tuple[str, ...] = ()) -> Rule:
    return Rule(name=name, keyword=Keyword.OPT_OUT, reach=reach, phrases=listed(phrases), unless_before=unless_before)


RULES = (
    _rule(
        "es: no me manden mensajes",
        Reach.ANYWHERE,
        """
            deje/dejen/deja/dejar/pare/paren/para/parar de enviarme/mandarme/enviar/mandar más? \
            los/sus/estos/esos? {mensajes}
            deje/dejen/deja/pare/paren de textearme/escribirme/contactarme/llamarme
            no me envíe/envíen/envíes/envien/mande/manden/mandes/envia más {mensajes}
            no me envíe/envíen/envíes/mande/manden/mandes {mensajes}
            no me escriba/escriban/escribas/texteen/textee/contacte/contacten/contactes/llame/llamen más/nunca
            no vuelva/vuelvan/vuelvas a escribirme/contactarme/enviarme/mandarme/textearme/llamarme
            no quiero/deseo/queremos recibir más? de? sus/estos/esos/tus/ningún? {mensajes}
            no quiero/deseo/queremos más de? sus/estos/esos/tus? {mensajes}
            ya no quiero/deseo recibir? más? sus/estos/esos/tus/los? {mensajes}
            {quíteme} de/del su/la/esta/esa/tu/sus? lista/listas/listado
            quiten/saquen/borren/eliminen/quite/borre/elimine mi número/nombre/teléfono/correo de/del \
            su/la/esta/esa/sus? lista/listas/listado/sistema
        """,
        unless_before=_SPANISH_OTHERS,
    ),
    _rule(
        "es: dar de baja, y nada más",
        Reach.CLAUSE,
        """
            no me {envíe} nada? más?
            no {envíe} más {mensajes}?
            no me moleste/molesten/molestes más?
            no más {mensajes}
            no quiero {mensajes}
            basta de {mensajes}
            alto/parar/pare/paren/detener/detengan/cancelar/cancelen/terminar a? los/sus/estos/esos/todos? los? \
            {mensajes}
            salir de la/esta/su lista
            me das/da/dan/dé/den de baja de? la/esta/su? lista?
            darme/dame/deme/denme/darnos de baja de? la/esta/su? lista?
            desuscribirme/desuscríbanme/desuscríbeme de? la/esta/su? lista?
            {quíteme}
            cancelar/cancele/cancelen mi/la/esta suscripción
            borren/borre/eliminen/elimine/quiten mi número/teléfono/correo
            déjeme/déjenme/déjame en paz/tranquilo/tranquila
            número equivocado
            tiene/tienen/tienes el? número equivocado
            se equivocó/equivocaron de número
            revoco/retiro mi consentimiento/permiso
        """,
    ),
    _rule(
        "fr: plus de messages",
        Reach.ANYWHERE,
        """
            arrêtez/arrête/cessez de menvoyer/mécrire/me/nous envoyer/contacter/texter/déranger/appeler? \
            {messages_fr}?
            ne mécrivez/mécris/menvoyez/menvoie plus {messages_fr}?
            ne me/nous contactez/contacte/textez/écrivez/envoyez/appelez plus {messages_fr}?
            je ne veux/souhaite/désire plus/pas? recevoir {messages_fr}
            je ne veux/souhaite plus {messages_fr}
            je veux/souhaite plus recevoir {messages_fr}
            retirez/enlevez/supprimez/ôtez moi/nous de votre/la/cette/vos liste/listes
            retirez/enlevez/supprimez mon numéro/nom/adresse de votre/la/cette/vos liste/listes
        """,
        unless_before=listed("il/elle/ils/elles/voisin/propriétaire/pourquoi"),
    ),
    _rule(
        "fr: désabonnement, et rien d'autre",
        Reach.CLAUSE,
        """
            plus de messages/textos/sms/courriels/mails
            arrêtez/arrêt/stop/arrêter les/ces/vos/tous? les? messages/textos/sms/courriels/mails
            me/nous désabonner/désinscrire de? cette/votre/la? liste?
            désabonnez/désinscrivez moi
            laissez moi tranquille
            mauvais numéro
        """,
    ),
    _rule(
        "pt: não quero mensagens",
        Reach.ANYWHERE,
        """
            pare/parem/para de me mandar/enviar/escrever/contatar/ligar/incomodar {mensagens}?
            pare/parem de mandar/enviar {mensagens}
            não me mande/mandem/envie/enviem/manda mais {mensagens}?
            não me contate/contatem/escreva/escrevam mais
            não quero mais? receber mais? as/suas/essas/estas? {mensagens}
            não quero mais {mensagens}
            me tire/tirem/remova/removam/retire/retirem da/de/dessa/desta/sua sua? lista
            tire/tirem/remova/removam meu número/nome da/de/dessa/desta sua? lista
        """,
        unless_before=listed("ele/ela/eles/elas/vizinho/proprietário/porque"),
    ),
    _rule(
        "pt: cancelar mensagens",
        Reach.CLAUSE,
        """
            cancelar/cancele/parar as/essas/estas? {mensagens}
            número errado
            me descadastre/descadastrem
            chega de {mensagens}
        """,
    ),
    _rule(
        "ht: pa voye mesaj ankò",
        Reach.ANYWHERE,
        """
            sispann/kanpe/rete voye mesaj/tèks/imel ban/bay/pou? mwen/m/nou?
            sispann ekri/tekste/kontakte/rele mwen/m/nou
            pa voye mesaj/tèks/imel ban/bay/pou? mwen/m/nou? ankò
            pa voye okenn/plis/lòt mesaj/tèks/imel
            pa ekri/tekste/kontakte mwen/m/nou ankò
            mwen/m pa vle resevwa? mesaj/tèks/imel sa? yo? ankò
            mwen/m pa vle resevwa okenn/plis/lòt? mesaj/tèks/imel
            retire/wete mwen/m/non/nimewo mwen/m? nan/sou lis la/sa/ou?
            retire/wete m/mwen nan/sou lis
        """,
    ),
    _rule(
        "zh: 不要再发短信",
        Reach.ANYWHERE,
        """
            不要/别/別/请勿/請勿/停止 再? 给/給/向? 我/我们? 发/發/发送/發送 任何? {短信}
            不要/别/別/请勿/請勿/停止 再? 发/發/发送/發送 任何/这些/這些? {短信}
            不要/别/別 再? 联系/聯繫/联络/聯絡/打扰/打擾 我/我们
            不想/不要/不愿/不希望 再 收到/接收 你们/你們/任何/这些/這些? 的? {短信}
            我不想/我不要/我不愿 收到/接收 你们/你們/任何/这些/這些? 的? {短信}
            我 从/從 名单/名單/列表 中? 上? 删除/刪除/移除
        """,
        unless_before=listed("为什么, 為什麼"),
    ),
    _rule(
        "zh: 取消订阅",
        Reach.CLAUSE,
        """
            取消/退订/退訂/停止/拒收 所有? 这些/這些? {短信}
            打错/打錯 了? 号码? 電話?
            号码错了
            我 要? 退订/退訂
            把我移除/删除/刪除
        """,
    ),
    _rule(
        "vi: đừng nhắn tin nữa",
        Reach.ANYWHERE,
        """
            đừng/ngừng/dừng/ngưng nhắn/gửi {tin} cho? tôi/chúng/em/anh/chị? nữa
            đừng/ngừng/dừng/ngưng nhắn/gửi {tin} cho? đến? tôi
            đừng liên lạc/hệ với? tôi nữa
            không muốn nhận/nhận thêm? {tin} này/nhắn? nữa?
            xóa/bỏ tên? số? điện? thoại? tôi khỏi/ra danh sách
        """,
    ),
    _rule(
        "ru: не пишите мне",
        Reach.ANYWHERE,
        """
            не пишите/звоните/присылайте/отправляйте/шлите мне больше
            больше не пишите/присылайте/отправляйте/шлите мне? сообщения/смс?
            прекратите/перестаньте/хватит присылать/писать/слать/отправлять мне
            не присылайте/отправляйте/шлите мне? больше? сообщения/смс
            не хочу больше? получать сообщения/смс/рассылку
            удалите меня/мой номер? из списка/рассылки
        """,
    ),
    _rule(
        "ko: 문자 보내지 마세요",
        Reach.ANYWHERE,
        """
            문자/문자를/메시지/메시지를/이메일/이메일을/연락 ... 보내지/하지 마세요/마/마십시오/말아
            문자/메시지 그만 보내~
            그만 보내세요/보내
            연락하지/문자하지 마세요/마/마십시오
        """,
    ),
    _rule(
        "ar: لا ترسلوا رسائل",
        Reach.ANYWHERE,
        """
            لا ترسل/ترسلوا لي/إلي المزيد? من? الرسائل/رسائل/رسالة
            توقف/توقفوا عن إرسال/مراسلتي/ارسال الرسائل/رسائل?
            لا أريد استلام/تلقي الرسائل/رسائل/رسائلكم
            احذفوني/احذفني/أزيلوني من القائمة/قائمتكم
        """,
    ),
)
