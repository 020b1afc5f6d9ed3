"""Accounts of staff: login and second factor, invitations, passwords, sessions, roles, and the audit record.

Promises: every login, failure and change of rights is on record; an ended account has no session left. Leans on
`letters`, `limits` and `personal_data`; what a role may do is said above it, in `home.rights`.
"""
