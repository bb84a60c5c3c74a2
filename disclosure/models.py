"""The models of every room, gathered for Django. Nobody imports from here."""

from disclosure.boards import models as _boards  # noqa: F401
from disclosure.catalogue import models as _catalogue  # noqa: F401
from disclosure.content.allocation import models as _allocation  # noqa: F401
from disclosure.content.assets import models as _assets  # noqa: F401
from disclosure.content.balance import models as _balance  # noqa: F401
from disclosure.content.beneficiaries import models as _beneficiaries  # noqa: F401
from disclosure.content.budget import models as _budget  # noqa: F401
from disclosure.content.claims import models as _claims  # noqa: F401
from disclosure.content.contracts import models as _contracts  # noqa: F401
from disclosure.content.distribution import models as _distribution  # noqa: F401
from disclosure.content.fees import models as _fees  # noqa: F401
from disclosure.content.funds import models as _funds  # noqa: F401
from disclosure.content.homesteads import models as _homesteads  # noqa: F401
from disclosure.content.project import models as _project  # noqa: F401
from disclosure.content.resolutions import models as _resolutions  # noqa: F401
from disclosure.content.roster import models as _roster  # noqa: F401
from disclosure.content.services import models as _services  # noqa: F401
from disclosure.content.staff import models as _staff  # noqa: F401
from disclosure.content.statement import models as _statement  # noqa: F401
from disclosure.demands import models as _demands  # noqa: F401
from disclosure.notices import models as _notices  # noqa: F401
from disclosure.obligations import models as _obligations  # noqa: F401
from disclosure.opinions import models as _opinions  # noqa: F401
from disclosure.posters import models as _posters  # noqa: F401
from disclosure.reports import models as _reports  # noqa: F401
from disclosure.requests import models as _requests  # noqa: F401
