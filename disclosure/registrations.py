"""What every room hands to the registries, gathered for Django, which looks in apps only."""

from disclosure.boards import registrations as _boards  # noqa: F401
from disclosure.catalogue import registrations as _catalogue  # noqa: F401
from disclosure.comparison import registrations as _comparison  # noqa: F401
from disclosure.content.allocation import registrations as _allocation  # noqa: F401
from disclosure.content.assets import registrations as _assets  # noqa: F401
from disclosure.content.balance import registrations as _balance  # noqa: F401
from disclosure.content.beneficiaries import registrations as _beneficiaries  # noqa: F401
from disclosure.content.budget import registrations as _budget  # noqa: F401
from disclosure.content.claims import registrations as _claims  # noqa: F401
from disclosure.content.contracts import registrations as _contracts  # noqa: F401
from disclosure.content.distribution import registrations as _distribution  # noqa: F401
from disclosure.content.fees import registrations as _fees  # noqa: F401
from disclosure.content.funds import registrations as _funds  # noqa: F401
from disclosure.content.homesteads import registrations as _homesteads  # noqa: F401
from disclosure.content.project import registrations as _project  # noqa: F401
from disclosure.content.resolutions import registrations as _resolutions  # noqa: F401
from disclosure.content.roster import registrations as _roster  # noqa: F401
from disclosure.content.services import registrations as _services  # noqa: F401
from disclosure.content.staff import registrations as _staff  # noqa: F401
from disclosure.content.statement import registrations as _statement  # noqa: F401
from disclosure.content.text import registrations as _text  # noqa: F401
from disclosure.demands import registrations as _demands  # noqa: F401
from disclosure.notices import registrations as _notices  # noqa: F401
from disclosure.obligations import registrations as _obligations  # noqa: F401
from disclosure.opinions import registrations as _opinions  # noqa: F401
from disclosure.posters import registrations as _posters  # noqa: F401
