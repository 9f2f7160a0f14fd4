"""Lets wine's own libraries answer calls that Windows has and wine 10 ends the program at. For trying only.

Each file given is changed in place where it exports one of the names below: the function's first bytes become a short
body that returns. Nothing of this gets into an executable.
"""

import sys
from pathlib import Path

import pefile

RETURN_ZERO = bytes([0x31, 0xC0, 0xC3])  # xor eax, eax; ret
FIRST_HALF = bytes([0x66, 0x0F, 0x6E, 0xC1, 0xC3])  # movd xmm0, ecx; ret
SECOND_HALF = bytes([0x48, 0xC1, 0xE9, 0x20]) + FIRST_HALF  # shr rcx, 32, then the same

ANSWERS = {
    b"WcsCreateIccProfile": RETURN_ZERO,  # mscms: Qt asks for the screen's colour profile and lives without one
    b"crealf": FIRST_HALF,  # ucrtbase: the two floats of a complex number, which come in one register
    b"cimagf": SECOND_HALF,
}


def give_answers(path: Path) -> list[str]:
    """Change one library; the names it now answers."""
    library = pefile.PE(str(path), fast_load=True)
    library.parse_data_directories(directories=[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_EXPORT"]])
    content, changed = bytearray(path.read_bytes()), []
    for export in library.DIRECTORY_ENTRY_EXPORT.symbols:
        body = ANSWERS.get(export.name or b"")
        if body:
            start = library.get_offset_from_rva(export.address)
            content[start : start + len(body)] = body
            changed.append(export.name.decode())
    library.close()
    path.write_bytes(content)
    return changed


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(f"{name}: {', '.join(give_answers(Path(name))) or 'nothing to do'}\n")
