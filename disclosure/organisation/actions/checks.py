"""What nobody may publish in a text or an entry."""

from django.utils.translation import gettext as _

from portal.accounts.models import Unit
from portal.accounts.queries import published_telephones
from portal.core.personal import find_personal
from portal.core.refusals import Refused
from portal.core.texts import comma


def refuse_personal(unit: Unit, *texts: str) -> None:
    """Refuse texts that hold a full personal number; telephones that the unit publishes may stand in them.

    Raises:
        Refused: One holds such a number; it is said masked.
    """
    published = published_telephones(unit)
    if found := [one.masked for text in texts for one in find_personal(text, published=published)]:
        masked = comma().join(found[:3])
        raise Refused(_("Full ID, bank-card or telephone numbers stand in it: %(masked)s.") % {"masked": masked})
