"""What ``import xietong`` offers: every public name with its signature, its docstring, and what it is in Chinese."""

import ast
import inspect
import re
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import xietong
from docs.generate.markup import blocks, code, heading, text
from xietong.words import Language

SAID: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
ROLE = re.compile(r":\w+:`(?:[\w.]+\.)?(?P<name>[\w.]+)`")
LITERAL = re.compile(r"``(?P<code>[^`]+)``")


def page(language: Language) -> str:
    """Return what stands on the page of the Python API."""
    parts = ["```{py:module} xietong\n```"]
    for name in sorted(xietong.__all__, key=lambda name: (name.startswith("_"), name.casefold())):
        parts += [heading(2, code(name)), *_name(name, language)]
    return blocks(parts)


def documented() -> Iterator[str]:
    """Yield every name that the page holds: the public ones, and of classes their attributes and methods."""
    for name in xietong.__all__:
        yield name
        if inspect.isclass(each := getattr(xietong, name)):
            yield from (f"{name}.{member}" for member in members(each))


def members(class_: type) -> list[str]:
    """Return the attributes and public methods of a class, in the order in which they are written."""
    names = [field.name for field in fields(class_)] if is_dataclass(class_) else []
    for part in reversed(class_.__mro__[:-1]):
        names += [name for name, value in vars(part).items() if _is_method(value)]
    return [name for name in dict.fromkeys(names) if not name.startswith("_")]


def _is_method(value: object) -> bool:
    return inspect.isfunction(value) or isinstance(value, classmethod | staticmethod | property)


def _name(name: str, language: Language) -> Iterator[str]:
    value = getattr(xietong, name)
    if not inspect.isclass(value) and not callable(value):
        yield _directive("data", name, _said(name, None, language), [f":value: {value!r}"])
        return
    if not inspect.isclass(value):
        yield _directive("function", f"{name}{_signature(value)}", _said(name, value, language))
        return
    inner = []
    annotations = {key: kind for part in reversed(value.__mro__) for key, kind in inspect.get_annotations(part).items()}
    for member in members(value):
        full = f"{name}.{member}"
        if member in annotations:
            kind = inspect.formatannotation(annotations[member]).replace("xietong.", "").replace("collections.abc.", "")
            inner.append(_directive("attribute", full, _said(full, None, language), [f":type: {_short(kind)}"]))
        else:
            method = inspect.getattr_static(value, member)
            kind = "classmethod" if isinstance(method, classmethod) else "method"
            inner.append(_directive(kind, full + _signature(getattr(value, member)), _said(full, method, language)))
    yield _directive("class", name, blocks([_said(name, value, language), *inner]), marks="::::::")


def _short(annotation: str) -> str:
    """Return an annotation with the names of classes alone.

    >>> _short("dict[str, graph.terms.NamedNode | None]")
    'dict[str, NamedNode | None]'
    """
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", annotation)


def _directive(kind: str, signature: str, content: str, options: list[str] | None = None, marks: str = ":::::") -> str:
    lines = [":module: xietong", *(options or [])]
    return "\n".join([f"{marks}{{py:{kind}}} {signature}", *lines, "", content, marks])


def _signature(function: object) -> str:
    """Return the parameters and what is returned, as the source writes them, without self and cls."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))  # type: ignore[arg-type]
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)  # noqa: S101 - what a def statement gives
    definition.args.args = [each for each in definition.args.args if each.arg not in ("self", "cls")]
    returned = f" -> {ast.unparse(definition.returns)}" if definition.returns else ""
    return f"({ast.unparse(definition.args)}){returned}".replace("'", "")


def _said(name: str, value: object, language: Language) -> str:
    """Return what the page says of a name: its docstring and, on the Chinese page, what that says."""
    docstring = _markdown(inspect.getdoc(value) or "") if value is not None else ""
    if language == "zh":
        original = f":::{{container}} original\n{docstring}\n:::" if docstring else ""
        return blocks([SAID["zh"][name], original])
    return docstring or SAID["en"].get(name, "")


def _markdown(docstring: str) -> str:
    """Return a docstring as Markdown."""
    pieces = re.split(r"(:\w+:`[^`]+`|``[^`]+``)", docstring)
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    if found := ROLE.fullmatch(piece) or LITERAL.fullmatch(piece):
        return code(found[1])
    return text(piece)
