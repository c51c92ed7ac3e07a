"""PKCS#11 in a helper process, module table, watcher; file keys."""
