"""What inspections hands to the registries."""

from accountability.inspections.actions.findings import close_with
from accountability.inspections.models import FindingPhoto
from accountability.inspections.policies import checks_again
from accountability.inspections.queries.inspections import page_of_source
from accountability.rectification.enums import Source
from accountability.rectification.registry import RECTIFICATION_SOURCES, RectificationSource
from portal.core.files import FILE_NAMES, FileNames

RECTIFICATION_SOURCES.register(
    RectificationSource(key=Source.INSPECTION, url=page_of_source, closed=close_with, checks=checks_again)
)
FILE_NAMES.register(FileNames("photographs of findings", FindingPhoto))
