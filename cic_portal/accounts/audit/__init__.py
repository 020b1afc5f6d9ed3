"""What happened at the door of the desk, and who may come in: recorded once, read by auditors, changed by nobody.

Promises: no password, code, link or typed name is recorded; addresses lose their last part. Leans on `personal_data`.
"""
