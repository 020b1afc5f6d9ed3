"""Somebody adds a type of page: stories of people who came to Kalisz. The portal that is tested here has it as an app more.

With `STORY=registered` in the environment the app has its row and its pages of the desk; otherwise it has all that a page
needs to be shown, and nobody knows it.
"""
