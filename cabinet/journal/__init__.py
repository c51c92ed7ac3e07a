"""Log set-up, trace ids, redaction."""
