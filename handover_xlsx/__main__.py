"""``python -m handover_xlsx`` is ``handover``."""

from handover_xlsx.cli import start

start()
