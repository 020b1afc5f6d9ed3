"""What an account may do, as plain values: compared before and after somebody changed it."""

PLAIN = ("username", "email", "is_active", "is_staff", "is_superuser")


def facts_of(user):
    """`{fact: value}`; roles, rights and languages are lists of names."""
    facts = {name: getattr(user, name) for name in PLAIN}
    facts["roles"] = sorted(user.groups.values_list("name", flat=True))
    facts["rights"] = sorted(user.user_permissions.values_list("codename", flat=True))
    facts["languages"] = sorted(getattr(user, "languages", None) or [])
    return facts


def difference(before, after):
    """`{"roles_given": […], "is_active": [was, is]}`: what changed and nothing else."""
    changed = {}
    for name, was in before.items():
        now = after[name]
        if isinstance(was, list):
            given, taken = sorted(set(now) - set(was)), sorted(set(was) - set(now))
            changed |= {f"{name}_given": given} if given else {}
            changed |= {f"{name}_taken": taken} if taken else {}
        elif was != now:
            changed[name] = [was, now]
    return changed
