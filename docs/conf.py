"""How Sphinx builds the documentation, one site a language; ``docs/build.py`` runs it for both."""

import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.generate import filled  # noqa: E402
from docs.search import LANGUAGES  # noqa: E402
from docs.wording import SAID, TITLES  # noqa: E402
from xietong import __version__  # noqa: E402
from xietong.words import Language  # noqa: E402

project = "Xietong 协同"
author = "Xietong"
version = release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
exclude_patterns: list[str] = []
templates_path = ["_templates"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = str(ROOT / "xietong" / "faces" / "site" / "templates" / "icon.svg")
html_show_sphinx = False
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
smartquotes = False  # --store is an option
html_use_index = False
html_domain_indices = False
add_module_names = False
python_use_unqualified_type_names = True
suppress_warnings = ["misc.highlighting_failure"]  # Pygments does not know all of SPARQL; that it parses is tested
pygments_style = "friendly"
pygments_dark_style = "monokai"
html_theme_options: dict[str, Any] = {"top_of_page_buttons": []}

# A fence that names a file, or that says what a command before it prints, as readers should see it.
FENCE = re.compile(r"^(?P<mark>`{3,})(?P<kind>\w+) title=(?P<file>\S+)$", re.MULTILINE)
PRINTED = re.compile(r"(?P<before>^```(?:sh|python|sparql)\n(?:(?!```).*\n)*```\n\n)```text\n", re.MULTILINE)
# A table as a terminal shows it, and the characters that take two columns there.
TABLE = re.compile(r'<div class="printed (?:(?!</pre>).)*[│┃](?:(?!</pre>).)*</pre>', re.DOTALL)
WIDE = re.compile("[\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]+")
# The end of a line within a sentence in Chinese, which has no blanks between words; not within a block of code.
HAN = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—]"
UNBROKEN = re.compile(rf"(?<={HAN})\n(?=(?:<[^>]+>)*{HAN})")
BLOCK = re.compile(r"(<pre.*?</pre>)", re.DOTALL)
# A link that leads out of the sources of a site.
OUTWARD = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<path>(?:\.\./)+[^)#\s]+)(?:#[^)]*)?\)")


def language_of(app: Sphinx) -> Language:
    """Return the language of the site that is built."""
    return "zh" if app.config.language.startswith("zh") else "en"


def prepare(app: Sphinx, name: str, content: list[str]) -> None:
    """Fill in what is generated, show names of files above their blocks, and mark what commands print."""
    source = PRINTED.sub(r"\g<before>```{code-block} text\n:class: printed\n\n", content[0])
    source = FENCE.sub(r"\g<mark>{code-block} \g<kind>\n:caption: \g<file>\n", source)
    folder = (Path(app.srcdir) / name).parent
    source = OUTWARD.sub(lambda link: _within(link, folder, Path(app.srcdir)), source)
    content[0] = filled(source, language_of(app))


def _within(link: re.Match[str], folder: Path, sources: Path) -> str:
    """Return a link as it can stand in the site: a file of the repository is handed out, a folder is only named."""
    target = (folder / link["path"]).resolve()
    if target.is_relative_to(sources) or target.suffix in (".png", ".svg"):
        return link[0]
    return f"[{link['words']}](path:{link['path']})" if target.is_file() else link["words"]


def configure(app: Sphinx, config: Any) -> None:
    """Set what depends on the language."""
    language = language_of(app)
    config.html_title = config.html_short_title = TITLES[language]
    config.html_search_language = language


def speak(app: Sphinx) -> None:
    """Let the theme speak the language, where its own catalogues do not."""
    said = SAID[language_of(app)]
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if environment is not None:
        known = app.builder.templates.environment.globals["gettext"]
        environment.globals["gettext"] = environment.globals["_"] = lambda words: (
            said.get(words.strip()) or known(words)
        )


def turn(app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Tell a page which language is the other one, and where it stands in that."""
    context["other"] = "en" if language_of(app) == "zh" else "zh"
    context["elsewhere"] = f"{'../' * (name.count('/') + 1)}{context['other']}/{quote(name)}.html"
    if "body" in context:
        context["body"] = "".join(
            part if part.startswith("<pre") else UNBROKEN.sub("", part) for part in BLOCK.split(context["body"])
        )
        context["body"] = TABLE.sub(
            lambda table: WIDE.sub(r'<span class="wide">\g<0></span>', table[0]), context["body"]
        )


def setup(app: Sphinx) -> None:
    """Tell Sphinx when to call the functions above."""
    for language in LANGUAGES:
        app.add_search_language(language)
    app.connect("config-inited", configure)
    app.connect("builder-inited", speak)
    app.connect("source-read", prepare)
    app.connect("html-page-context", turn)
