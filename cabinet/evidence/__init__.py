"""What proves something: telling what a file is, verifying it, and putting proofs together for a dispute; no Qt."""
