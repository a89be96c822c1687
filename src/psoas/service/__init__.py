"""What ``check``, ``body``, ``load`` and ``day`` answer other programs, in a process with limits."""

from psoas.service.answers import Order, OrderKind
from psoas.service.work import PRELOADED, OrderEnd, do_order, fault_end, finished

__all__ = ["PRELOADED", "Order", "OrderEnd", "OrderKind", "do_order", "fault_end", "finished"]
