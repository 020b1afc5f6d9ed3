"""Obligatory wording of the accessibility declaration: act of 4 April 2019 (Dz.U. 2023 poz. 1440), technical conditions 2.0.

The Polish wording stands in locale/pl; each sentence has one place, so a change of the conditions is one edit.
"""

from django.utils.translation import gettext_lazy as _

from cic_portal.pages.models import AccessibilityDeclaration

Compliance = AccessibilityDeclaration.Compliance

OPENING = _(
    "undertakes to make its website accessible in accordance with the Act of 4 April 2019 on the digital accessibility "
    "of websites and mobile applications of public bodies. This declaration applies to the website"
)

STATUS = {
    Compliance.FULL: _("The website is fully compliant with the annex to the Act of 4 April 2019."),
    Compliance.PARTIAL: _(
        "The website is partly compliant with the annex to the Act of 4 April 2019, because of the non-compliance listed below."
    ),
    Compliance.NONE: _(
        "The website is not compliant with the annex to the Act of 4 April 2019, because of the non-compliance listed below."
    ),
}
