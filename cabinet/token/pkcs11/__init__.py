"""PKCS#11: the binding, the modules of this computer, what their tokens hold, signing with them."""
