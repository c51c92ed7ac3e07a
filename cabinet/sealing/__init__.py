"""The batch envelope: HPKE and a signature over the ciphertext."""
