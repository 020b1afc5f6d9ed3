"""The one migration of a new language: its columns in every table that has texts, whichever app the table belongs to."""

from django.db.migrations.operations.base import Operation, OperationCategory

from cic_portal import languages


class AddLanguage(Operation):
    """Add a column in the language `code` beside every Polish one.

    Which columns those are follows from the migrations themselves and not from the models: a table that is made later
    has the language from the beginning. `manage.py add_language` writes the migration with what it must wait for.
    """

    reversible = True
    category = OperationCategory.ADDITION

    def __init__(self, code):
        self.code = code

    def state_forwards(self, app_label, state):
        for key, columns in new_columns(state, self.code).items():
            state.models[key].fields.update(columns)
        # Tables are drawn anew with their columns when somebody looks at them; one by one would take minutes.
        state.__dict__.pop("apps", None)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model, column in self._changed(schema_editor, from_state, to_state):
            schema_editor.add_field(model, column)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model, column in self._changed(schema_editor, to_state, from_state):
            schema_editor.remove_field(model, column)

    def _changed(self, schema_editor, without, having):
        """(model, column) of everything in the state `having` that the state `without` lacks."""
        for key in sorted(new_columns(without, self.code)):
            model = having.apps.get_model(*key)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                for name in new_columns(without, self.code)[key]:
                    yield model, model._meta.get_field(name)

    def describe(self):
        return f"Add the language {self.code} to every table with texts"

    @property
    def migration_name_fragment(self):
        return f"add_{self.code}"


def new_columns(state, code):
    """`{(app, model): {name: field}}` of the columns in `code` that the tables of `state` lack."""
    found = {}
    for key, model in state.models.items():
        columns = {
            f"{word}_{code}": field.clone()
            for word, field in _polish_columns(model.fields)
            if f"{word}_{code}" not in model.fields
        }
        if columns:
            found[key] = columns
    return found


def _polish_columns(fields):
    """(word, field) of every column that is there in Polish and in another language: what holds a translated text."""
    for name, field in fields.items():
        word, _underscore, code = name.rpartition("_")
        if code == languages.SOURCE and f"{word}_en" in fields:
            yield word, field
