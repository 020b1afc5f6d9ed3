"""Paper to hang up and to hand out: the poster with hours and phone, the cards for a wallet.

Promises: what is printed is what the contact page says now. Leans on `typesetting`, on the words of `contact` and on the
addresses of `publishing`.
"""
