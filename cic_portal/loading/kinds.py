from graphlib import TopologicalSorter

from cic_portal.publishing.page_types import page_types


def content_kinds():
    """The Kinds of all page types that have content files; those that others name come first."""
    kinds = {row.model: row.files for row in page_types if row.files}
    before = {model: [named for named in kinds if named in kind.models_named()] for model, kind in kinds.items()}
    return [kinds[model] for model in TopologicalSorter(before).static_order()]
