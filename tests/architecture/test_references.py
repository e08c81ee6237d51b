"""No call into Qt loses a reference to None, True or False."""

import json
import subprocess
import sys
from pathlib import Path


def test_no_call_into_qt_loses_a_reference() -> None:
    program = Path(__file__).with_name("counting.py")
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=50, check=False)
    assert done.returncode == 0, f"the interpreter ended: {done.stderr[-2000:]}"
    counted = json.loads(done.stdout)
    assert len(counted["moved"]) >= 20
    if sys.version_info >= (3, 12):
        return  # None, True and False are immortal there: a lost count does no harm, and the ABI loses some by design
    lost = {name: moved for name, moved in counted["moved"].items() if min(moved) <= -counted["times"] // 2}
    assert lost == {}, "the console would abort within hours"
