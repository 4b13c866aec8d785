/** The report of an incident log: it needs nothing but itself, nothing in it runs, and it says the same in both languages. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inBothLanguages } from '../../../shared/words.ts';
import { html } from '../../../electron/incidents/report/html.ts';
import * as phrases from '../../../electron/incidents/report/phrases.ts';
import { errorTerms, stepTerm } from '../../../electron/incidents/report/terms.ts';
import { steps as moveSteps } from '../../../electron/migration/steps/index.ts';
import { LogFixture } from './log-fixture.ts';

const restore = path.join(import.meta.dirname, '../../../electron/backups/restore');

const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'><svg onload=x>\u202Eevil\u0007`;

const reportIn = async (fixture: LogFixture, language: 'en' | 'zh'): Promise<string> =>
  (await fixture.export({ language })).files.get('report.html') ?? '';

describe('the report', () => {
  test('shows hostile names, errors and logs as text', async () => {
    using fixture = new LogFixture();
    const error = { code: 'dump-refused', message: hostile, details: `Error (x): ${hostile}` } as const;
    const findings = [{ id: 'x', severity: 'error', text: { en: hostile, zh: hostile }, remedy: hostile }];
    const run = fixture.run({ container: hostile, error, plan: { shown: { findings } } });
    fixture.keep(run, { 'container.log': hostile, 'kernel.log': `${'long '.repeat(100_000)}\n${hostile}` });
    fixture.journal.history.append('move-refused', { request: { container: hostile, to: 'dam' }, error });
    for (const language of ['en', 'zh'] as const) {
      const page = await reportIn(fixture, language);
      expect(page).toContain('&lt;script&gt;alert(1)');
      // Of tags only its own are there.
      const tags = new Set([...page.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, name]) => name));
      expect([...tags].filter((name) => !own.has(name ?? ''))).toEqual([]);
      expect(page).not.toContain('\u0007');
      expect(page).not.toContain('\u202e');
      expect(page).not.toMatch(/<[^>]*\son\w+=/);
      expect(page.length).toBeLessThan(200_000);
    }
  });

  const own = new Set(
    'html head meta title style body header main section h h1 h2 h3 p dl dt dd div strong span code pre ul li table thead tbody tr th td br figure svg rect text line'.split(
      ' ',
    ),
  );

  test('fetches nothing and runs nothing', async () => {
    using fixture = new LogFixture();
    fixture.run();
    const page = await reportIn(fixture, 'en');
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;`);
    expect(page).not.toMatch(/<(?:script|link|iframe|object|img)|\b(?:src|href)=|url\(|@import/);
  });

  test('says in each language how it ended, where the container runs, and for how long it stood still', async () => {
    using fixture = new LogFixture();
    const run = fixture.run();
    const [en, zh] = [await reportIn(fixture, 'en'), await reportIn(fixture, 'zh')];
    for (const word of [
      'rolled back',
      'Runs now on',
      '<strong>river</strong>',
      'frozen for',
      'freeze the container',
    ])
      expect(en).toContain(word);
    for (const word of [
      '已回滚',
      '容器现在运行于',
      '<strong>river</strong>',
      '冻结',
      '预拷贝轮次',
      '无法从检查点恢复',
    ])
      expect(zh).toContain(word);
    expect(zh).toContain('<html lang="zh-CN">');
    for (const page of [en, zh]) {
      expect(page).toContain(run);
      // The pictures, and the same in words.
      expect(page.match(/<svg /g)).toHaveLength(3);
      expect(page).toContain('17.7 kB');
      expect(page).toContain('aria-label=');
    }
  });

  test('tells what could not be had, and why', async () => {
    using fixture = new LogFixture();
    const killed = fixture.run();
    const lost = fixture.run();
    const { id } = fixture.keep(lost, { 'kernel.log': 'gone' });
    writeFileSync(`${fixture.home}/evidence/${id}.json`, '{}');
    const { missing, files } = await fixture.export();
    expect(missing.map(({ what }) => JSON.stringify(what))).toEqual([
      expect.stringContaining('kernel.log'),
      expect.stringContaining(killed),
    ]);
    expect(files.get('report.html')).toContain('it has made room');
  });

  test('tells of hosts that were asked and did not answer, why', async () => {
    using fixture = new LogFixture();
    const run = fixture.run();
    const { missing, files } = await fixture.export({ run, askHosts: true });
    expect(missing).toEqual(
      ['dam', 'river'].map((host) => ({
        what: expect.objectContaining({ en: `${host}, ${run}: all that this host could tell` }),
        why: inBothLanguages(`${host} is off.`),
      })),
    );
    expect(files.get('report.html')).toContain('dam is off.');
    expect(await fixture.verify()).toMatchObject({ isWhole: true });
  });

  test('lists the findings of what was refused', async () => {
    using fixture = new LogFixture();
    const findings = [
      { id: 'port-taken', severity: 'error', text: { en: 'Port 80 is taken.', zh: '端口 80 已被占用。' } },
    ];
    const error = { code: 'preflight-failed', message: 'It cannot be moved.', findings };
    fixture.journal.history.append('move-refused', { request: { container: 'gauge', to: 'dam' }, error });
    expect(await reportIn(fixture, 'en')).toContain('Port 80 is taken.');
    const zh = await reportIn(fixture, 'zh');
    expect(zh).toContain('端口 80 已被占用。');
    expect(zh).toContain('迁移前检查未通过');
  });

  test('leaves out what is kept otherwise than the journal noted', async () => {
    using fixture = new LogFixture();
    const run = fixture.run();
    const kept = fixture.keep(run, { 'kernel.log': 'all is well' });
    const forged = { ...kept, parts: [{ name: 'kernel.log', text: 'all is lost', isCut: false }] };
    writeFileSync(`${fixture.home}/evidence/${kept.id}.json`, JSON.stringify(forged));
    const { files, missing } = await fixture.export();
    expect([...files.keys()].filter((name) => name.startsWith('hosts/'))).toEqual([]);
    expect(JSON.stringify(missing)).toContain('not what the journal noted');
  });
});

describe('its words', () => {
  test('know every step of a move and of a restore, and every kind of error, in both languages', () => {
    const chinese = /\p{Script=Han}/u;
    const restoreSteps = readdirSync(path.join(restore, 'steps')).map((file) => path.basename(file, '.ts'));
    const names = [...moveSteps.map(({ name }) => name), ...restoreSteps.filter((name) => name !== 'index')];
    for (const name of names) expect(stepTerm(name).zh, name).toMatch(chinese);
    for (const [code, { en, zh }] of Object.entries(errorTerms)) {
      expect(en, code).not.toMatch(chinese);
      expect(zh, code).toMatch(chinese);
    }
    for (const [phrase, { en, zh }] of Object.entries(phrases.phrases)) {
      expect(en, phrase).not.toMatch(chinese);
      expect(zh, phrase).toMatch(chinese);
    }
  });
});

test('a template takes everything for text that was not made by one', () => {
  expect(html`<p title="${'"<b>'}">${['&', html`<i>${"'"}</i>`, undefined, 1]}</p>`.text).toBe(
    '<p title="&quot;&lt;b&gt;">&amp;<i>&#39;</i>1</p>',
  );
});
