"""Forms of the admin as a browser would send them back."""


def posted(response, **changes):
    """What a browser would send back from an admin form, with `changes`."""
    form = response.context["adminform"].form
    data = {}
    forms = [form, *(f for formset in response.context["inline_admin_formsets"] for f in formset.formset.forms)]
    forms += [formset.formset.management_form for formset in response.context["inline_admin_formsets"]]
    for part in forms:
        for bound in part:
            value = bound.value()
            widget = bound.field.widget
            if hasattr(widget, "widgets") and hasattr(widget, "decompress"):
                # A form that came back with an error has what was typed, in its pieces.
                pieces = value if isinstance(value, list) else widget.decompress(value)
                for suffix, piece in zip(widget.widgets_names, pieces or [], strict=False):
                    data[f"{bound.html_name}{suffix}"] = "" if piece is None else piece
            elif value is None or value is False:
                continue
            else:
                data[bound.html_name] = value
    return {**data, **changes}
