"""HTTP: trust, pins, DPoP, retries, problems. The only room that imports httpx."""
