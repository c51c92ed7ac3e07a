"""The test contour: a real server of the business perimeter on this computer. Ours, not the state's."""
