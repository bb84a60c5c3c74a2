"""Where the engines of a checkout live, and whom they run as.

PostgreSQL refuses to run as root, so root's engines run as the system user `gongkai`. No folder's rights are widened
for that: what this user cannot reach in a private checkout lives in `/var/lib/gongkai/<hash of the path>`.
"""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO

DATABASE = "gongkai"
SYSTEM_USER = "gongkai"
SYSTEM_HOME = Path("/var/lib/gongkai")
# A Unix socket's path holds 107 bytes, of which "/.s.PGSQL.5432.lock" takes 19.
MAX_SOCKET_FOLDER_LENGTH = 88


class EngineRefused(Exception):
    """An engine cannot be started or used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where embedded engines live.

    Attributes:
        root: Holds data, logs, locks and, where they had to be copied, programs.
        sockets: Holds the sockets of both.
    """

    root: Path
    sockets: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.root / "postgres"

    @property
    def redis_data(self) -> Path:
        """The folder Redis saves to."""
        return self.root / "redis"

    @property
    def redis_socket(self) -> Path:
        """The socket Redis listens on."""
        return self.sockets / "redis.sock"

    def redis_url(self, number: int = 0) -> str:
        """Return the address of one of Redis's numbered databases."""
        return f"unix://{self.redis_socket}?db={number}"

    def database_url(self, name: str = DATABASE) -> str:
        """Return the address of one database."""
        return f"postgresql://{DATABASE}@/{name}?host={self.sockets}"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the engines run as. Both numbers are None for the user who runs this process."""

    uid: int | None
    gid: int | None

    def launch(self, command: list[str], *, log: IO[bytes], cwd: Path) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, so that a Ctrl-C meant for us does not reach it."""
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            umask=0o077,
        )

    def give(self, folder: Path) -> None:
        """Make a folder theirs alone."""
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def locate(folder: Path) -> Location:
    """Return where the engines of a folder live. It answers the same in every process and changes nothing."""
    if os.geteuid() == 0 and not (folder / "postgres").exists() and not _fit_for_system_user(folder):
        folder = SYSTEM_HOME / short_hash(folder)
    sockets = folder / "run"
    if len(os.fsencode(sockets)) > MAX_SOCKET_FOLDER_LENGTH:
        sockets = Path("/tmp") / f"gongkai-{os.geteuid()}-{short_hash(folder)}"  # noqa: S108 (its owner is checked)
    return Location(root=folder, sockets=sockets)


def ignore_client_settings() -> None:
    """Take out of the environment what would lead PostgreSQL's client elsewhere: `PGPORT`, `PGSERVICE`, `PGOPTIONS`…

    An embedded server is reached by its socket with the client's own defaults. Programs started later are spared
    these variables as well.
    """
    for name in [name for name in os.environ if name.startswith("PG") and name.isalpha()]:
        del os.environ[name]


def find_owner(location: Location) -> Owner:
    """Return whom the engines run as: this process's user; for root, the owner of the data, or the system user."""
    if os.geteuid() != 0:
        return Owner(None, None)
    if location.data.exists() and location.data.stat().st_uid != 0:
        found = location.data.stat()
        return Owner(found.st_uid, found.st_gid)
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        user = _make_system_user()
    return Owner(user.pw_uid, user.pw_gid)


def make_folders(location: Location, owner: Owner) -> None:
    """Make what is missing of a location.

    Raises:
        EngineRefused: If it cannot be written, or belongs to somebody else.
    """
    try:
        location.root.mkdir(parents=True, exist_ok=True)
        for folder in (location.sockets, location.redis_data):
            if not folder.exists():
                folder.mkdir(parents=True)
                owner.give(folder)
    except PermissionError as error:
        raise EngineRefused(
            f"{error.filename} cannot be written; run this as its owner or set VAR_DIR to a folder of your own."
        ) from error
    expected = os.geteuid() if owner.uid is None else owner.uid
    if location.sockets.stat().st_uid != expected:
        raise EngineRefused(
            f"The folder {location.sockets} belongs to “{owner_name(location.sockets)}”; "
            "run this as that user, or set VAR_DIR to a folder of your own."
        )


def owner_name(path: Path) -> str:
    """Return the name of a path's owner, or the number where the system knows no name."""
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def short_hash(path: Path) -> str:
    """Return a name for a path, short enough for a socket's."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _make_system_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise EngineRefused(
            "PostgreSQL does not run as root, and the system user it would run as could not be made; "
            f"run “{' '.join(command)}” or start the portal as another user."
        ) from error


def _fit_for_system_user(folder: Path) -> bool:
    """Return whether another user could reach a folder that may not exist yet, by a path fit for a socket."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    passable = all(part.stat().st_mode & 0o001 for part in (existing, *existing.resolve().parents))
    return passable and len(os.fsencode(folder / "run")) <= MAX_SOCKET_FOLDER_LENGTH
