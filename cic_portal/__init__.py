"""The project, and the abilities that cut across content: each a small app inside this package."""
