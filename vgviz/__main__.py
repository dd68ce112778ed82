"""``python -m vgviz``."""

import sys

from vgviz.cli import main

if __name__ == "__main__":
    sys.exit(main())
