"""The `kernlog` command: prints, never decides."""
