"""The models of every room, gathered for Django. Nobody imports from here."""

from disclosure.boards import models as _boards  # noqa: F401
from disclosure.catalogue import models as _catalogue  # noqa: F401
from disclosure.content.allocation import models as _allocation  # noqa: F401
from disclosure.content.statement import models as _statement  # noqa: F401
from disclosure.demands import models as _demands  # noqa: F401
from disclosure.notices import models as _notices  # noqa: F401
from disclosure.obligations import models as _obligations  # noqa: F401
from disclosure.opinions import models as _opinions  # noqa: F401
from disclosure.posters import models as _posters  # noqa: F401
