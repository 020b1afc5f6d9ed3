"""A socket with one deadline for everything that is read and sent, and a number of bytes that it takes in."""

import io
import time
from http.client import HTTPException


class TooLarge(HTTPException):
    """More was sent than anybody asked for."""


class TimedSocket:
    """What http.client needs of a socket. A timeout of its own would begin anew with every byte."""

    def __init__(self, sock, deadline, most_bytes):
        self.sock, self.deadline, self.most_bytes = sock, deadline, most_bytes

    def sendall(self, data):
        self.sock.settimeout(max(self.deadline - time.monotonic(), 0.1))
        self.sock.sendall(data)

    def makefile(self, _mode):
        return io.BufferedReader(_TimedReader(self.sock, self.deadline, self.most_bytes))

    def close(self):
        """Left to whoever opened the socket: http.client is done with it before the body has been read."""


class _TimedReader(io.RawIOBase):
    def __init__(self, sock, deadline, most_bytes):
        self.sock, self.deadline, self.left = sock, deadline, most_bytes

    def readable(self):
        return True

    def readinto(self, buffer):
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        if self.left <= 0:
            raise TooLarge
        self.sock.settimeout(seconds)
        count = self.sock.recv_into(buffer)
        self.left -= count
        return count
