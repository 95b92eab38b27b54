"""The browser journeys: a fresh council served by `plumbline run`, and Playwright against it.

Skips, saying how to get one, where there is no Chromium or Chrome; `--shots` takes pictures of every screen instead.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from tests.house.code import ROOT

HOME = ROOT / ".plumbline" / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = (
    "Skipped: the browser journey needs Chromium or Chrome.\n"
    "  Debian, Ubuntu: apt-get install chromium. Fedora: dnf install chromium. macOS: brew install --cask chromium.\n"
    "  Or set CHROMIUM to its path."
)


def find_browser() -> str | None:
    """The path of a browser, or None."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def main(arguments: list[str]) -> int:
    """Run the journeys, or take the pictures; the exit code is Playwright's."""
    browser = find_browser()
    if browser is None:
        print(HOW)
        return 0
    shutil.rmtree(HOME, ignore_errors=True)
    port = free_port()
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY", "PUBLIC_URL")
    }
    environment |= {"PLUMBLINE_HOME": str(HOME), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", "run"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            _await(server)
            return _playwright(browser, port, arguments)
        finally:
            server.terminate()


def _await(server: "subprocess.Popen[str]") -> None:
    """Wait for the line that says the council is loaded and the server about to listen."""
    assert server.stdout
    for line in server.stdout:
        print(line, end="")
        if "Stop with Ctrl+C" in line:
            return
    raise SystemExit("the service did not start")


def _playwright(browser: str, port: int, arguments: list[str]) -> int:
    environment = os.environ | {
        "CHROMIUM": browser,
        "PLUMBLINE_URL": f"http://127.0.0.1:{port}",
        "PLUMBLINE_DEMO": str(HOME / "demo.json"),
    }
    if "--shots" in arguments:
        environment["PLUMBLINE_SHOTS"] = str(ROOT / ".plumbline" / "shots")
        wanted = ["shots"]
    else:
        wanted = [f.stem for f in sorted((ROOT / "frontend" / "e2e").glob("*.spec.js")) if f.stem != "shots.spec"]
    assert json.loads(Path(environment["PLUMBLINE_DEMO"]).read_text())["people"]
    return subprocess.run(
        ["npx", "playwright", "test", *wanted], cwd=ROOT / "frontend", env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
