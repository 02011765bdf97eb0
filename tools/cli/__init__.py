"""`civicline`: the operator's command.

Exit codes: 0 done, 1 something failed (the message says what to do), 2 the command was called wrongly.
"""

import click

from tools.cli.area import area
from tools.cli.audits import audits
from tools.cli.backtest import backtest
from tools.cli.constituents import constituents
from tools.cli.drift import drift
from tools.cli.explain import explain
from tools.cli.init import init
from tools.cli.inspect_mail import inspect_mail
from tools.cli.inspect_text import inspect_text
from tools.cli.judge import judge, unsure
from tools.cli.messages import messages
from tools.cli.models import models, promote
from tools.cli.opt_outs import opt_outs
from tools.cli.pausing import pause, resume
from tools.cli.replay import replay
from tools.cli.simulate import simulate
from tools.cli.topics import topics
from tools.cli.train import train
from tools.cli.verify_journal import verify_journal


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="civicline", prog_name="civicline")
def main() -> None:
    """Civicline: texts and e-mails to an office stored, understood, answered with approved words, and counted."""


main.add_command(init)
main.add_command(simulate)
main.add_command(inspect_mail)
main.add_command(inspect_text)
main.add_command(explain)
main.add_command(verify_journal)
main.add_command(messages)
main.add_command(opt_outs)
main.add_command(topics)
main.add_command(audits)
main.add_command(pause)
main.add_command(resume)
main.add_command(judge)
main.add_command(unsure)
main.add_command(train)
main.add_command(models)
main.add_command(promote)
main.add_command(backtest)
main.add_command(constituents)
main.add_command(area)
main.add_command(drift)
main.add_command(replay)
