"""How large a file may be: every limit with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What a workbook may contain before it is refused."""

    file_bytes: int = 50 << 20  # a million filled cells take 2-13 MiB on disk
    parts: int = 2_000  # 300 sheets with notes pass 1,000 parts
    part_bytes: int = 256 << 20  # six million formatted blank cells unpack to 136 MiB
    total_bytes: int = 512 << 20  # unpacked text parts remain in memory
    xml_ratio: int = 200  # ordinary files reach 4-23 to 1, the worst honest one 127 to 1
    ratio_free_bytes: int = 10 << 20  # harmless whatever the ratio
    small_part_bytes: int = 16 << 20  # parts read as a tree, which needs ten times their size
    token_bytes: int = 4 << 20  # expat 2.5 reads a long token again and again: 217 s for 105 kB
    asides: int = 10_000  # comments and processing instructions; honest sheets have none
    open_elements: int = 500_000  # above, depth is counted exactly: each open element costs 140 B
    cells: int = 2_000_000  # filled ones; each takes about 140 bytes once it is read
    child_memory: int = 1 << 30  # of a process that reads what we cannot look inside
    child_seconds: int = 20  # an honest workbook takes less than one
    depth: int = 256  # honest parts have less than 20; libxml2 stops here too


LIMITS = Limits()
