"""Run the server until it is told to end."""

import logging
import socket
from pathlib import Path

import click
import uvicorn

from xietong.errors import GraphError
from xietong.faces.site.catalogue import Publication
from xietong.graph.dataset import Dataset
from xietong.server.app import application
from xietong.server.child import program
from xietong.server.engine import Limits
from xietong.words import Words


class _Server(uvicorn.Server):
    """Says where it is once it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or ():
            host, port = each.getsockname()[:2]
            address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
            click.echo(str(Words(f"网站已开启：{address} （Ctrl-C 结束）", f"Serving at {address} (Ctrl-C ends it)")))


def run(graph: Path, host: str, port: int, seconds: float, about: Publication) -> int:
    """Serve a graph file; return the exit status when it ends. ``about`` is what the publisher says of it.

    Raises GraphError, before anything is served, if the file is no graph or Oxigraph's server is not installed.
    """
    program()
    Dataset.open(graph)
    listening = _listening(host, port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    config = uvicorn.Config(
        application(graph, Limits(seconds=seconds), about),
        log_level="warning",
        access_log=False,  # it would hold what people ask
        server_header=False,
        timeout_graceful_shutdown=int(seconds) + 5,
        timeout_keep_alive=15,
        limit_concurrency=512,
        proxy_headers=False,
    )
    server = _Server(config)
    server.run(sockets=[listening])
    return 0 if server.started else 2


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises GraphError if the address cannot be had."""
    try:
        family, _, __, ___, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=512)
    except OSError as error:
        raise GraphError(
            f"无法监听 {host} 的 {port} 端口（{error.strerror}）；请用 --port 另选端口。",
            f"Cannot listen on {host}, port {port} ({error.strerror}); choose another with --port.",
        ) from error
