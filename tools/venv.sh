#!/bin/sh
# venv.sh check     is .venv usable, here, as it stands?
# venv.sh PYTHON    make .venv anew with that Python, or say in one line why not
if [ "$1" = check ]; then
    # A copied or moved folder brings a .venv that still points to the old place.
    [ ! -e .venv/made-in ] || [ "$(cat .venv/made-in)" = "$(pwd -P)" ] || exit 1
    exec .venv/bin/python -I -c 'import pip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
fi

stop() {
    echo "$1" >&2
    exit 1
}
remedy="install Python 3.10 or newer from https://www.python.org/downloads/, or name one: make PYTHON=/path/to/python3"

version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
    stop "There is no working $1 here: $remedy"
"$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    stop "$1 is Python $version, which is too old: $remedy"
"$1" -c 'import venv, ensurepip' 2>/dev/null ||
    stop "$1 (Python $version) lacks its venv module. On Debian or Ubuntu: sudo apt install python$version-venv; elsewhere: $remedy"
"$1" -c 'import sys; sys.exit(sys.version_info >= (3, 15))' ||
    echo "Python $version is newer than the lock knows: the newest packages are installed. If that fails: make PYTHON=python3.14"

"$1" -m venv --clear .venv && pwd -P >.venv/made-in
