"""Mails for tests, part by part."""

from civicline.mail.mime import ParsedMail, parse_mail

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def mail(*lines: str, body: bytes = b"There is a pothole on Elm Street.") -> ParsedMail:
    return parse_mail("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def multipart(kind: str, *parts: bytes, extra: str = "") -> ParsedMail:
    header = f'From: jane@example.com\nContent-Type: multipart/{kind}; boundary="b"{extra}\n\npreamble\n'.encode()
    return parse_mail(header + b"".join(b"--b\n" + part + b"\n" for part in parts) + b"--b--\nepilogue\n")


def part(content_type: str, body: bytes, *headers: str) -> bytes:
    return "\n".join((f"Content-Type: {content_type}", *headers)).encode() + b"\n\n" + body


PLAIN = part("text/plain; charset=utf-8", "Señal rota".encode())
HTML = part("text/html; charset=utf-8", "<p>Señal <b>rota</b></p>".encode())
