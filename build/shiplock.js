#!/usr/bin/env node
// Starts the command line with the Node that this checkout brings (node_modules/node), whatever Node runs this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cli = new URL('../electron/cli.ts', import.meta.url);
const bundled = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const isRecent = Number.parseInt(process.versions.node, 10) >= 24;

if (isRecent) {
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
