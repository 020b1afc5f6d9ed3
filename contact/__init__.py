"""How to reach the Centre: the centres of the region, their hours and the days they are closed."""
