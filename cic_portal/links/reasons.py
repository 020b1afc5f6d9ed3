from django.db import models

from cic_portal.languages import staff_text as _s
from cic_portal.outgoing.refusals import Why


class Reason(models.TextChoices):
    """Why a link is not simply well; the sentence that staff read."""

    NOT_FOUND = "not_found", _s("The site has no page at this address (any more).")
    HOME_PAGE = "home_page", _s("It leads to the home page of the site now; the page itself is probably gone.")
    SERVER_ERROR = "server_error", _s("The site has a fault of its own.")
    BUSY = "busy", _s("The site asked us to come later.")
    PEOPLE_ONLY = "people_only", _s("The site lets no program in. Please open it yourself now and then.")
    ODD_ANSWER = "odd_answer", _s("The site answers in a way that we do not understand.")
    NO_SUCH_HOST = "no_such_host", _s("There is no site of this name, or its name cannot be looked up now.")
    NO_CONNECTION = "no_connection", _s("The site cannot be reached.")
    TOO_SLOW = "too_slow", _s("The site takes too long to answer.")
    CERTIFICATE = "certificate", _s("The site does not prove who it is: its certificate is wrong or has expired.")
    LOOP = "loop", _s("The site sends its readers round in a circle.")
    TOO_MANY_REDIRECTS = "redirects", _s("The site sends its readers on and on.")
    NOT_HTTPS = "not_https", _s("It does not begin with https://, so others can read and change what is sent.")
    CREDENTIALS = "credentials", _s("It holds a user name or a password.")
    PORT = "port", _s("It names a port; only the usual one of websites is opened.")
    PRIVATE = "private", _s("It leads into a private network, which visitors cannot reach.")
    UNREADABLE = "unreadable", _s("It is not a full address.")


# Where a request was not made, or brought no answer.
BY_WHY = {
    Why.UNREADABLE: Reason.UNREADABLE,
    Why.NOT_HTTPS: Reason.NOT_HTTPS,
    Why.CREDENTIALS: Reason.CREDENTIALS,
    Why.PORT: Reason.PORT,
    Why.PRIVATE: Reason.PRIVATE,
    Why.NO_SUCH_HOST: Reason.NO_SUCH_HOST,
    Why.NO_CONNECTION: Reason.NO_CONNECTION,
    Why.CERTIFICATE: Reason.CERTIFICATE,
    Why.TOO_SLOW: Reason.TOO_SLOW,
    Why.TOO_LARGE: Reason.ODD_ANSWER,  # only the head of an answer is read, and it has no end
    Why.ODD_ANSWER: Reason.ODD_ANSWER,
}
