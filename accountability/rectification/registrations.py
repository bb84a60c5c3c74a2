"""What rectification hands to the registries."""

from accountability.rectification.models import EvidenceFile
from portal.core.files import FILE_NAMES, FileNames

FILE_NAMES.register(FileNames("evidence of rectifications", EvidenceFile))
