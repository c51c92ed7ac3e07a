"""Pure checks of a transaction against facts, one file per family; personal-data detectors; GGR."""
