#!/bin/sh
# Installs what the portal needs of the system and Python cannot bring, where it may.
# Usage: system_packages.sh run|check|test
#
# Each need is tried, not looked up by a package's name, so any system that has it will do. What is missing is
# installed on Debian and Ubuntu as root or with a sudo that asks nothing; elsewhere the one line to run is printed.
set -eu

python=${PYTHON:-python3}
missing=""

need() { # need PACKAGE COMMAND...: adds the package if the command fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

library() {
    "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1"
}

chinese_font() { # the faces the look names; fc-list says nothing and succeeds where there is none
    [ -n "$(fc-list 'Noto Sans CJK SC')" ] && [ -n "$(fc-list 'Noto Serif CJK SC')" ]
}

rare_characters() { # those of names beyond the ones Noto has: U+2A6D6 is the last of extension B
    [ -n "$(fc-list ':charset=2a6d6')" ]
}

need python3-venv "$python" -c 'import ensurepip, venv'
need libpango-1.0-0 library libpango-1.0.so.0
need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
need libharfbuzz-subset0 library libharfbuzz-subset.so.0
need fontconfig command -v fc-list
need fonts-noto-cjk chinese_font
need fonts-hanazono rare_characters
need gettext command -v msgfmt
if [ "$1" = test ]; then
    need chromium command -v chromium
    need default-jre-headless java -version
    need npm npm --version
fi

[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
# shellcheck disable=SC2086 # the list is made of words
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing$missing"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi

echo "These are missing:$missing" >&2
if command -v apt-get >/dev/null; then
    echo "Run: sudo apt-get install -y$missing" >&2
else
    echo "Install them (by their names in Debian) with your system's package manager, then run make again." >&2
fi
exit 1
