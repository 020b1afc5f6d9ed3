"""A translation service on this machine that answers as DeepL and LibreTranslate do: it writes every word in capitals."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bs4 import BeautifulSoup

SLOW = 3  # seconds, more than any test waits
LEFT_ALONE = {"/v2/translate": lambda tag: tag.name == "x", "/translate": lambda tag: tag.get("translate") == "no"}


class Service(ThreadingHTTPServer):
    """`does` says how it misbehaves, `asked` what it was asked: (path, headers, body)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.does, self.asked, self.change = "well", [], lambda text: text

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        does = self.server.does
        if isinstance(does, int):
            self.answer(does, b'{"message": "no", "error": "no"}')
        elif does == "redirect":
            self.answer(307, b"", Location="https://elsewhere.example/")
        elif does == "hangs":
            time.sleep(SLOW)
        elif does == "drips":
            self.drip()
        elif isinstance(does, bytes):
            self.answer(200, does)
        else:
            self.answer(200, json.dumps(self.translated(body)).encode())

    def translated(self, body):
        texts = body["text"] if self.path == "/v2/translate" else body["q"]
        texts = [self.server.change(in_capitals(text, LEFT_ALONE[self.path])) for text in texts]
        if self.path == "/v2/translate":
            return {"translations": [{"detected_source_language": "PL", "text": text} for text in texts]}
        return {"translatedText": texts}

    def answer(self, status, content, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(SLOW * 10):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *args):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except OSError:  # whoever asked no longer waits
            self.close_connection = True


def in_capitals(text, is_left_alone):
    soup = BeautifulSoup(text, "html.parser")
    for words in soup.find_all(string=True):
        if not any(is_left_alone(tag) for tag in words.parents if tag.name != "[document]"):
            words.replace_with(str(words).upper())
    return str(soup)


@contextmanager
def running_service():
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
