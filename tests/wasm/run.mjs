// Unpacks wheels into Pyodide and runs a file of tests there with pytest; run.py calls it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { pyodide, wheels, tests } = JSON.parse(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(pyodide).href);
const python = await loadPyodide({ env: { HOME: "/home/pyodide", TZ: "UTC" } });
for (const wheel of wheels) {
  const bytes = readFileSync(wheel);
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  python.unpackArchive(whole, "wheel");
}
python.FS.writeFile("/home/pyodide/in_browser.py", readFileSync(tests));
const status = python.runPython(`
import pytest
int(pytest.main(["-q", "-ra", "-W", "error", "-p", "no:cacheprovider", "-p", "no:unraisableexception",
    "/home/pyodide/in_browser.py"]))
`);
process.exit(status);
