"""Links that leave the house: to the page that lists the mentions of one message. Signed, so that ids cannot be tried.

{public_url}/messages/{message id}.{signature}
"""

from itsdangerous import BadSignature, Signer

_SALT = "monitor.message"


def message_link(public_url: str, key: bytes, message_id: str) -> str:
    return f"{public_url.rstrip('/')}/messages/{Signer(key, salt=_SALT).sign(message_id).decode()}"


def signed_message(key: bytes, signed: str) -> str | None:
    """The message's id; None when the signature is not ours."""
    try:
        return Signer(key, salt=_SALT).unsign(signed).decode()
    except BadSignature:
        return None
