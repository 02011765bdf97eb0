"""The sample office: a fictional city, installed from a starter pack so that there is something to write to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.local.template.properties import Clients
from tools.offices import install_sample_office
from tools.packaging import folders
from tools.packs import Pack, SampleOffice, load_pack

PACK = folders.PROJECT / "packs" / "city-311"
CLIENT_ID = "console"
EXAMPLE_TOPICS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The office, its staff as the login page offers them, and sentences worth trying."""

    folder: Path
    office: SampleOffice
    staff: tuple[dict[str, object], ...]
    examples: tuple[str, ...]


def read_sample(folder: Path = PACK) -> Sample:
    """The sample of a starter pack; raises PackError if the pack is not in order."""
    pack = load_pack(folder)
    office = pack.sample_office
    return Sample(folder=folder, office=office, staff=_staff(office), examples=_examples(pack))


def install_sample(sample: Sample, clients: Clients, table: str) -> None:
    """Put the office, its topics and its approved messages into the records table."""
    install_sample_office(clients("dynamodb"), table, sample.folder)


def template_parameters(office: SampleOffice, *, console_url: str, issuer: str) -> Mapping[str, str]:
    """The template's parameters for an office on a laptop."""
    return {
        "Stage": "dev",
        "OfficeDomain": office.address.rpartition("@")[2],
        "MailAddresses": office.address,
        "SmsNumbers": office.number,
        "OidcIssuer": issuer,
        "OidcClientId": CLIENT_ID,
        "ConsoleUrl": console_url,
    }


def _staff(office: SampleOffice) -> tuple[dict[str, object], ...]:
    """One person for each role that differs to the eye; the groups claim is Cognito's."""
    domain = office.address.rpartition("@")[2]
    people = (("Ada Admin", "admin"), ("Amal Agent", "agent"), ("Vic Viewer", "viewer"))
    return tuple(
        {
            "sub": f"{role}@{domain}",
            "email": f"{role}@{domain}",
            "name": name,
            "cognito:groups": [f"{office.office_id}/{role}"],
        }
        for name, role in people
    )


def _examples(pack: Pack) -> tuple[str, ...]:
    """The first example of some topics, in each language of the pack in turn."""
    answered = [topic for topic in pack.topics if topic.examples and not topic.sensitive][:EXAMPLE_TOPICS]
    languages = pack.languages
    return tuple(topic.examples[languages[number % len(languages)]][0] for number, topic in enumerate(answered))
