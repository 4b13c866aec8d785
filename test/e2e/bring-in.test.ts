/** Restore points that leave the laptop and come in from elsewhere, by the window: a real registry, real archives of Podman's. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { login, TestRegistry } from '../registry/registry.ts';
import { expectAccessible } from './accessible.ts';
import { describeInWindowOnHosts } from './describe-in-window.ts';
import { WindowFixture } from './window-fixture.ts';

const passphrase = 'a boat in a lock';

describeInWindowOnHosts('restore points from elsewhere', () => {
  let fixture: WindowFixture;
  let upper: EdgeHost;
  let registry: TestRegistry;
  let page: Page;
  let dialog: Locator;

  beforeAll(async () => {
    [fixture, registry] = await Promise.all([
      WindowFixture.up(['docker26']),
      TestRegistry.up({ hasLogin: true }),
    ]);
    ({ upper } = fixture.hosts);
    await loadImage(upper, 'gauge', 'podman');
    page = await fixture.open('/restore-points');
    dialog = page.getByRole('dialog').last();
  });
  afterAll(async () => {
    await registry?.[Symbol.asyncDispose]();
    await fixture?.[Symbol.asyncDispose]();
  });

  const press = (name: string | RegExp) => dialog.getByRole('button', { name }).click();
  const give = async (label: string, text: string): Promise<void> => {
    await dialog.getByLabel(label).first().fill(text);
  };

  async function looksRight(name: string): Promise<void> {
    await expectAccessible(page);
    await fixture.picture(page, name);
  }

  /** Puts a file of this laptop into root's folder there. */
  async function bring(file: string): Promise<void> {
    const there = `/root/${path.basename(file)}`;
    const { status } = await upper.run(['sh', '-c', `cat >${there}`], { input: createReadStream(file) });
    expect(status).toBe(0);
  }

  /** Brings a file of root's there to this laptop. */
  async function fetch(name: string): Promise<string> {
    const file = path.join(fixture.hosts.home, name);
    await using here = await open(file, 'w');
    const cat = upper.spawn(['cat', `/root/${name}`], { stdio: ['ignore', here.fd, 'inherit'] });
    expect(await once(cat, 'close')).toEqual([0, null]);
    return file;
  }

  test('a container that Podman has exported is brought in before there is any store, and goes back to Podman', async () => {
    await upper.shell(
      [
        'podman run --detach --name level --volume level-data:/data shiplock/gauge --memory 8',
        'until podman logs level | grep -q .; do :; done',
        'podman container checkpoint --export /root/level.tar.zst level',
        'podman save --format oci-archive --output /root/level.image.tar shiplock/gauge',
      ].join('\n'),
    );
    const [archive, image] = await Promise.all([fetch('level.tar.zst'), fetch('level.image.tar')]);
    await page.getByRole('button', { name: 'Bring one in' }).click();
    await looksRight('bring-in');
    await press('In a file from Podman');
    await looksRight('bring-in-podman');
    await give('The checkpoint', archive);
    await press('Bring it in');
    await give('New passphrase', passphrase);
    await give('Once more', passphrase);
    await press('Go on');
    await dialog.getByLabel('I have written it down').check();
    await press('Done');
    await dialog.getByRole('alert').getByText('is not here').waitFor();
    await give('Its image', image);
    await press('Bring it in');
    await dialog.getByText('rp1 is here: level on podman').waitFor();
    await looksRight('brought-in');
    await dialog.getByRole('link', { name: 'Look into rp1' }).click();
    await page.getByRole('heading', { name: 'rp1: level', level: 1 }).waitFor();

    await page.getByRole('button', { name: 'Export for Podman' }).click();
    const out = path.join(fixture.hosts.home, 'back.tar.zst');
    await give('The container', out);
    await give('Its image', `${out}.image.tar`);
    await press('Export');
    await dialog.getByText('podman container restore --import').waitFor();
    await looksRight('exported-podman');
    await press('Close');
    await upper.shell('podman rm level; podman volume rm level-data');
    await bring(out);
    await upper.shell('podman container restore --import /root/back.tar.zst --file-locks');
    expect(await upper.shell('podman ps --format {{.Names}}')).toBe('level\n');
  });

  test('where one is not there, the command that would list them is a link to their list', async () => {
    await fixture.go(page, '/restore-points/rp99');
    const notice = page.getByRole('alert').filter({ hasText: 'There is no restore point rp99' });
    await notice.getByText('On a terminal').click();
    await notice.getByText('shiplock backups').waitFor();
    await notice.getByRole('link', { name: 'Restore points' }).click();
    await page.getByRole('heading', { name: 'Restore points', level: 1 }).waitFor();
  });

  test('one goes to a registry, and comes in from there by what was named before', async () => {
    const repository = `127.0.0.1:${registry.port}/site/level`;
    await fixture.go(page, '/restore-points/rp1');
    await page.getByRole('button', { name: 'Send to a registry' }).click();
    await give('Repository', repository);
    await give('User', login.user);
    await looksRight('push');
    await press('Send');
    await give('Secret', 'weir eight');
    await press('Go on');
    await dialog.getByText('That was not right').waitFor();
    await give('Secret', login.password);
    await press('Go on');
    await dialog.getByText(`It is at ${repository}:level-`).waitFor();
    await press('Close');

    await fixture.go(page, '/restore-points');
    await page.getByRole('button', { name: 'Bring one in' }).click();
    await press('In a registry');
    await press('Look what is there');
    await dialog.getByText('level on podman').waitFor();
    await looksRight('pull-which');
    await press('Bring it in');
    await dialog.getByText('rp2 is here: level on podman').waitFor();
    await press('Close');
    await page.getByRole('link', { name: 'rp2', exact: true }).waitFor();
  });
});
