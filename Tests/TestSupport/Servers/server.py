"""A small HTTP server for tests: answers as the path says, and notes each request in a file.

usage: server.py NOTES [CERTIFICATE KEY]; prints its port, serves until its standard input ends.
"""
import http.server
import json
import os
import re
import ssl
import sys
import threading
import time

notes = sys.argv[1]
lock = threading.Lock()
counts = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hand_out(self, path):
        """A file, or the range of it that is asked for; breaks down from a byte on where told to."""
        with open(path, "rb") as file:
            data = file.read()
        start, end, status = 0, len(data), 200
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if asked:
            start, end, status = int(asked[1]), min(int(asked[2]) + 1, len(data)), 206
        if os.path.exists(path + ".fails") and end > int(open(path + ".fails").read()):
            return self.answer(500)
        if start >= len(data):
            return self.answer(416)
        self.answer(status, data[start:end])

    def handle_request(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        with lock:
            count = counts[self.path] = counts.get(self.path, 0) + 1
            with open(notes, "a") as file:
                file.write(json.dumps({
                    "method": self.command, "path": self.path, "body": body,
                    "headers": {name.lower(): value for name, value in self.headers.items()}}) + "\n")
        parts = self.path.strip("/").split("/")
        place = os.path.normpath(os.path.join(os.path.dirname(notes), "site", *parts))
        if os.path.isfile(place):
            self.hand_out(place)
        elif parts[0] in ("rest", "pub"):
            self.answer(404)
        elif parts[0] == "status":
            self.answer(int(parts[1]))
        elif parts[0] == "busy":  # busy/N: the first N times
            busy = count <= int(parts[1])
            self.answer(503 if busy else 200, b"at last", **({"Retry_After": "0"} if busy else {}))
        elif parts[0] == "later":
            self.answer(503, Retry_After="3600")
        elif parts[0] == "slow":
            time.sleep(float(parts[1]))
            self.answer(200)
        elif parts[0] == "large":
            self.answer(200, b"x" * int(parts[1]))
        elif parts[0] == "redirect":  # redirect/STATUS/here, or redirect/STATUS/PORT of another server
            here = parts[2] == "here"
            target = "/landed" if here else "http://127.0.0.1:%s/landed" % parts[2]
            self.answer(int(parts[1]), Location=target)
        elif parts[0] == "circle":
            self.answer(307, Location="/circle")
        elif parts[0] == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
            self.close_connection = True
        else:
            self.answer(200, b"landed")

    do_GET = do_POST = handle_request


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
