"""What ``check``, ``body``, ``load`` and ``day`` answer other programs, and other work, in a process with limits."""

from psoas.service.order import Order, OrderKind
from psoas.service.work import PRELOADED, OrderEnd, compute_limited, do_order, fault_end, finished

__all__ = [
    "PRELOADED",
    "Order",
    "OrderEnd",
    "OrderKind",
    "compute_limited",
    "do_order",
    "fault_end",
    "finished",
]
