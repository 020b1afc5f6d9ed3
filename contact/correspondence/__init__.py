"""What people write to the Centre and whom it calls back: two forms, the inbox of the desk, the answers.

Promises: a message is kept before anybody is thanked, whatever the mail server does; two colleagues never answer the same
message unknowingly; nothing unanswered is forgotten within 180 days. Leans on `visitors`, `letters`, `personal_data`.
"""
