"""QR codes of the city: the short code, the link that holds it, and its picture.

Words: a *code* is eight letters that stand for one thing of the city, a *link* is
the address that opens it, a *symbol* is the square of dark and light *modules* that
phones read. Pure: randomness, host and sizes are arguments. Nothing is imported here,
so that who only reads codes does not load the drawing libraries.
"""

__all__ = ["QrError"]


class QrError(Exception):
    """What every named error of this library is."""
