class FieldRights:
    """For an admin with columns that are not for everybody: `field_rights` says which right opens which of them.

    Who lacks the right does not see them, and neither filters, sorts nor saves by them, whatever they send.
    """

    field_rights = {}

    def closed_fields(self, request):
        closed = [names for right, names in self.field_rights.items() if not request.user.has_perm(right)]
        return {name for names in closed for name in names}

    def get_fieldsets(self, request, obj=None):
        closed = self.closed_fields(request)
        open_ones = [
            (heading, {**options, "fields": [name for name in options["fields"] if name not in closed]})
            for heading, options in super().get_fieldsets(request, obj)
        ]
        return [(heading, options) for heading, options in open_ones if options["fields"]]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        # Fields that a form declares itself are there whatever the fieldsets say.
        for name in self.closed_fields(request):
            form.base_fields.pop(name, None)
        return form

    def get_list_display(self, request):
        closed = self.closed_fields(request)
        return [name for name in super().get_list_display(request) if name not in closed]

    def get_list_filter(self, request):
        closed = self.closed_fields(request)
        return [name for name in super().get_list_filter(request) if name not in closed]

    def lookup_allowed(self, lookup, value, request):
        name, _underscores, _rest = lookup.partition("__")
        return name not in self.closed_fields(request) and super().lookup_allowed(lookup, value, request)
