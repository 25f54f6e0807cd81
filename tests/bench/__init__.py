"""How fast kernlog is: a made archive, the same for every generator, and whole processes timed."""
