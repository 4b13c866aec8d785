#!/usr/bin/env node
// Starts the command line with the Node that this checkout brings (node_modules/node), whatever Node runs this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const cli = new URL('../electron/cli.ts', import.meta.url);
const bundled = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
// What was compiled once is not compiled again, as long as nobody edits it: a command starts with a third of the work and
// with 23 MB less. In this folder, which others cannot write to if they cannot write the code. For child processes, by its name.
const compiled = fileURLToPath(new URL('../node_modules/.cache/shiplock', import.meta.url));
process.env.NODE_COMPILE_CACHE ??= compiled;
const isRecent = Number.parseInt(process.versions.node, 10) >= 24;

if (isRecent) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(cli.href);
} else if (existsSync(bundled)) {
  // A pipe that is named as /dev/fd/3 is the child's too.
  const handed = process.argv.map((word) => Number(/\/dev\/fd\/(\d{1,2})$/.exec(word)?.[1] ?? 2));
  const stdio = Array.from({ length: Math.max(2, ...handed) + 1 }, (_, number) =>
    number <= 2 || handed.includes(number) ? 'inherit' : 'ignore',
  );
  const child = spawn(bundled, [fileURLToPath(cli), ...process.argv.slice(2)], { stdio });
  // The terminal sends Ctrl-C to both; the child decides what becomes of it, and this process waits.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? (signal === null ? 1 : 128);
  });
} else {
  console.error('Shiplock needs Node 24 or newer; `npm run setup` in this folder brings it.');
  process.exitCode = 1;
}
