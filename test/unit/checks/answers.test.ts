/** What hosts say to the scripts of preflight: read where it makes sense, harmless where it does not. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClaims } from '../../../electron/preflight/claims.ts';
import { parseCriuFacts, parseProcessorVerdict } from '../../../electron/preflight/criu.ts';
import { expectSense, hold, linesOf } from '../fuzz.ts';

const mismatch =
  'ins-said=Error (criu/arch/x86/cpu.c:223): cpu: CPU instruction capabilities do not match run time';
const noRegisters =
  'fpu-said=Error (criu/arch/x86/cpu.c:262): cpu: CPU xfeatures has unsupported bits (0x100)';
const noImage = "fpu-said=Error (criu/image.c:554): Head magic doesn't match for cpuinfo.img";

test.each([
  ['fit', 'fpu=0\nins=0\n'],
  ['poorer', `fpu=0\nins=1\n${mismatch}\n`],
  ['unfit', `fpu=1\n${noRegisters}\nins=0\n`],
  ['unknown', `fpu=1\n${noImage}\nins=1\n`],
  ['unknown', ''],
])('a processor is %s (recorded of CRIU 4.2.1)', (verdict, output) => {
  expect(parseProcessorVerdict(output)).toBe(verdict);
});

test('what CRIU says of itself (recorded of CRIU 4.2.1)', () => {
  const output = 'status=0\nsaid=Looks good.\nprocessor=GUNWVBNAQGFj\nnetworkLock=iptables\niptables=yes\n';
  expect(parseCriuFacts(output)).toEqual({
    isContent: true,
    said: ['Looks good.'],
    processor: 'GUNWVBNAQGFj',
    networkLock: 'iptables',
    hasIptables: true,
  });
  expect(parseCriuFacts('')).toBeUndefined();
});

test('answers that make no sense do no harm', () => {
  const criu = linesOf(
    'status=0\n',
    'status=',
    'said=',
    'processor=GUNW',
    'networkLock=iptables\n',
    '\u001b[31m',
  );
  hold(
    fc.property(criu, (text) => {
      const facts = parseCriuFacts(text);
      expectSense(facts);
      for (const line of facts?.said ?? []) expect(line).toMatch(/^\P{Cc}+$/u);
      if (facts?.processor !== undefined) expect(facts.processor).toMatch(/^[\w+/=]+$/);
    }),
  );
  const verdicts = linesOf('fpu=0\n', 'ins=1\n', mismatch);
  hold(
    fc.property(verdicts, (text) => {
      expect(parseProcessorVerdict(text)).toMatch(/^(fit|poorer|unfit|unknown)$/);
    }),
  );
  hold(
    fc.property(linesOf('openFiles=20000\n', 'processId=', 'threads=3'), (text) => {
      expectSense(parseClaims(text));
    }),
  );
});

test('a container that is gone by now claims nothing', { skip: process.platform !== 'linux' }, () => {
  const script = path.resolve(import.meta.dirname, '../../../electron/preflight/claims.sh');
  const output = execFileSync('sh', [script, '/nowhere', 'f'.repeat(64), '999999999'], { encoding: 'utf8' });
  expect(parseClaims(output)).toEqual({ openFiles: undefined, processId: undefined, threads: undefined });
});
