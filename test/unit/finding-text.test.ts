/** A finding as text: the command that it names can be typed as it stands. */
import { expect, test } from 'vitest';
import { findingText } from '../../electron/cli/findings.ts';
import { printOutput } from '../../electron/cli/print.ts';
import type { Finding } from '../../shared/model.ts';

const finding: Finding = {
  id: 'live-restore',
  severity: 'info',
  text: { en: 'An update would stop them.', zh: '更新会使其停止。' },
  fixable: true,
};
const host = {
  ...{ name: 'weir', address: '192.0.2.1', port: 22, user: 'root' },
  ...{ login: 'agent' as const, sudo: false, hostKey: 'SHA256:x' },
};

test('the remedy of a host’s finding is offered for that host', () => {
  const text = printOutput('hosts.check', { host, findings: [finding] });
  expect(text).toContain('Shiplock can do it: shiplock fix live-restore --host weir\n');
});

test('the remedy of a plan’s finding is offered for that move', () => {
  const move = { container: 'gauge', from: 'gate', to: 'weir' };
  expect(findingText(finding, 'zh', move)).toContain(
    'shiplock fix live-restore gauge --from gate --to weir\n',
  );
});

test('where it is not known what was checked, both ways to say it are shown', () => {
  const text = findingText(finding, 'en');
  expect(text).toContain('shiplock fix live-restore (CONTAINER --from HOST --to HOST | --host HOST)\n');
});
