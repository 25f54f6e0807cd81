"""`python -m kernlog_site.cli`: the command without its script."""

from kernlog_site.cli.main import main

main(prog_name="kernlog")
