#!/bin/sh
# venv.sh check        is .venv usable, here, as it stands?
# venv.sh PYTHON       make .venv anew with that Python, or say in one line why not
# venv.sh install ...  let pip install into .venv; in the last line, say why that failed
if [ "$1" = check ]; then
    # A copied or moved folder brings a .venv that still points to the old place.
    [ ! -e .venv/made-in ] || [ "$(cat .venv/made-in)" = "$(pwd -P)" ] || exit 1
    [ -w . ] || exit 1
    exec .venv/bin/python -I -c 'import pip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
fi

stop() {
    echo "$1" >&2
    exit 1
}

if [ "$1" = install ]; then
    shift
    said=$(.venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" 2>&1) && exit
    printf '%s\n' "$said" >&2
    index=$(printf '%s\n' "$said" | sed -n '/.*Looking in indexes: /{s///p;q;}')
    failed="The packages could not be fetched from ${index:-the package index}"
    case $said in
    *CERTIFICATE_* | *"CA certificate"*)
        stop "$failed: its certificate could not be verified. PIP_CERT=/path/to/certificates.pem make lab names those to trust, such as your school's; a PIP_CERT that is wrong does this too." ;;
    *"connection broken"*"from versions: none"*)
        stop "$failed: there is no connection. Is this computer online, and are its proxy and PIP_INDEX_URL right, if it has them? Then run make again." ;;
    *"from versions: none"*)
        stop "$failed: $(printf '%s\n' "$said" | sed -n 's/.*No matching distribution found for /it has no /p' | head -n 1). Is the address right? Without PIP_INDEX_URL, https://pypi.org/simple is asked." ;;
    esac
    exit 1
fi
remedy="install Python 3.10 or newer from https://www.python.org/downloads/, or name one: make PYTHON=/path/to/python3"

[ -w . ] ||
    stop "Nothing can be written in $(pwd): copy this folder to where you may write, and run make in the copy."
version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
    stop "There is no working $1 here: $remedy"
"$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    stop "$1 is Python $version, which is too old: $remedy"
"$1" -c 'import venv, ensurepip' 2>/dev/null ||
    stop "$1 (Python $version) lacks its venv module. On Debian or Ubuntu: sudo apt install python$version-venv; elsewhere: $remedy"
"$1" -c 'import sys; sys.exit(sys.version_info >= (3, 15))' ||
    echo "Python $version is newer than the lock knows: the newest packages are installed. If that fails: make PYTHON=python3.14"

"$1" -m venv --clear .venv && pwd -P >.venv/made-in
