from io import BytesIO

import segno


def qr_svg(text):
    """A QR code of `text` as SVG without a margin; the template leaves the quiet zone of four modules."""
    target = BytesIO()
    # Level M: a scratch or a fold on a card in a wallet may cost 15 % of it.
    segno.make(text, error="m", micro=False).save(target, kind="svg", border=0, xmldecl=False, nl=False)
    return target.getvalue().decode()
