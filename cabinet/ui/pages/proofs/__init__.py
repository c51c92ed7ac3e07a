"""The page of proofs."""
