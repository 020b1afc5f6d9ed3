"""The password of an account: changed by its owner, or set anew by the link in a letter. Nobody else ever sets one.

Promises: a link works once and for a day; whether an address belongs to an account is told to nobody.
"""
