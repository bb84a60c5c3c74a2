"""Exits 0 while the web process in this container can serve; the container engine asks now and then."""

import os
from http.client import HTTPConnection

connection = HTTPConnection("127.0.0.1", 8000, timeout=5)
connection.request("GET", "/readyz", headers={"Host": os.environ["ALLOWED_HOSTS"].split(",")[0]})
raise SystemExit(connection.getresponse().status != 200)
