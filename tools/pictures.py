"""`make pictures`: the pictures in docs/images, taken of the real pages on the laptop stack.

A stack is started on free ports, a few constituents write to it, and Chromium looks at what they and staff see.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
IMAGES = PROJECT / "docs" / "images"
DESKTOP, PHONE = (1280, 860), (390, 844)
START_SECONDS = 300

TEXTS = (
    "Theres a huge pothole on Maple Ave right before the light, almost lost a wheel",
    "my trash wasnt picked up today on Oak Street, second week in a row",
    "there's a dead raccoon on the road by the school",
    "Is city hall open on Friday?",
    "someone spray painted the bridge again",
    "We have got to STOP the rezoning on Elm St",
    "How do I get a copy of my birth certificate?",
    "Stop.",
)
SUBJECT, MAIL = "Street light", "Hello, the street light in front of 12 Oak Avenue has been out for a week. Thank you!"


def main() -> int:
    """Take all pictures; exit code 1 without Chromium."""
    chromium = os.environ.get("CIVICLINE_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("Chromium is missing: apt-get install chromium, or set CIVICLINE_CHROMIUM", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_stack() as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        play_constituent(browser, stack["phone"])
        play_others(Path(stack["file"]))
        take_console(browser, stack["console"])
        browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        print(picture.relative_to(PROJECT))
    return 0


@contextmanager
def running_stack() -> Iterator[dict[str, Any]]:
    """The address file of a stack that is stopped at the end."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "local.json"
        command = [sys.executable, "-m", "tools.local", "--ports", "free", "--folder", folder]
        process = subprocess.Popen(command, cwd=PROJECT)
        try:
            deadline = time.monotonic() + START_SECONDS
            while not file.is_file():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit("the stack did not start")
                time.sleep(0.2)
            yield {**json.loads(file.read_text(encoding="utf-8")), "file": str(file)}
        finally:
            process.terminate()
            process.wait()


def play_constituent(browser: Browser, address: str) -> None:
    """One constituent texts and mails on the phone page, and reads the answers."""
    page = browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(address)
    page.get_by_label("Text message").fill(TEXTS[0])
    page.keyboard.press("Enter")
    page.get_by_label("Subject").fill(SUBJECT)
    page.get_by_label("Message", exact=True).fill(MAIL)
    page.get_by_role("button", name="Send mail").click()
    page.get_by_text(f"Re: {SUBJECT}").click(timeout=60_000)
    page.get_by_text("Thanks for reporting").first.wait_for(timeout=60_000)
    page.screenshot(path=IMAGES / "constituent-desktop.png")
    narrow(page)
    page.screenshot(path=IMAGES / "constituent-phone.png")
    page.close()


def play_others(stack_file: Path) -> None:
    """Other constituents write by the command line."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as texts:
        texts.write("\n".join(TEXTS[1:]))
        texts.flush()
        simulate = [sys.executable, "-m", "tools.cli", "simulate", "sms"]
        command = [*simulate, "--file", texts.name, "--stack", str(stack_file)]
        subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


def take_console(browser: Browser, address: str) -> None:
    """A member of staff signs in and looks at the latest messages, and at one of them."""
    page = browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(address)
    page.locator("button[name=sub]").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "console-desktop.png")
    narrow(page)
    page.screenshot(path=IMAGES / "console-phone.png")
    page.close()


def narrow(page: Page) -> None:
    """The same page as a phone shows it."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


if __name__ == "__main__":
    sys.exit(main())
