"""One HTTP request to a SPARQL server: with a deadline, without redirects, every failure as one sentence."""

import base64
import html
import http.client
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from xietong.errors import EndpointError

LONGEST_SAID = 200  # characters of what a server said that are shown
LONGEST_PAGE = 8192  # bytes of an error page that are read


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks. The password is never shown."""

    user: str
    password: str = field(repr=False)


class Reply(NamedTuple):
    """What a server answered: the headers and the whole body."""

    headers: http.client.HTTPMessage
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """urllib would go on with a GET without the query, and show the other server the password."""

    def redirect_request(self, *_: object) -> None:
        return None


def checked(url: str) -> str:
    """Return the address of a server as given. Raises EndpointError if it is not http(s), or carries a login."""
    try:
        parts = urlsplit(url)
        right = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        right = False
    if not right or not re.fullmatch(r"[!-~]+", url) or "#" in url:
        raise EndpointError(
            f"端点地址 {printable(url)} 不正确；应形如 http://localhost:7878/query，非 ASCII 字符须用 % 编码。",
            f"{printable(url)} is no address of an endpoint; it should look like http://localhost:7878/query, "
            "with other characters than ASCII percent-encoded.",
        )
    if parts.username is not None:
        raise EndpointError(
            "端点地址中不能写用户名和密码；请改用选项 --user 或环境变量 XIETONG_USER、XIETONG_PASSWORD。",
            "Put no user and password into an endpoint's address; use --user or the variables XIETONG_USER and "
            "XIETONG_PASSWORD.",
        )
    return url


def send(request: urllib.request.Request, timeout: float, login: Login | None = None) -> Reply:
    """Send a request; return the whole answer. Raises EndpointError if none of status 2xx comes within the timeout."""
    where = printable(unquote(request.full_url))
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        if login:
            request.add_unredirected_header("Authorization", _authorization(request, timeout, login))
        with opener.open(request, timeout=timeout) as response:
            return Reply(response.headers, _whole(response, timeout))
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(where, error) from error
    except (OSError, http.client.HTTPException, ValueError) as error:  # URLError is an OSError
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(cause, TimeoutError):
            raise EndpointError(
                f"端点 {where} 在 {timeout:g} 秒内没有答完；请缩小查询，或用 --timeout 延长时限。",
                f"The endpoint {where} did not answer within {timeout:g} seconds; narrow the query or allow more "
                "with --timeout.",
            ) from error
        if login and isinstance(cause, ConnectionError) and (refusal := _refusal(request.full_url, timeout, login)):
            raise _refused(where, refusal) from error
        why = printable(str(cause) or type(cause).__name__)
        raise EndpointError(
            f"无法与端点 {where} 通信（{why}）；请检查地址、网络以及服务是否运行。",
            f"Talking to the endpoint {where} failed ({why}); check the address, the network and that it runs.",
        ) from error


def _whole(response: http.client.HTTPResponse, timeout: float) -> bytes:
    """Return a whole body. Raises TimeoutError if it only drips, IncompleteRead if it ends before its length."""
    deadline = time.monotonic() + timeout
    parts = []
    while part := response.read1(1 << 20):
        parts.append(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(parts)


def _refused(where: str, error: urllib.error.HTTPError) -> EndpointError:
    """Return the sentence for an answer of status 3xx, 4xx or 5xx."""
    moved = error.headers.get("Location")
    if 300 <= error.code < 400 and moved:
        return EndpointError(
            f"端点 {where} 已移至 {printable(moved)}；请改用该地址。",
            f"The endpoint {where} has moved to {printable(moved)}; use that address.",
        )
    try:
        body = error.read(LONGEST_PAGE)
    except (OSError, http.client.HTTPException):
        body = b""
    words = said(body, error.headers.get("Content-Type", "")) or printable(error.reason)
    if error.code in {401, 403}:
        return EndpointError(
            f"端点 {where} 不接受此用户（HTTP {error.code}：{words}）；请检查用户名、密码及其权限。",
            f"The endpoint {where} does not admit you (HTTP {error.code}: {words}); check user, password and rights.",
        )
    return EndpointError(
        f"端点 {where} 拒绝了请求（HTTP {error.code}：{words}）；请按其说明修改后重试。",
        f"The endpoint {where} refused the request (HTTP {error.code}: {words}); mend what it names and try again.",
    )


def said(body: bytes, media_type: str) -> str:
    r"""Return the first line of what a server said, without tags and control characters, 200 characters at most.

    >>> said("<html><style>p{}</style><h1>Virtuoso &amp; 错误</h1><p>more</p>".encode(), "text/html")
    'Virtuoso & 错误'
    >>> said(b"syntax error at <urn:x>\x1b[2J\nSPARQL query:", "text/plain")
    'syntax error at <urn:x> [2J'
    """
    text = body[:LONGEST_PAGE].decode("utf-8", errors="replace")
    if "html" in media_type or text.lstrip().startswith(("<!", "<html", "<?xml")):
        text = html.unescape(re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>", "\n", text))
    lines = (printable(line) for line in text.splitlines())
    return next((line for line in lines if line), "")[:LONGEST_SAID]


def printable(text: str) -> str:
    """Return a text from outside in one line that no terminal takes for a command."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


# ---------------------------------------------------------------- who asks


def _authorization(request: urllib.request.Request, timeout: float, login: Login) -> str:
    """Return the Authorization header: Digest (RFC 7616) where the server asks for it, else Basic (RFC 7617).

    The server is asked beforehand, by HEAD: Virtuoso closes the connection on a body that comes without a login.
    """
    challenge = _challenge(request.full_url, timeout)
    if challenge.lower().startswith("digest "):
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, request.full_url, login.user, login.password)
        parts = urllib.request.parse_keqv_list(urllib.request.parse_http_list(challenge[len("digest ") :]))
        handler = urllib.request.HTTPDigestAuthHandler(passwords)
        if answer := handler.get_authorization(request, parts):
            return f"Digest {answer}"
    return "Basic " + base64.b64encode(f"{login.user}:{login.password}".encode()).decode()


def _refusal(url: str, timeout: float, login: Login) -> urllib.error.HTTPError | None:
    """Return how a server refuses a login that it cut off by closing the connection; None if it does not refuse it."""
    probe = urllib.request.Request(url, method="HEAD")  # noqa: S310  # checked() let http and https through only
    try:
        probe.add_unredirected_header("Authorization", _authorization(probe, timeout, login))
        with urllib.request.build_opener(_NoRedirect).open(probe, timeout=timeout):
            return None
    except urllib.error.HTTPError as error:
        return error
    except (OSError, http.client.HTTPException, ValueError):
        return None


def _challenge(url: str, timeout: float) -> str:
    """Return how a server wants people to log in, empty if it does not say."""
    probe = urllib.request.Request(url, method="HEAD")  # noqa: S310  # checked() let http and https through only
    try:
        with urllib.request.build_opener(_NoRedirect).open(probe, timeout=timeout):
            return ""
    except urllib.error.HTTPError as error:
        with error:
            return str(error.headers.get("WWW-Authenticate", ""))
