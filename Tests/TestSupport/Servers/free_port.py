"""Prints a port of this machine on which nothing listens, for a server that is started next.

It lies below those that the kernel gives to outgoing connections: none of them takes it before the server does.
"""
import random
import socket

with open("/proc/sys/net/ipv4/ip_local_port_range") as file:
    first_outgoing = int(file.read().split()[0])
while True:
    port = random.randrange(10_000, max(first_outgoing, 20_000))
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break
