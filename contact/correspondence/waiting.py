"""What waits on the first page of the desk: messages of visitors."""

from django.db.models import Q

from cic_portal.desk.dashboard import Urgency
from cic_portal.languages import staff_text as _s
from contact.correspondence.models import Message


def messages(desk):
    unanswered = Q(state__in=[Message.State.NEW, Message.State.IN_PROGRESS])
    for kind, label in (
        (Message.Kind.CALL, _s("People who asked for a call")),
        (Message.Kind.MESSAGE, _s("New messages that nobody has taken")),
    ):
        new = Q(kind=kind, state=Message.State.NEW, assigned_to=None)
        query = f"kind__exact={kind}&state__exact=new&whose=nobody"
        desk.ask(label, Message, lambda rows, new=new: rows.filter(new), query=query, urgency=Urgency.NOW)
    desk.ask(
        _s("My messages without an answer"),
        Message,
        lambda rows: rows.filter(unanswered, assigned_to=desk.request.user),
        query="state__in=new%2Cin_progress&whose=mine",
    )
