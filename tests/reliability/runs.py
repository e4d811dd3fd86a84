"""What the tests of this folder share: made-up scans, runs of carescan, and what a run left."""
import hashlib
import os
import pathlib
import signal
import struct
import subprocess
import sys
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORM = ROOT / "docs/examples/fridge-log"  # the smallest form there is: a page of it costs least


class Broken(Exception):
    """What was promised does not hold."""


def check(holds, what):
    if not holds:
        raise Broken(what)


def environment(**more):
    return {**os.environ, "SOURCE_DATE_EPOCH": "1767322800", "OMP_THREAD_LIMIT": "1", **more}


def synth(carescan, folder, count, seed, scanner="clean"):
    """`count` filled forms of a page each, as PDF."""
    subprocess.run([carescan, "synth", FORM, "--count", str(count), "--seed", str(seed), "--scanner", scanner, "--out",
                    folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    return sorted(folder.glob("*.pdf"))


def command(carescan, scans, out, jobs=1, *more):
    return [str(carescan), "read", str(scans), "--templates", str(FORM), "--out", str(out), "--jobs", str(jobs), *more]


def read(carescan, scans, out, jobs=1, *more, **env):
    return subprocess.run(command(carescan, scans, out, jobs, *more), capture_output=True, text=True, errors="replace",
                          env=environment(**env))


def start(words, **env):
    """Starts a run in a process group of its own."""
    return subprocess.Popen([str(w) for w in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            start_new_session=True, env=environment(**env))


def kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def contents(folder):
    """Every file below a folder by its name, with the SHA-256 of its bytes."""
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest()
            for f in sorted(folder.rglob("*")) if f.is_file()}


def same(expected, found, what):
    if expected == found:
        return
    names = [n for n in sorted(set(expected) | set(found)) if expected.get(n) != found.get(n)]
    raise Broken(f"{what}: {len(names)} files differ, the first: {names[:3]}")


def processes_of(session):
    """The processes of a run (its session) that are still there, zombies left out: process id → state."""
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] not in "ZX":
            found[int(entry)] = fields[0]
    return found


def memory_kb(pid):
    """The most memory that a process has had so far (VmHWM)."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def is_worker(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[1:2] == [b"worker"]
    except OSError:
        return False


def main(test, usage):
    """Runs test(carescan, arguments) and says whether it holds; exit code 1 where it does not."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0].startswith("-"):
        print(usage.strip(), file=sys.stderr)
        sys.exit(2)
    begun = time.monotonic()
    try:
        test(pathlib.Path(arguments[0]).resolve(), arguments[1:])
    except Broken as broken:
        print(f"DOES NOT HOLD: {broken}")
        sys.exit(1)
    print(f"holds ({time.monotonic() - begun:.0f} s)")


def png(width, height, depth=8, colour=0, rows=b"", dpi=None, size=None):
    """A PNG of the given header; `size` lies in the header about what follows."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    w, h = size or (width, height)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, 0))
    if dpi:
        data += chunk(b"pHYs", struct.pack(">IIB", int(dpi / 0.0254), int(dpi / 0.0254), 1))
    return data + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
