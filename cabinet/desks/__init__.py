"""One desk per job of a person: state and use-cases. QtCore only, no widget, no HTTP."""
