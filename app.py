"""The Chalice application: every function and route is declared in functions/, and only registered here."""

from chalice.app import Chalice

from functions.classify.handler import blueprint as classify
from functions.console.handler import blueprint as console
from functions.inbound.handler import blueprint as inbound
from functions.reply.delivery_handler import blueprint as delivery
from functions.reply.handler import blueprint as reply
from functions.report.handler import blueprint as report

app = Chalice(app_name="civicline")

for blueprint in (inbound, classify, reply, delivery, report, console):
    app.register_blueprint(blueprint)
