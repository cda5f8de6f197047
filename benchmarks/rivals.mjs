// Answers mails as a prose linter from npm does; benchmarks/coaching.py starts it and says which.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [tool, folder] = process.argv.slice(2);

async function writeGood() {
  const lint = createRequire(`${folder}/package.json`)("write-good");
  return (text) => lint(text).map((found) => found.reason);
}

async function harper() {
  const home = pathToFileURL(`${folder}/node_modules/harper.js/dist/`);
  const { LocalLinter } = await import(new URL("index.js", home));
  const { binary } = await import(new URL("binary.js", home));
  const linter = new LocalLinter({ binary });
  await linter.setup();
  return async (text) => {
    const found = await linter.lint(text, { language: "plaintext" });
    return found.map((lint) => lint.lint_kind());
  };
}

function peak() {
  try {
    return (/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "ascii"))[1] * 1024) / 1e6;
  } catch {
    return 0;
  }
}

const lint = await { "write-good": writeGood, harper }[tool]();
for await (const line of createInterface({ input: process.stdin })) {
  const { subject, body } = JSON.parse(line);
  const start = performance.now();
  const flags = await lint(`${subject}\n\n${body}`);
  const ms = performance.now() - start;
  console.log(JSON.stringify({ flags, ms, mb: peak() }));
}
