#!/bin/sh
# Prints the Python that the environment is made with: 3.12 or 3.11 where present, since the
# second inference engine has no build for 3.13, else any newer one. A candidate counts only if it
# runs and can make an environment (a version manager leaves commands behind that do neither).
for candidate in ${BAREME_PYTHON:+"$BAREME_PYTHON"} python3.12 python3.11 python3 python3.13 python3.14 python; do
    if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
echo 'bareme needs Python 3.11 or newer with its venv module, and none was found.' >&2
echo 'On Debian or Ubuntu: apt-get install python3 python3-venv. Or name one: make setup BAREME_PYTHON=/path/to/python' >&2
exit 1
