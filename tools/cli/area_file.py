"""The part `area` of an office's configuration file."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from civicline.domain.people.residency import ServiceArea

ZipOrSection = Annotated[str, StringConstraints(pattern=r"^(\d{5}|\d{3})$")]
Zip = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
Place = Annotated[str, StringConstraints(pattern=r"^[^,]+, ?[A-Z]{2}$")]


class AreaFile(BaseModel):
    """What an office serves; see domain/people/residency.py. ZIP codes are written in quotation marks."""

    model_config = ConfigDict(extra="forbid")

    zips: tuple[ZipOrSection, ...] = Field(default=(), max_length=5_000)
    partial_zips: tuple[Zip, ...] = Field(default=(), max_length=2_000)
    places: tuple[Place, ...] = Field(default=(), max_length=500)

    def area(self) -> ServiceArea:
        """The area that the file describes."""
        return ServiceArea(zips=self.zips, partial_zips=self.partial_zips, places=self.places)
