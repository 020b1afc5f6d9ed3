"""One's own bookings: a reference, a page to look one up, change and cancel it, whatever kind it is of.

Promises: a booking opens to its reference together with the contact it was made with, and to nothing else; unknown and
wrong are answered alike and counted. Leans on `visitors`; each kind of booking registers itself (kinds.py).
"""
