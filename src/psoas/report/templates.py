"""Templates of pages: files beside the code that fills them."""

from functools import cache

import jinja2


@cache
def template_environment(package: str, folder: str = ".") -> jinja2.Environment:
    """Load the templates of a folder; every value in them is escaped, and a missing one raises.

    The filter ``sentence`` gives words a capital first letter and leaves the rest as it is.

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
    )
    environment.filters["sentence"] = _sentence
    return environment


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
