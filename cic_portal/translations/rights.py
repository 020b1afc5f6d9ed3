"""Who may see and who may write translations.

Who sees an object may save its words in each language for which `may_translate` is true. Its Polish texts and facts need
the right to change it, for which its page in the admin asks.
"""


def may_see(user, model):
    return user.has_perm(_right("view", model)) or user.has_perm(_right("change", model))


def may_translate(user, code):
    """Whether `user` may write in the language `code`: translators have languages of their own, editors have all."""
    return user.may_translate(code)


def _right(verb, model):
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
