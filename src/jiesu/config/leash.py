"""Ties a program to its parent: it ends when the parent does, however the parent ends.

``python leash.py PARENT SIGNAL LOCK USER PROGRAM ARG…`` becomes PROGRAM, which

* gets SIGNAL from the kernel when PARENT dies (PR_SET_PDEATHSIG, Linux), even by ``kill -9``;
* holds LOCK shared as long as it or a process it forked lives, so that the next supervisor
  can wait for leftovers instead of guessing from process ids;
* runs as USER (``-``: as we are), because PostgreSQL refuses to run as root.

It runs without the site packages and stays in the standard library: it stands before each start.
"""

import ctypes
import fcntl
import os
import pwd
import signal
import sys

_PR_SET_PDEATHSIG = 1


def words_for(lock: str, when_parent_dies: signal.Signals, user: str = "-") -> list[str]:
    """Words to put before a program's own so that it runs on the leash of this process."""
    parent, number = str(os.getpid()), str(int(when_parent_dies))
    return [sys.executable, "-I", "-S", __file__, parent, number, lock, user]


def tie(when_parent_dies: signal.Signals) -> None:
    """Have the kernel send ``when_parent_dies`` to this process once its parent is gone."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, int(when_parent_dies), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")


def _become(parent: int, number: int, lock: str, user: str, words: list[str]) -> None:
    fcntl.flock(_held_open(lock), fcntl.LOCK_SH)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    if user != "-":
        _turn_into(user)
    tie(signal.Signals(number))
    if os.getppid() != parent:
        sys.exit(1)  # the parent died before the leash was on
    os.execv(words[0], words)  # noqa: S606 - becoming the program is the purpose


def _held_open(lock: str) -> int:
    held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(held, True)  # noqa: FBT003 - the library's signature
    return held


def _turn_into(user: str) -> None:
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


if __name__ == "__main__":
    _become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
