"""The row engine: how the contour kept its ledger up to file version 2, a row for each entry, payload and attempt.

It is slow and plain, and it is the oracle: :mod:`tests.contour.ledger.test_same_as_rows` feeds it the batches that
the ledger gets, and compares all that both have made of them. It shares with the ledger only the rules and the rows of
the store. Nothing here follows the ledger's changes but those that change what the contour answers.
"""
