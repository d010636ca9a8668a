"""The commands with their arguments and options, from the click objects that run them."""

from collections.abc import Iterator

import click

from docs.generate.markup import blocks, code, fenced, heading, said, table
from xietong.cli import main
from xietong.cli.questions import Questions
from xietong.graph.queries import saved_queries
from xietong.words import Language, Words

PROGRAM = "xietong"
OF_CLICK = {  # what click itself says, in English only
    "--help": Words("显示说明并退出；每个命令都有。", "Show the help and leave; every command has it."),
    "--version": Words("显示版本并退出。", "Show the version and leave."),
}
VALUES = {"FLOAT RANGE": "NUMBER", "INTEGER RANGE": "NUMBER", "%Y-%m-%d": "DATE"}  # how click calls the kinds of values
DEFAULT = Words("默认 {}", "default {}")
REQUIRED = Words("必填", "required")
FROM = Words("也可由环境变量 {} 给出", "or the variable {}")
QUESTION = Words(
    "每个问题共有的选项。各个问题自己的选项（如 `--agency`）见[预存问题](questions.md)。",
    "The options that every question has. Those of a single question (such as `--agency`) stand with "
    "[the questions](questions.md).",
)


def page(language: Language) -> str:
    """Return what stands on the page of the commands."""
    return blocks(part for name, command in every_command() for part in _command(name, command, language))


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield the commands with their full names, the program itself first."""
    yield PROGRAM, main
    for name, command in sorted(main.commands.items()):
        yield f"{PROGRAM} {name}", command
        if isinstance(command, Questions):
            yield f"{PROGRAM} {name} NAME", _any_question(command)


def _any_question(questions: Questions) -> click.Command:
    """Return the command of any question: one without options of its own."""
    query = next(query for query in saved_queries().values() if not query.parameters)
    command = questions.get_command(click.Context(questions), query.name)
    return click.Command("NAME", params=command.params)


def _command(name: str, command: click.Command, language: Language) -> Iterator[str]:
    program = click.Context(main, info_name=PROGRAM, **main.context_settings)
    context = click.Context(command, info_name=name, parent=program) if command is not main else program
    yield heading(2, code(name))
    pieces = " ".join([name, *command.collect_usage_pieces(context)])
    if command.help:
        paragraphs, rows = _explained(command.help, language)
        yield from paragraphs
        yield fenced("text", pieces)
        if rows:
            yield table((Words("格式", "form").in_language(language), ""), rows)
    else:
        yield QUESTION.in_language(language)
        yield fenced("text", pieces)
    yield f"```{{program}} {name}\n```"
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and (command is main or "--help" not in parameter.opts):
            yield _option(parameter, context, language)


def _explained(help_: str, language: Language) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the sentences of a help text, and the rows of the table in it (after the mark of click for such lines)."""
    sentences, _, lines = help_.partition("\b")
    paragraphs = [
        _sentence(said(" ".join(each.split()), language), language) for each in sentences.strip().split("\n\n")
    ]
    rows = [line.strip().split("  ", 1) for line in lines.strip().splitlines()]
    return paragraphs, [(" ".join(map(code, names.split())), said(words.strip(), language)) for names, words in rows]


def _sentence(words: str, language: Language) -> str:
    """Return words as a sentence."""
    return words[:1].upper() + words[1:].rstrip("。.") + ("。" if language == "zh" else ".")


def _option(option: click.Option, context: click.Context, language: Language) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag else f" {_value(option, context)}"
    of_click = OF_CLICK.get(option.opts[-1])
    words = of_click.in_language(language) if of_click else said(option.help or "", language)
    more = [REQUIRED.in_language(language)] if option.required else []
    if option.show_default and option.default is not None:
        more.append(DEFAULT.in_language(language).format(code(str(option.default))))
    if option.envvar:
        more.append(FROM.in_language(language).format(code(str(option.envvar))))
    opening, comma, closing = ("（", "，", "）") if language == "zh" else (" (", "; ", ")")
    return f":::{{option}} {names}{value}\n{words}{opening + comma.join(more) + closing if more else ''}\n:::"


def _value(option: click.Option, context: click.Context) -> str:
    """Return what stands for the value of an option: its choices, or the name of its kind."""
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    kind = option.make_metavar(context).strip("[]")
    return f"<{VALUES.get(kind, kind)}>"
