"""All trials, in the order of execution."""

from __future__ import annotations

from chaos.trial import Trial
from chaos.trials.bombs import Bombs
from chaos.trials.changes import Changes
from chaos.trials.cuts import Cuts, CutsAndChurn
from chaos.trials.interrupts import Interrupts
from chaos.trials.large_pages import LargePages
from chaos.trials.moves import Moves
from chaos.trials.resumes import Resumes
from chaos.trials.revocations import Refusals, Revocations
from chaos.trials.signals import Signals
from chaos.trials.sockets import Http2, Proxy, Tls
from chaos.trials.storm import Crowd, Storm
from chaos.trials.switches import UnderSwitches
from chaos.trials.ties import Ties
from chaos.trials.two_clients import TwoClients
from chaos.trials.wall_clock import WallClock

TRIALS: tuple[Trial, ...] = (
    Storm(),
    Crowd(),
    UnderSwitches(),
    WallClock(),
    TwoClients(),
    Revocations(),
    Refusals(),
    Cuts(),
    CutsAndChurn(),
    Moves(),
    Ties(),
    Resumes(),
    Changes(),
    Bombs(),
    LargePages(),
    Tls(),
    Http2(),
    Proxy(),
    Interrupts(),
    Signals(),
)
