"""`python -m dialoog` is `dialoog`."""

from dialoog.cli import main

main()
