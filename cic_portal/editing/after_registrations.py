"""Every type of page gets its history, as its row says.

Those that have one already were declared by an app further up, which must do something when a version comes back.
"""

from cic_portal.editing.library_internals import forget_known_relations
from cic_portal.editing.recording import keep_history
from cic_portal.editing.wholes import WHOLES
from cic_portal.publishing.page_types import page_types

for page_type in page_types:
    if page_type.model and page_type.has_history and page_type.model not in WHOLES:
        keep_history(page_type.model, parts=page_type.parts, relations=page_type.relations)

# What Django has worked out of relations before knows nothing of the history tables: removing an account would leave its
# number in them.
forget_known_relations()
