/** Shiplock's OCI runtime, alone on a host, with a runc that only notes what it is asked; and what is cut short on its way. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';

const program = readFileSync(new URL('../../electron/checkpoint/runtime.sh', import.meta.url), 'utf8');
const shim = readFileSync(new URL('../../electron/checkpoint/shim.sh', import.meta.url), 'utf8');
const endCommand = readFileSync(new URL('../../electron/hosts/end-command.sh', import.meta.url), 'utf8');
const daemonJson = readFileSync(
  new URL('../../electron/engines/docker/daemon-json.sh', import.meta.url),
  'utf8',
);
const create =
  'env PATH=/opt/fake:/usr/bin:/bin /opt/runtime --root /r --log /l create --bundle /opt/bundle --pid-file /p cafe';

describeOnHosts('the OCI runtime, and what is sent to a host', () => {
  let host: EdgeHost;
  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'shim' });
    await host.writeFile('/opt/runtime', program, 0o755);
    await host.writeFile('/opt/fake/runc', '#!/bin/sh\necho "$@" >>/opt/asked\necho 1 >/p\n', 0o755);
  });
  afterAll(() => host.down());
  beforeEach(async () => {
    await host.writeFile('/opt/bundle/config.json', '{"ociVersion":"1.0.2"}');
    await host.shell('rm -rf /run/shiplock; : >/opt/asked');
  });

  const asked = () => host.readFile('/opt/asked');

  test('is runc and nothing else for a container that has no checkpoint waiting', async () => {
    await host.shell(create);
    expect(await asked()).toBe('--root /r --log /l create --bundle /opt/bundle --pid-file /p cafe\n');
  });

  test('never begins anew a container whose checkpoint has not arrived yet, and restores it when it has', async () => {
    const waiting = '/run/shiplock/waiting/cafe';
    await host.shell(
      `mkdir -p ${waiting}; ln -s /opt/images ${waiting}/images; touch ${waiting}/criu.conf ${waiting}/addresses`,
    );
    await host.shell(`(${create}; echo status $? >/opt/ended) >/dev/null 2>&1 &`);
    // It polls: by its second look it has passed the point where it would have begun.
    await until('it waits', async () => (await host.run(['pgrep', '-f', 'sleep 0.02'])).status === 0);
    expect(await asked()).toBe('');
    await host.shell(`mkdir /opt/images; : >${waiting}/go`);
    await until('it ends', async () => (await host.run(['test', '-s', '/opt/ended'])).status === 0);
    expect(await asked()).toMatch(
      /^--root \/r --log \/l restore --detach .*--bundle \/opt\/bundle .*cafe\n$/,
    );
    expect(await host.readFile('/opt/ended')).toBe('status 0\n');
  });

  test.each([
    ['/docker/cafe', '/docker/cafe'],
    ['system.slice:docker:cafe', '/system.slice/docker-cafe.scope'],
    ['dam-north-gate.slice:docker:cafe', '/dam.slice/dam-north.slice/dam-north-gate.slice/docker-cafe.scope'],
  ])('restores into the control group %s under version 2', async (asked, group) => {
    const waiting = '/run/shiplock/waiting/cafe';
    // The hosts here have version 1; this file is what version 2 is known by.
    await host.shell(`mkdir -p ${waiting}; cd ${waiting}; touch addresses go; echo tcp-close >criu.conf
      touch /sys/fs/cgroup/cgroup.controllers`);
    const config = `{"ociVersion":"1.0.2","linux":{"cgroupsPath":"${asked}"}}`;
    await host.writeFile('/opt/bundle/config.json', config);
    await host.shell(create);
    expect(await host.readFile(`${waiting}/criu.conf`)).toBe(`tcp-close\ncgroup-root ${group}\n`);
    await host.shell('rm /sys/fs/cgroup/cgroup.controllers');
  });

  test('starts nothing when the move was given up', async () => {
    const waiting = '/run/shiplock/waiting/cafe';
    await host.shell(`mkdir -p ${waiting}; ln -s /opt/images ${waiting}/images; : >${waiting}/stop`);
    const { status, stderr } = await host.run(['sh', '-c', create]);
    expect(status).not.toBe(0);
    expect(stderr).toContain('given up');
    expect(await asked()).toBe('');
  });

  test('a mark that is cut short on its way ends no process', async () => {
    await host.shell('MARK=bystander sleep 3600 </dev/null >/dev/null 2>&1 &');
    for (const arrived of ['', '\n', 'MARK=by']) {
      const { status } = await host.run(['sh', '-c', endCommand], { input: arrived });
      expect([arrived, status]).toEqual([arrived, 2]);
    }
    expect((await host.run(['pgrep', '-f', 'sleep 3600'])).status).toBe(0);
    expect((await host.run(['sh', '-c', endCommand], { input: 'MARK=bystander\n' })).status).toBe(0);
    expect((await host.run(['pgrep', '-f', 'sleep 3600'])).status).toBe(1);
  });

  // A laptop that dies while it sends: for the host the input ends, as it would have done anyway.
  test.each([
    ['Docker’s configuration', '/etc/docker/daemon.json', daemonJson, 'write'],
    ['the runtime', '/usr/local/lib/shiplock/runtime', shim, 'install'],
  ])('%s that is cut short on its way replaces nothing', async (_, file, script, verb) => {
    await host.writeFile(file, 'whole\n');
    for (const arrived of ['', 'hal']) {
      const argv = ['sh', '-c', script, 'script', verb, '5'];
      expect((await host.run(argv, { input: arrived })).status).not.toBe(0);
      expect(await host.readFile(file)).toBe('whole\n');
    }
    expect((await host.run(['sh', '-c', script, 'script', verb, '4'], { input: 'new\n' })).status).toBe(0);
    expect(await host.readFile(file)).toBe('new\n');
  });
});
