"""Client of the business perimeter, one file per resource."""
