"""The desk of one group: who takes part in a course run or an event, its lessons, its letters.

Promises: every page that shows people is recorded and asks for the right to see them; every write is an action of
`courses.enrolments`. `GroupAdmin` gives the pages to an admin; each page is a view of its own.
"""
