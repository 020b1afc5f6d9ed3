from cic_portal import languages
from cic_portal.translations.coverage import connect
from cic_portal.translations.launching import switched_on

connect()
languages.ask(switched_on)
