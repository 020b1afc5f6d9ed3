"""Who may see and who may write translations."""


def may_see(user, model):
    return user.has_perm(_right("view", model)) or user.has_perm(_right("change", model))


def may_change(user, model):
    """Whether words of `model` may be saved in the languages for which `may_translate` is true.

    To see it is enough for that. Polish texts and facts need the right to change them, which their own page asks for.
    """
    return may_see(user, model)


def may_translate(user, code):
    """Whether `user` may write in the language `code`: translators have languages of their own, editors have all."""
    return user.may_translate(code)


def _right(verb, model):
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
