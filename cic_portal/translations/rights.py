"""Who may see and who may write translations."""


def may_see(user, model):
    return user.has_perm(_right("view", model)) or may_change(user, model)


def may_change(user, model):
    return user.has_perm(_right("change", model))


def may_translate(user, code):
    """Whether `user` may write in the language `code`: translators have languages of their own, others have all."""
    ask = getattr(user, "may_translate", None)
    return ask is None or ask(code)


def _right(verb, model):
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
