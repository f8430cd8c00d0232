"""`python -m dialoog` is `dialoog`."""

from dialoog.cli.commands import main

main()
