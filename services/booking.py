"""Support by appointment: whoever gives appointments lies above this package and registers it here."""

from cic_portal.registry import Registry

# Functions that return a condition on Offers, an Exists: somebody gives appointments for them now.
givers = Registry("giver of appointments", key="__name__")
