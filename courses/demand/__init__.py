"""What people need: which courses and activities, at what level and time, in which language.

Promises: a contact is optional, is used for an invitation alone, and is removed by one click.
"""
