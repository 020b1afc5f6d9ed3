"""What a reader without a connection sees.

Promises: phone, address, hours and emergency numbers on one page that can be kept. Leans on the standing pages.
"""
