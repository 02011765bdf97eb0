"""English phrases that stop or restart the messages of an office.

They follow the FCC's test: what a reasonable person would understand as a wish to receive no more (47 CFR
64.1200(a)(10)). What takes the sense away is written beside each.
"""

from civicline.domain.opting_out.opt_out_english_words import OTHER_PEOPLE, OTHERS, SOMEBODY_ELSE
from civicline.domain.opting_out.opt_out_rules import Keyword, Reach, Rule
from civicline.domain.phrases import listed

_OPT_OUT = (
    Rule(
        name="stop messaging me",
        keyword=Keyword.OPT_OUT,
        reach=Reach.ANYWHERE,
        phrases=listed("""
            stop/stopp/quit/cease/discontinue texting/txting/messaging/msging/emailing/contacting {me}
            stop/quit/cease texting/txting/messaging/emailing/calling/contacting and/or/nor \
            texting/txting/messaging/emailing/calling/contacting {me}
            stop/quit/cease sending {me} ... {messages}
            stop/quit/cease sending {these}? {messages} to {me}
            stop/quit with {these} {messages}
        """),
        unless_before=SOMEBODY_ELSE,
    ),
    Rule(
        name="you are to stop messaging me",
        keyword=Keyword.OPT_OUT,
        reach=Reach.ANYWHERE,
        phrases=listed("""
            you/u/ya guys/people/all? to/please/must/should/better/can/will? please? stop/quit \
            texting/messaging/emailing/contacting/calling {me}
            if you/u dont/wont/keep stop? texting/messaging/emailing/contacting/calling {me}
            if you do not stop texting/messaging/emailing/contacting/calling {me}
        """),
        unless_before=listed("""
            did not, didnt, dont want you to stop, never asked/told/wanted, not ask/asked/told/want, why did you,
            when did you
        """),
    ),
    Rule(
        name="stop, with nothing but messages to stop",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            stop/quit/end/cancel/discontinue/cease/halt {these}? {messages}
            stop/quit/cease texting/txting/messaging/emailing/contacting {me}?
            stop/quit/cease bothering/spamming/pestering/bugging/harassing/annoying/calling/mailing/writing {me}
            stop/quit spamming
            stop receiving/getting {these}? {messages}
            stop/quit/cease sending {me}? {these}? \
            {messages}/stuff/things/crap/shit/this/these/it/anything/everything
            stop/quit/cease sending {me}
            stop these/your/ur/the/all calls
            stop/end/cease all/any? contact/communication/communications
            stop/cease contacting {me} {by_channel}
            turn/shut off {these} {messages}
            turn {these} {messages} off
            cancel/end/stop my/this/the? subscription/newsletter
            {these} {messages} to/must/should/needs? to? stop/end
            enough/done with? {these} {messages}
            block {these} {messages}
        """),
    ),
    Rule(
        name="stop the spam",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("stop/no/enough with? the/your/this/these/more? spam"),
        unless_before=listed("how, can, where"),
    ),
    Rule(
        name="no more messages",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            no more/further of? these/your? {messages}
            {messages} no more
            not/never {messages} again
            never again {messages}
        """),
        unless_before=listed("there/have/had/get/got/getting/receive/receiving/why/is/are/am"),
    ),
    Rule(
        name="do not message me",
        keyword=Keyword.OPT_OUT,
        reach=Reach.ANYWHERE,
        phrases=listed("""
            {donot} ever/ever? text/txt/message/msg/email/contact/contacting {me}
            {donot} ever? text/txt/message/email/contact/call or/nor/and text/txt/message/email/contact/call {me}
            {donot} ever? reach out to {me}
            {donot} send {me} {these}? {messages}
            {donot} send {me} anything/nothing else/more/again?
            {donot} send {these}? {messages} to {me}
            {donot} keep texting/messaging/emailing/contacting/calling {me}
            no need to text/message/email/contact {me} again/anymore
        """),
        unless_before=OTHER_PEOPLE
        + listed("""
            you/u/alerts/system/app/why/if dont, you/u/why/i/ive never, you do not, please dont stop, why do you not
        """),
    ),
    Rule(
        name="do not call me",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            {donot} call/bother/disturb/spam/pester {me}
            leave {me} the? hell/fuck/heck? alone
        """),
        unless_anywhere=listed("""
            text/message me, texting/text/email is/works better/fine/best, prefer/just/only text/texts/email
        """),
    ),
    Rule(
        name="I do not want messages",
        keyword=Keyword.OPT_OUT,
        reach=Reach.ANYWHERE,
        phrases=listed("""
            {idont} want/need {these} {messages}
            {idont} want/wish/care/like/agree to receive/get/see {these}? {messages}
            {idont} want/wish/like/agree/consent to be/being contacted/texted/messaged/emailed/bothered/called
            {idont} want/need you/u/yall to text/message/email/contact/call {me}
            {idont} want/need you/u/yall texting/messaging/emailing/contacting/calling {me}
            {idont} want to hear from you/u/yall
            {idont} want anything from you/u
            {idont} want to be on {these} {list}
            {idont} consent to {these} {messages}
            {idont} want any/anymore/more communication/contact from you/u
            not interested in receiving {these}? {messages}
            not interested in {these} {messages}
        """),
        unless_before=listed("if, why"),
    ),
    Rule(
        name="I do not want messages, and no more",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            {idont} want/need {messages}
            dont/do not? want these/your/any/more {messages}
            i/we never/didnt sign/signed up for {these}? {messages}
            i did not sign up for {these}? {messages}
            i/we never/didnt subscribe/subscribed to {these} {list}
            i did not subscribe to {these} {list}
            did not request {these} {messages}
        """),
    ),
    Rule(
        name="off your list",
        keyword=Keyword.OPT_OUT,
        reach=Reach.ANYWHERE,
        phrases=listed("""
            remove/delete/take/scratch/drop/strike/erase/scrub/get/pull/cut/removing/deleting/taking \
            {me_or_number} from/off/out of? this/these/your/ur/the/all/any of? your? {list}
            removed/deleted/taken/dropped/off from/off/of? this/your/ur/the/all of? your? {list}
            {unsubscribe} {me_or_number} from this/these/your/ur/the/all/any of? your? {list}
            add/put/place {me_or_number} to/on/onto your/ur/the/a do not call/text/contact/email list/registry
            add/put/place {me_or_number} to/on/onto your/ur/the/a dnc list?
        """),
        unless_before=OTHERS,
        unless_anywhere=listed("""
            jury/waitlist/petition/registry/foreclosure/auction/agenda, waiting list/room, voter~, vendor~, bidder~,
            wait list, tow/tax/lien list
        """),
    ),
    Rule(
        name="remove me",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            remove/delete/erase/scratch {me_or_number}
            remove/delete/take off? from/off {these}? {list}
            lose/forget my/this/our number
            take/get {me_or_number} off of? this/it/everything?
            remove/delete {me_or_number} from/off/out of? this/these/your/ur/the/all/everything {list}?
            {asking} be removed/unsubscribed/deleted from? this/your?
            want/wanted off of? this/your/the? {list}?
            want/wanted out of? this/these/your/the {list}
        """),
        unless_before=OTHER_PEOPLE
        + listed("""
            it/what/how/why/when/where, no/yes to, this/that/these must/should/has/have/can/could/will/would
        """),
    ),
    Rule(
        name="unsubscribe",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            {unsubscribe} {me_or_number} {from_list}?
            {unsubscribe} {from_list}
            {asking} {unsubscribe} {me_or_number}? {from_list}?
            opt/opting me/us out {from_list}?
            opt/opting/optout out? {from_list}
            {asking} opt/opting/optout out? {from_list}?
            choose/choosing/electing/elect to opt out {from_list}?
        """),
    ),
    Rule(
        name="consent withdrawn",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            revoke/withdraw/rescind/revoking/withdrawing {consent} {to_message}?
            you/u dont have {consent} {to_message}?
            you do not have {consent} {to_message}?
        """),
    ),
    Rule(
        name="do not message",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            {donot} text/txt/message/email/contact
            you/u keep/kept texting/messaging/emailing/contacting {me} please? just? stop
        """),
        unless_before=listed("i/we/why/how/when"),
    ),
    Rule(
        name="at the end of a sentence without marks",
        keyword=Keyword.OPT_OUT,
        reach=Reach.ENDING,
        phrases=listed("""
            please/pls/plz remove/delete/unsubscribe me
            please/pls/plz remove/delete/take my number/name off?
            please/pls/plz take me off
            please/pls/plz opt me out
        """),
        unless_before=OTHER_PEOPLE,
        unless_anywhere=listed("jury/waitlist/petition/registry/lease/deed/account/title, waiting/wait list, voter~"),
    ),
    Rule(
        name="wrong number",
        keyword=Keyword.OPT_OUT,
        reach=Reach.CLAUSE,
        phrases=listed("""
            wrong number/person stop/quit?
            got/have/has the? wrong number/person
            not my number
            no longer my number
        """),
        unless_before=listed("is this/it, i have/got/called/texted/think, do i, did i, my old"),
    ),
)

_OPT_IN = (
    Rule(
        name="message me again",
        keyword=Keyword.OPT_IN,
        reach=Reach.CLAUSE,
        phrases=listed("""
            start/resume/restart/begin texting/messaging/emailing/contacting {me} again?
            start/resume/restart {these}? {messages} again?
            start sending {me} {these}? {messages} again?
            opt {me} back? in
            opt back in
            {asking} opt back? in
            resubscribe/subscribe {me}? again?
            resubscribe/subscribe {me}? to {these}? {list}
            sign {me} back up
            add/put {me} back on/to? {these}? {list}?
            receive/get {these}? {messages} again
            turn {these}? {messages} back on
            i didnt/did not? mean to stop/unsubscribe/opt out?
            stopped/unsubscribed by mistake/accident
            opted out by mistake/accident
        """),
        unless_before=listed("dont, not, never"),
    ),
)

RULES = _OPT_OUT + _OPT_IN

COMPLAINTS = listed("""
    text/texts/texting/txt/message/messages/messaging/contact/contacting/contacted/spam/spamming/unsolicited/harassment/harassing,
    email/emails/emailing/newsletter/subscribe/subscribed/unsubscribe/list/opt, sign/signed up, wrong number/person,
    my number/phone/cell/consent/permission, this number/person, leave me/us,
    no longer live/lives/want/interested/in, dont/not/never live, i/ive/we/weve moved, not interested,
    bothering/bugging/annoying/pestering me/us?, already voted/donated/signed/told/asked/said,
    asked/told/begged you, fcc/ftc/lawyer/attorney/sue/report/block you?, not maria/him/her/who, dont know you/who,
    who is/are this/you, no thanks, take me off, remove me, dont want, this is not, no mas mensajes,
    numero equivocado, no me
""")
"""What stands beside a "STOP" in a message of its own, never in an opinion: words about messages and consent."""
