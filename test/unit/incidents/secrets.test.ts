/** No secret is in any file of an incident log, and what is no secret stays as it is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTold, withoutSecrets } from '../../../electron/incidents/ask-host.ts';
import { confidencesIn } from '../../../electron/incidents/confidences.ts';
import { Redactor } from '../../../electron/incidents/redact.ts';
import { goldenJournals } from '../../golden/golden.ts';
import { LogFixture } from './log-fixture.ts';

/** Nothing else in a journal or a report looks like it. */
const secret = fc
  .stringMatching(/^[A-Za-z0-9]{12,24}$/)
  .map((text) => `q9${text}`)
  .filter((text) => text.length > 12);

/** The ways in which programs print what they should not. */
const spills: readonly ((secret: string) => string)[] = [
  (it) => `password=${it}`,
  (it) => `DB_PASSWORD: "${it}"`,
  (it) => `{"api_key":"${it}","level":"info"}`,
  (it) => `{\\"secret\\":\\"${it}\\"}`,
  (it) => `Authorization: Basic ${it}`,
  (it) => `authorization: Bearer ${it}`,
  (it) => `connecting to postgres://gauge:${it}@db:5432/readings`,
  (it) => `starting with --token ${it} --verbose`,
  (it) => `starting with --db-password='${it}'`,
  (it) => `docker network create --label note=${it} brook`,
  (it) => `docker run --env 'STATION=${it} ${it}' gauge`,
  (it) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${it}\n${it}\n-----END OPENSSH PRIVATE KEY-----`,
  (it) => `${it}\n${it}\n-----END RSA PRIVATE KEY-----`,
  (it) => `aws_secret_access_key = ${it}`,
  (it) => `ghp_${it}${it}`,
];
const spill = fc.constantFrom(...spills);

const wrapped = (inner: string): string => `2026-01-31T08:00:00Z reading 100\n${inner}\nreading 200`;

describe('a secret', () => {
  test('that is printed as secrets are is in no file of the zip, wherever it was planted', async () => {
    await fc.assert(
      fc.asyncProperty(secret, spill, async (planted, print) => {
        using fixture = new LogFixture();
        const text = wrapped(print(planted));
        const error = { code: 'engine-failed', message: text, details: text, remedy: text } as const;
        const run = fixture.run({ error, plan: { env: [planted], labels: { note: planted } } });
        fixture.keep(run, { 'container.log': text, 'kernel.log': text, 'criu/run/log/dump.log': text });
        fixture.journal.history.append('move-refused', { request: { container: 'x', to: 'dam' }, error });
        const { files, redactedEntries } = await fixture.export();
        for (const [name, content] of files) expect(content, name).not.toContain(planted);
        expect(redactedEntries).toBeGreaterThan(0);
        // What was kept raw here is less than the journal noted: that is told, and no reason for doubt.
        expect(await fixture.verify()).toMatchObject({
          isWhole: true,
          log: { entries: { redacted: redactedEntries } },
        });
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  test('of the environment, the labels or the health check is not kept, however it is printed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40 }), fc.constantFrom(...'ELH'), (planted, where) => {
        const configuration = JSON.stringify({
          Env: ['PATH=/bin', ...(where === 'E' ? [`STATION=${planted}`] : [])],
          Labels: where === 'L' ? { note: planted } : {},
          Healthcheck: where === 'H' ? { Test: ['CMD-SHELL', planted] } : null,
        });
        const confidences = confidencesIn(configuration);
        // Of a health check only words of some length can be told from ordinary ones.
        const words =
          where === 'H' ? planted.split(/[\s'"=]+/).filter((word) => word.length >= 8) : [planted];
        for (const word of words.filter((each) => !each.startsWith('/'))) {
          for (const printed of [word, JSON.stringify(word), encodeURIComponent(word)]) {
            const { parts } = withoutSecrets([logOf(`<<${printed}>>`)], confidences);
            expect(parts[0]?.text).not.toContain(`<<${printed}>>`);
            expect(parts[0]?.text).not.toContain(word);
          }
        }
      }),
    );
  });

  test('cannot be in what a container printed where its engine did not tell its secrets: then that is left out', () => {
    expect(confidencesIn('Error: No such container')).toBeUndefined();
    const { parts, missing } = withoutSecrets([logOf('x'), { ...logOf('y'), name: 'kernel.log' }], undefined);
    expect(parts.map(({ name }) => name)).toEqual(['kernel.log']);
    expect(missing).toHaveLength(1);
  });
});

const logOf = (text: string) => ({ name: 'container.log', text, isCut: false });

describe('what is no secret', () => {
  test('stays: addresses, paths, CRIU and kernel lines', () => {
    const lines = [
      '(00.135420)      1: Error (criu/files-reg.c:2175): File data/held has bad size 20 (expect 6)',
      'docker0: port 1(vethdf338fc) entered disabled state',
      'Connected to 192.0.2.10:22, host key SHA256:ePPpKPEU66bVV05jA8tDvLEUpN4e6vxnCF2ADJ+YTrY',
      'GET http://192.0.2.10:8080/readings?from=100',
    ];
    for (const line of lines) expect(new Redactor().text(line)).toBe(line);
  });

  test('no entry of a golden journal is taken for one', () => {
    for (const { tables } of goldenJournals())
      for (const row of tables.rows['history'] ?? [])
        expect(new Redactor().value(row['data'])).toEqual(row['data']);
  });

  test('done twice, it is what it was done once', () => {
    fc.assert(
      fc.property(fc.array(secret), spill, (words, print) => {
        const redactor = new Redactor(['wet-feet-4711']);
        const once = redactor.text(words.map(print).join(' wet-feet-4711 '));
        expect(redactor.text(once)).toBe(once);
      }),
    );
  });
});

describe('what a host prints', () => {
  const printed = (name: string, text: string) => `part ${name}\n${Buffer.from(text).toString('base64')}\n`;

  test('cannot name a file elsewhere, and is of bounded number and size', () => {
    const names = ['../../evil', 'criu/../x', '/etc/passwd', 'criu/run/.ssh', 'report.html', 'kernel.log/x'];
    expect(readTold(names.map((name) => printed(name, 'x')).join(''), false).parts).toEqual([]);
    const many = Array.from({ length: 100 }, (_, index) => printed(`criu/run/a${index}.log`, 'x')).join('');
    expect(readTold(many, false).parts.length).toBeLessThan(30);
  });

  test('says of a long part that only its end is there, from the beginning of a line', () => {
    const long = `secr${'x'.repeat(200 * 1024)}\nlast\n`;
    expect(readTold(printed('kernel.log', long), false).parts).toEqual([
      { name: 'kernel.log', isCut: true, text: 'last\n' },
    ]);
  });

  test('that makes no sense is nothing', () => {
    fc.assert(fc.property(fc.string(), (text) => void readTold(text, true)));
  });
});

test('no text takes long to look through', () => {
  const hostile = ['-', 'a://', 'password', '-----BEGIN PRIVATE KEY-----', 'eyJ', 'bearer ', '"', '\\'];
  for (const piece of hostile) {
    const began = performance.now();
    new Redactor(['a', 'secret']).text(piece.repeat(Math.ceil(400_000 / piece.length)));
    expect(performance.now() - began, piece).toBeLessThan(5000);
  }
});
