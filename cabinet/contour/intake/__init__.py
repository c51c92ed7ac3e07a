"""Machines' batches: who sends, opening, judging by the rules with the ledger's facts."""
