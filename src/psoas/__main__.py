"""``python -m psoas`` is ``psoas``."""

from psoas.cli import main

if __name__ == "__main__":
    main()
