"""The page of today: figures, tasks, the log's checkpoint."""
