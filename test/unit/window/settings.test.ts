/** The window's settings are kept; what cannot be read is as by default, and harms nothing. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeSettings, readSettings } from '../../../electron/settings.ts';
import { defaultSettings } from '../../../shared/window-methods.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-settings-'));
});
afterEach(() => rmSync(home, { recursive: true }));

test('what is changed is kept, and what is not given stays', () => {
  expect(readSettings(home)).toEqual(defaultSettings);
  changeSettings(home, { language: 'zh' });
  expect(changeSettings(home, { theme: 'dark' })).toEqual({ language: 'zh', theme: 'dark' });
  expect(readSettings(home)).toEqual({ language: 'zh', theme: 'dark' });
});

test.each(['', 'no JSON', '[]', '{"language":"la","theme":"dark"}', '{"language":"zh"}'])(
  'a file that holds %j is as none, until something is changed',
  (content) => {
    writeFileSync(path.join(home, 'settings.json'), content);
    expect(readSettings(home)).toEqual(defaultSettings);
    expect(changeSettings(home, { theme: 'light' }).theme).toBe('light');
  },
);

test.runIf(process.platform !== 'win32')('they are readable by their owner only', () => {
  changeSettings(home, { theme: 'light' });
  expect(statSync(path.join(home, 'settings.json')).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(path.join(home, 'settings.json'), 'utf8'))).toMatchObject({
    theme: 'light',
  });
});
