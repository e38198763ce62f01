"""What the screens' tests ask for beside a browser."""

from console.conftest import enter

__all__ = ["enter"]
