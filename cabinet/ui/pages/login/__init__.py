"""The page before a log-in: the ladder, certificates, the first start."""
