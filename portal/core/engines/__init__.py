"""The embedded engines: PostgreSQL 18 and Redis 6.2 out of wheels, for one office's single machine.

Nothing here knows Django. A process that needs the engines enters `running(location)`: what does not run yet
is started, what runs already is used, and the last process to leave stops them.

Both engines listen on sockets in one folder that only their owner (and root) can enter, so neither asks
for a password and neither can be reached over the network.
"""

from portal.core.engines.location import DATABASE, EngineRefused, Location, locate
from portal.core.engines.postgres import POSTGRES_VERSION
from portal.core.engines.shared import running, tend

__all__ = ["DATABASE", "POSTGRES_VERSION", "EngineRefused", "Location", "locate", "running", "tend"]
