"""The whole log looked through over the perimeter's API by whoever reports to it: headless, no Qt."""
