"""DSTU 4145-2002, the Ukrainian signature on binary curves: verification only, in plain Python.

No kept library verifies it. Nothing here ever holds a private key: Python's integers are not constant-time, and the
key stays on its token.
"""
