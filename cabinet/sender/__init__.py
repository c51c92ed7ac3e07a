"""The operator platform's side: batches, sending, receipts."""
