"""Templates of pages: files beside the code that fills them."""

from functools import cache

import jinja2

from psoas.words import _, capital, inside, language, ngettext, number, pgettext


@cache
def template_environment(package: str, folder: str = ".") -> jinja2.Environment:
    """Load the templates of a folder; every value in them is escaped, and a missing one raises.

    Words are translated by ``_("...")`` and ``{% trans %}``, with values as ``%(name)s``, and words that a value holds
    by ``in_words(value)``, which takes a per cent sign as it is. The filter ``sentence`` gives words a capital first
    letter, and ``inside`` a small one where the language has it; the rest stays as it is. The filter ``number`` writes
    a number.

    Args:
        package: import name of the folder's package, such as ``psoas.report``.
        folder: inside the package.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(package, folder),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(_, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    environment.globals["language"] = language
    environment.globals["in_words"] = _
    environment.filters["in_words"] = _
    environment.filters["sentence"] = capital
    environment.filters["inside"] = inside
    environment.filters["number"] = number
    return environment
