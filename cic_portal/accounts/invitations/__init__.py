"""How a new colleague comes in: a letter with a link, a password of their own, an app for codes.

Promises: nobody else ever knows the password; a link works once and for some days; each step is recorded.
"""
