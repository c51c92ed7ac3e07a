"""Merkle tree, signed notes, checkpoints."""
