"""LibreOffice exports a document as a signed PDF: ``office.py IN OUT PROFILE [OPTION=NUMBER ...]``.

Run by the system's own Python, which has ``uno``; the key is the only one of the NSS database that
``MOZILLA_CERTIFICATE_FOLDER`` names.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

FILTERS = {
    "txt": "writer_pdf_Export",
    "html": "writer_web_pdf_Export",
}


def value(name: str, what: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, what
    return made


def started(profile: str) -> tuple[subprocess.Popen[bytes], Any]:
    """LibreOffice without a screen, and its context."""
    pipe = f"antin{time.time_ns()}"
    own = [f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo"]
    command = ["soffice", *own, f"--accept=pipe,name={pipe};urp;"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    for _ in range(120):
        try:
            return run, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - it listens only when it is up
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def main() -> None:
    source, target, profile = (str(Path(each).resolve()) for each in sys.argv[1:4])
    run, context = started(profile)
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    security = make("com.sun.star.xml.crypto.SEInitializer", context).createSecurityContext("")
    own = security.getSecurityEnvironment().getPersonalCertificates()
    hidden = (value("Hidden", True),)
    document = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, hidden)
    options = [(name, int(number)) for name, number in (each.split("=") for each in sys.argv[4:])]
    asked = {"SignPDF": True, "SignatureCertificate": own[0], "SignatureReason": "Thu nghiem"}
    asked |= dict.fromkeys(("SignatureLocation", "SignatureContactInfo", "SignaturePassword"), "")
    data = tuple(value(*each) for each in [*asked.items(), *options])
    export = [value("FilterName", FILTERS[source.rpartition(".")[2]])]
    export.append(value("FilterData", uno.Any("[]com.sun.star.beans.PropertyValue", data)))
    document.storeToURL(f"file://{target}", tuple(export))
    document.close(True)
    desktop.terminate()
    run.wait(30)


main()
