"""English keywords that opt out, opt in or ask for help, and the words that the phrases of `opt_out_english` are of.

Sources of the keywords: 47 CFR 64.1200(a)(10), AWS End User Messaging's required keywords, the CTIA Messaging
Principles, and the spellings that thumbs make of them.
"""

from civicline.domain.opting_out.opt_out_rules import Keyword, KeywordRow
from civicline.domain.phrases import listed

KEYWORDS = (
    KeywordRow(
        keyword=Keyword.OPT_OUT,
        is_strong=True,
        source="47 CFR 64.1200(a)(10)",
        words=listed("stop, unsubscribe, opt out"),
    ),
    KeywordRow(
        keyword=Keyword.OPT_OUT,
        is_strong=False,
        source="47 CFR 64.1200(a)(10)",
        words=listed("quit, end, revoke, cancel"),
    ),
    KeywordRow(
        keyword=Keyword.OPT_OUT,
        is_strong=True,
        source="AWS",
        words=listed("optout, arret, stopall, stop all"),
    ),
    KeywordRow(
        keyword=Keyword.OPT_OUT,
        is_strong=False,
        source="AWS",
        words=listed("remove, td"),
    ),
    KeywordRow(
        keyword=Keyword.OPT_OUT,
        is_strong=True,
        source="spellings",
        words=listed("""
            🛑, i said stop, stop means stop, i told you to stop, i want to stop, make it stop, said stop,
            🛑, st0p, sotp, stpo, stp, dtop, stoip, stip, stopl, stol, stpp, stahp, s top, sto p, stop2quit,
            stop2end, stopquit, unsub, unsuscribe, unsubcribe, unsubscibe, unsubscrib, unsubscirbe, un subscribe,
            unsubscribed, opt me out, opt us out, opting out, opted out, stopit, stopnow, stoptext, stoptexts,
            stoptexting, stopmessages, stopplease, removeme, unsubscribeme
        """),
    ),
    KeywordRow(
        keyword=Keyword.OPT_OUT,
        is_strong=False,
        source="a reasonable person",
        words=listed("""
            no more, enough, go away, get lost, fuck off, piss off, dnc, do not contact, do not text, dont text,
            dont contact, do not email, dont email, do not call, no text, no texts, no emails, cease,
            cease and desist, end all, cancel all, remove all, quit it, quit all, optmeout
        """),
    ),
    KeywordRow(
        keyword=Keyword.OPT_IN,
        is_strong=False,
        source="CTIA, AWS, carriers",
        words=listed("""
            start, unstop, un stop, yes, opt in, optin, opt back in, subscribe, resubscribe, resume, restart,
            start again, startall
        """),
    ),
    KeywordRow(
        keyword=Keyword.HELP,
        is_strong=False,
        source="CTIA",
        words=listed("help, info, information"),
    ),
)

_FROM_LIST = tuple(
    f"{preposition} {which} {things}"
    for preposition in ("from", "of", "to", "off")
    for which in (
        "",
        *listed("this, these, your, the, all, any, your text, all of your, all your, the city, any and all"),
    )
    for things in listed(
        """
        list, lists, mailing list, text list, messages, text messages, texts, emails, e mails, newsletter, alerts,
        text alerts, notifications, updates, communications, contact list, email list, distribution list, database,
        mailings, texting, messaging, email, sms, service list
        """
    )
) + listed(
    """
    from this, from these, from it, from you, from everything, from all, of this, of these, of it, of everything,
    of all, to this, to these, to it, to everything, off this, off these, off it
    """
)

VOCABULARY = {
    "me": listed("""
        me, us, this number, this phone, my phone, my cell, my cellphone, my cell phone, my number, this person,
        my email, this address, this email, my inbox, at this number
    """),
    "messages": listed("""
        text/texts/txt/txts/sms, text messages, text message, texting, message/messages/msg/msgs,
        notification/notifications/alerts/updates/reminders, text alerts, text notifications, text updates,
        email/emails/mailings, e mails, e mail, email alerts, email updates, newsletter/newsletters, robotexts,
        mass texts, communication/communications, correspondence
    """),
    "these": listed("""
        this/these/those/the/your/ur/all/any/more/such/my/another, all these, all of these, all of your, all the,
        all your, any more, any of these, any of your, these damn, your damn, these fucking, your fucking,
        these stupid, your stupid, political, all future, any future, further, any further,
        these automated, unsolicited, your annoying, these annoying, unwanted, so many, these spam, your spam,
        the damn, the text
    """),
    "list": listed("""
        list/lists/database/contacts/newsletter/newsletters/mailings/messages/texts/emails/alerts/notifications/updates,
        mailing list, mail list, text list, texting list, contact list, contacts list, email list, call list,
        calling list, phone list, distribution list, distro list, subscriber list, sms list, marketing list,
        text messages, text alerts, email alerts, text message list, messaging list, records, system, group text,
        thread, phone book, address book, subscription
    """),
    "me_or_number": listed("""
        me/us, my name, my number, my phone number, my cell number, my cell, my phone, my email, my email address,
        my address, my e mail, this number, this phone number, this phone, this email, this email address,
        this address, my contact, my contact info, my contact information, my info, my information,
        my name and number, name and number, our number, our name, my mobile number
    """),
    "unsubscribe": listed("""
        unsubscribe/unsuscribe/unsubcribe/unsubscibe/unsubscrib/unsubscirbe/unsub, un subscribe
    """),
    "donot": listed("dont/dnt/never, do not, do never, don t"),
    "idont": listed("""
        i dont, i do not, i no longer, we dont, we do not, we no longer, i dnt, i never, i don t
    """),
    "consent": listed("""
        consent, my consent, my prior consent, any consent, all consent, any prior consent, all prior consent,
        my permission, permission, my authorization, any and all consent, my previous consent
    """),
    "to_message": listed("""
        to text me, to contact me, to message me, to email me, to be texted, to be contacted, to be messaged,
        to be emailed, to receive messages, to receive texts, to receive text messages, to receive these messages,
        to receive these texts, to receive emails, for text messages, for texts, to communicate with me,
        to send me messages, to send me texts, to get texts, to any texts
    """),
    "asking": listed("""
        please/pls/i/im/how/just/gonna, want to, wish to, like to, need to, trying to, how to, how do i, how can i,
        do i, can i, going to, wanting to, choose to, asked to, asking to, ask to, can you, could you, will you,
        would you, ability to, let me
    """),
    "from_list": _FROM_LIST,
    "by_channel": listed("""
        by text, by texts, by email, by e mail, by phone, via text, via email, via sms, through text,
        on this number, at this number, on my cell, on my phone, at this email, at this address, by sms
    """),
}

OTHERS = listed("""
    he/she/they/him/his/her/them/their/theyre/hes/shes/who/whoever/people/person/someone/somebody/anyone/anybody,
    everyone/nobody/guy/man/woman,
    neighbor/neighbors/neighbour/neighbours/landlord/landlords/tenant/boss/ex/husband/wife/son/daughter/mother,
    father/mom/dad/boyfriend/girlfriend/coworker/stalker
""")
"""People before the demand who are to stop, rather than the office."""

OTHER_PEOPLE = OTHERS + listed("""
    collector/collectors/collections/scammer/scammers/spammers/telemarketer/telemarketers/company/companies,
    campaign/campaigns/candidate/candidates/politicians/parties,
    bank/banks/insurance/hospital/school/schools/teacher/pac/pacs,
    contractor/contractors/solicitors/agency/agencies/bots/robocallers/police/cops/officer/officers
""")
"""The same, with trades that text people; not for "take me off", which is said of a campaign's list too."""

SOMEBODY_ELSE = OTHER_PEOPLE + listed("""
    wont/doesnt/didnt/didn, will not, does not, did not, would not, never asked/told/wanted/said,
    not ask/asked/told/tell/want/stop, dont stop/quit, never stop, dont want/need you to stop, did you stop,
    have you stopped, illegal to, law~
""")
"""The same, and words which say that nobody is to stop."""
