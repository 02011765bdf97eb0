"""`civicline init`: set up an office from its configuration file and a starter pack."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import click
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from civicline.domain.approved.approval import ApprovalRefusedError
from civicline.domain.errors import DestinationTakenError
from civicline.domain.ids import OfficeId
from civicline.domain.office import Office, TopicMode
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.phone import PhoneNumberError, parse_number
from civicline.mail.addresses import parse_address
from tools.cli.area_file import AreaFile
from tools.cli.faults import faults_of
from tools.cli.office_rules_file import RulesFile
from tools.cli.output import json_option, print_json
from tools.offices import Installed, install
from tools.packaging.folders import PROJECT
from tools.packs import Pack, PackError, load_pack


class OfficeFile(BaseModel):
    """An office as ops teams write it down; see infra/offices/example.yaml."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_min_length=1)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$")
    name: str
    short_name: str = Field(max_length=30)
    pack: str
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phone: str
    url: str
    time_zone: str
    languages: tuple[str, ...] = Field(default=("en",), min_length=1)
    rules: RulesFile = Field(default_factory=RulesFile)
    area: AreaFile = Field(default_factory=AreaFile)
    approver: str | None = None

    @field_validator("numbers")
    @classmethod
    def _in_e164(cls, numbers: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(parse_number(number) for number in numbers)
        except PhoneNumberError as error:
            raise ValueError(str(error)) from None

    @field_validator("addresses")
    @classmethod
    def _valid(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        for address in addresses:
            if parse_address(address) is None:
                raise ValueError(f"not an e-mail address: {address}")
        return tuple(ContactPoint.mail(address).value for address in addresses)

    @field_validator("time_zone")
    @classmethod
    def _known(cls, time_zone: str) -> str:
        if time_zone not in available_timezones():
            raise ValueError("not an IANA time zone, such as America/New_York")
        return time_zone

    def office(self) -> Office:
        """The office that the file describes."""
        return Office(
            office_id=OfficeId(self.id),
            name=self.name,
            short_name=self.short_name,
            numbers=self.numbers,
            addresses=self.addresses,
            phone=self.phone,
            url=self.url,
            time_zone=self.time_zone,
            languages=self.languages,
            rules=self.rules.rules(),
            area=self.area.area(),
        )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--table", required=True, help="The records table: output RecordsTable of the deployed stack.")
@click.option(
    "--live",
    is_flag=True,
    help="Declare new topics live, unmeasured, for a demonstration. A production stack keeps them in shadow.",
)
@click.option("--dry-run", is_flag=True, help="Check the file and the pack; write nothing.")
@click.option("--endpoint-url", help="Another AWS endpoint, such as that of the laptop stack.")
@json_option
def init(file: Path, table: str, live: bool, dry_run: bool, endpoint_url: str | None, as_json: bool) -> None:
    """Set up the office that FILE (YAML) describes: its numbers and addresses, topics and messages.

    The pack's messages are drafts, which are never sent, until somebody approves them (`civicline messages approve`);
    where FILE names an approver, who has read them, they are approved at once.

    Running it again brings the office up to date and changes nothing that it has earned. AWS credentials and region
    come from the environment, as for every AWS command.
    """
    described = read_office_file(file)
    pack = read_pack(described.pack)
    office = described.office()
    if dry_run:
        _report({"office": office.office_id, "topics": len(pack.topics), "written": False}, as_json)
        return
    mode = TopicMode.LIVE if live else TopicMode.SHADOW
    installed = _install(office, pack, table, mode, endpoint_url, described.approver)
    _report(
        {
            "office": office.office_id,
            "topics": installed.topics,
            "groups": installed.groups,
            "messages_written": installed.messages_written,
            "approved_by": installed.approver,
            "written": True,
        },
        as_json,
    )


def read_office_file(file: Path) -> OfficeFile:
    """An office's configuration file. Raises click.ClickException naming each field at fault."""
    try:
        return OfficeFile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is not YAML: {error}") from None
    except ValidationError as error:
        faults = [f"  {fault}" for fault in faults_of(error, whole="file")]
        raise click.ClickException("\n".join([f"{file} does not describe an office:", *faults])) from None


def read_pack(name: str) -> Pack:
    """A pack by its name or folder. Raises click.ClickException."""
    folder = Path(name) if "/" in name else PROJECT / "packs" / name
    if not folder.is_dir():
        known = sorted(path.name for path in (PROJECT / "packs").iterdir() if path.is_dir())
        raise click.ClickException(f"no pack at {folder}; there are {', '.join(known)}")
    try:
        return load_pack(folder)
    except PackError as error:
        raise click.ClickException(str(error)) from None


def _install(
    office: Office, pack: Pack, table: str, mode: TopicMode, endpoint_url: str | None, approver: str | None
) -> Installed:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        client = boto3.client("dynamodb", endpoint_url=endpoint_url)
        return install(
            client, table, pack, office, mode, progress=lambda step: click.echo(step, err=True), approver=approver
        )
    except DestinationTakenError as error:
        raise click.ClickException(f"{error}; remove it there first") from None
    except ApprovalRefusedError as error:
        raise click.ClickException(f"{approver} cannot approve the pack: {error}") from None
    except (BotoCoreError, ClientError) as error:
        raise click.ClickException(f"AWS refuses: {error}. Check table, region and credentials.") from None


def _report(outcome: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(outcome)
    else:
        click.echo(", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in outcome.items()))
