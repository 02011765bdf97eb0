"""The packaged SAM template as plain CloudFormation, without a network or an account."""

import copy
import json
from pathlib import Path

import boto3
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from tools.packaging.errors import PackagingError
from tools.packaging.parts import Document

_REGION = "us-east-1"
"""SAM wants a region to choose a partition's quirks; none of our resources has any."""


def translate(path: Path) -> Document:
    """What CloudFormation makes of the SAM template at `path`.

    Code and layer have to be in S3 for SAM; their local names are kept as the keys of the bucket `local`.
    Raises `PackagingError` where SAM refuses the template.
    """
    template = _with_s3_locations(json.loads(path.read_text(encoding="utf-8")))
    defaults = {
        name: parameter["Default"] for name, parameter in template["Parameters"].items() if "Default" in parameter
    }
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=_REGION))
    try:
        translated: Document = translator.translate(template, defaults)
    except InvalidDocumentException as error:
        causes = "; ".join(str(cause.message) for cause in error.causes)
        raise PackagingError(f"SAM refuses {path}: {causes}") from error
    return translated


def _with_s3_locations(template: Document) -> Document:
    located = copy.deepcopy(template)
    for resource in located["Resources"].values():
        properties = resource.get("Properties", {})
        for key in ("CodeUri", "ContentUri"):
            if key in properties:
                properties[key] = f"s3://local/{Path(properties[key]).name}"
    return located
