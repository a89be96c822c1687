"""Loads libraries and tables when it is imported, once for all processes that are forked from then on."""

from psoas.body import load_body
from psoas.recordings import load_analysis
from psoas.service import answers as answers

load_analysis(None)
load_body()
