"""Starts the console from the command line: `python -m console COMMAND`."""

import sys

from console.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
