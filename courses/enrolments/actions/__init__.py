"""Every write about enrolments, in one transaction each: places, people, whole groups (`targets`), lessons, letters."""
