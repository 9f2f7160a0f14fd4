"""Which processes started this one, on Windows: the system knows every process's parent, also one that has ended."""

import sys
from collections.abc import Iterator, Mapping

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Process(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("usage", wintypes.DWORD),
            ("pid", wintypes.DWORD),
            ("heap", ctypes.c_size_t),
            ("module", wintypes.DWORD),
            ("threads", wintypes.DWORD),
            ("parent", wintypes.DWORD),
            ("priority", wintypes.LONG),
            ("flags", wintypes.DWORD),
            ("name", wintypes.WCHAR * wintypes.MAX_PATH),
        )

    def _parents() -> dict[int, int]:
        """The parent of every process there is."""
        all_processes = 0x2
        kernel = ctypes.WinDLL("kernel32")
        kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
        kernel.CreateToolhelp32Snapshot.argtypes = (wintypes.DWORD, wintypes.DWORD)
        kernel.Process32FirstW.argtypes = kernel.Process32NextW.argtypes = (wintypes.HANDLE, ctypes.c_void_p)
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        snapshot = kernel.CreateToolhelp32Snapshot(all_processes, 0)
        entry = _Process(size=ctypes.sizeof(_Process))
        found: dict[int, int] = {}
        more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
        while more:
            found[entry.pid] = entry.parent
            more = kernel.Process32NextW(snapshot, ctypes.byref(entry))
        kernel.CloseHandle(snapshot)
        return found

    def ancestors(pid: int, most: int) -> Iterator[int]:
        return line(_parents(), pid, most)


def line(parents: Mapping[int, int], pid: int, most: int) -> Iterator[int]:
    """The parent first, then its parent, and so on; ends where nobody is known, or in a circle of reused numbers."""
    seen = {pid}
    for _ in range(most):
        pid = parents.get(pid, 0)
        if pid in seen or not pid:
            return
        seen.add(pid)
        yield pid
