"""The stages of a build, each a frozen value: loaded, rendered, finished."""
