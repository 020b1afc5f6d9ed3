"""Appointments with the people of the Centre: advisers, their hours, free times, bookings, letters and the desk.

Promises: two people never get one time; nobody is asked why they come to a lawyer or a psychologist; who cannot be
received because of a closure or an absence is told at once. Leans on `contact.hours`, `services`, `bookings`,
`calendars`, `letters`, `personal_data` and `visitors`.
"""
