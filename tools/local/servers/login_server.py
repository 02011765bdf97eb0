"""The login page of the laptop: an OpenID provider that lets anybody in as one of its sample staff.

Started as `python -m tools.local.servers.login_server DESCRIPTOR STAFF`: an inherited, listening socket, and
the staff as JSON.
"""

import json
import logging
import os
import socket
import sys

from authlib.oauth2.rfc6749 import AuthorizationCodeGrant
from oidc_provider_mock import User, app
from werkzeug.serving import make_server

from tools.local.servers.lifeline import leave_with_the_stack


def main(descriptor: int, staff: list[dict[str, object]]) -> None:
    """Serve until the stack ends."""
    leave_with_the_stack()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on the loopback interface alone
    # The console is a public client (PKCE, no secret), as to Cognito; the stand-in takes any client but that kind.
    AuthorizationCodeGrant.TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
    users = [
        User(sub=str(person["sub"]), claims={key: value for key, value in person.items() if key != "sub"})
        for person in staff
    ]
    with socket.socket(fileno=os.dup(descriptor)) as listening:
        host, port = listening.getsockname()
    make_server(host, port, app(user_claims=users), threaded=True, fd=descriptor).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
