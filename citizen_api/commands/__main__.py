"""`python -m citizen_api.commands` is `citizen`."""

from citizen_api.commands import main

main(prog_name="citizen")
