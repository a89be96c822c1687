"""Homework and its results as files, and as a code on paper; none needs a server or an account."""

from psoas.homework.code import (
    MOST_PHOTO,
    code_picture,
    homework_code,
    homework_of_code,
    read_code,
)
from psoas.homework.file import (
    ENDING,
    KEY_BYTES,
    HomeworkFile,
    is_locked,
    read_file,
    write_file,
)

__all__ = [
    "ENDING",
    "KEY_BYTES",
    "MOST_PHOTO",
    "HomeworkFile",
    "code_picture",
    "homework_code",
    "homework_of_code",
    "is_locked",
    "read_code",
    "read_file",
    "write_file",
]
