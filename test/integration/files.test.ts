/** Files of every kind arrive as they were, in the RW layer and in volumes, however late they changed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { Flavour } from '../edge/flavours.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { churnCheckScript, churnScript } from './churn.ts';
import { countsOn, readingsOf, startGauge } from './gauges.ts';
import { docker, startContainer, StationFixture } from './station-fixture.ts';
import { todaysPart } from '../todays-part.ts';

const ways: readonly (readonly [Flavour, Flavour])[] = [
  ['docker26', 'docker26'],
  ['docker28-containerd', 'docker28-containerd'],
];

/** On a host's console: the container's root file system as its processes see it. */
const rootOf = (name: string): string => `/proc/$(docker inspect --format '{{.State.Pid}}' ${name})/root`;

/** Fills the folder ZOO with one file of every kind. */
const zooScript = `
mkdir -p "$1" && cd "$1"
mkdir -p sub/deep sticky empty-folder
echo linked >one; ln one two; ln one sub/three
ln -s one symlink; ln -s /nowhere dangling; ln -s sub folder-link
mkfifo fifo; mknod null c 1 3
truncate -s 64M sparse; printf x | dd of=sparse bs=1 seek=33554432 conv=notrunc status=none
: >empty
echo setuid >setuid; chmod 4755 setuid; echo setgid >setgid; chmod 2711 setgid; chmod 1777 sticky
cp /bin/busybox capable; setcap cap_net_raw+ep capable
echo acl >acl; setfacl -m u:1000:rw,g:1001:r acl
setfacl -m u:1000:rwx -m d:u:1000:rwx sub/deep
echo attributed >attributed; setfattr -n user.note -v 'weir 7' attributed; setfattr -n trusted.note -v kept attributed
echo owned >owned; chown 1000:2001 owned; chown -h 1000:2001 symlink; chmod 000 empty
echo a >'a name'; echo b >-dash; echo c >"$(printf 'new\\nline')"; echo d >水位; echo e >"it's \\"quoted\\""; echo f >'back\\slash'; echo g >'*?[x]'; echo h >' '
echo i >.hidden; touch -d '2001-02-03 04:05:06.123456789' 'a name' sub
head -c 300000 /dev/urandom >random
`;

/** Everything that can be told of the files below a folder. */
const listScript = `
cd "$1"
find . -printf '%y %s %m %U %G %n %T@ %p -> %l\\0' | sort -z | tr '\\0' '\\n'
find . -type f -printf '%i %p\\0' | sort -z | awk -v RS='\\0' '{ i = $1; sub(/^[0-9]+ /, ""); all[i] = all[i] " | " $0 } END { for (i in all) print all[i] }' | sort
find . -type f -print0 | sort -z | xargs -0 sha256sum
find . -print0 | sort -z | xargs -0 getfattr -h -d -m - -e hex 2>/dev/null
find . ! -type l -print0 | sort -z | xargs -0 getfacl -n -p 2>/dev/null
find . -name sparse -printf 'sparse takes less than 64 kB: %b\\n' | awk '{ print $1, ($NF < 128) }'
`;

describeOnHosts('files', () => {
  describe.each(todaysPart(ways, 2))('from %s to %s', (from, to) => {
    let fixture: StationFixture;
    beforeAll(async () => {
      fixture = await StationFixture.up([from, to]);
      await loadImage(fixture.upper, 'station');
      await loadImage(fixture.upper, 'gauge');
      await loadImage(fixture.lower, 'gauge');
    });
    afterAll(() => fixture[Symbol.asyncDispose]());

    const script = (host: EdgeHost, text: string, folder: string) =>
      host.shell(`set -- ${folder.startsWith('/proc') ? `"${folder}"` : folder}\n${text}`);

    test('of every kind arrive in the RW layer, volumes and bind mounts as they were', async () => {
      const { upper, lower } = fixture;
      const options = ['--volume', 'zoo-data:/data', '--volume', '/srv/zoo:/bound', '--volume', '/anonymous'];
      await startContainer(upper, 'zoo', 'station', options);
      await docker(upper, 'exec', 'zoo', 'scar');
      const root = rootOf('zoo');
      for (const folder of ['zoo', 'bound/zoo', 'data/zoo', 'anonymous/zoo']) {
        await script(upper, zooScript, `${root}/${folder}`);
      }
      // A folder of the image replaced, one emptied, files of it gone, changed in mode alone, and renamed.
      await upper.shell(
        `cd "${root}/opt/station"; rm -r layers; mkdir layers; echo new >layers/new; rm hidden/*; rm link-one; chmod 600 link-two; mv sparse moved`,
      );
      const look = async (host: EdgeHost) => {
        const there = rootOf('zoo');
        const seen = await Promise.all(
          ['zoo', 'bound/zoo', 'data/zoo', 'anonymous/zoo', 'opt'].map((folder) =>
            script(host, listScript, `${there}/${folder}`),
          ),
        );
        return seen.join('\n');
      };
      const before = await look(upper);
      expect(before).toContain('security.capability');
      expect(before).toContain('user:1000:rw-');
      await fixture.migrate('zoo');
      expect(await look(lower)).toBe(before);
      // And through the engine, which would show a whiteout that is none.
      expect((await docker(lower, 'exec', 'zoo', 'ls', '/opt/station/layers')).trim()).toBe('new');
    });

    test('that change all the time, in place, by replacement and with their links, are never missed', async () => {
      const { upper, lower } = fixture;
      const volumes = ['--volume', 'churn-data:/data', '--volume', '/srv/churn:/bound'];
      const writer = ['-c', `for at in /data /bound /opt; do (${churnScript}) & done; wait`];
      await startContainer(upper, 'churn', 'gauge', [...volumes, '--entrypoint', '/bin/sh'], writer);
      const rounds = async (host: EdgeHost) =>
        Number(await docker(host, 'exec', 'churn', 'cat', '/data/churn/i').catch(() => '0'));
      await until('it has been through all its files', async () => (await rounds(upper)) > 220);
      await fixture.migrate('churn');
      const before = await rounds(lower);
      const folders = ['data', 'bound', 'opt'];
      const counts = folders.map((folder) => `${rootOf('churn')}/${folder}/churn/i`).join(' ');
      // Not between the moment at which a writer empties its count's file and the one at which it fills it.
      await until('it is paused, and holds a count everywhere', async () => {
        await docker(lower, 'pause', 'churn');
        if ((await lower.shell(`find ${counts} -size 0`)) === '') return true;
        await docker(lower, 'unpause', 'churn');
        return false;
      });
      for (const folder of folders) {
        expect(await script(lower, churnCheckScript, `${rootOf('churn')}/${folder}`)).toBe('');
      }
      await docker(lower, 'unpause', 'churn');
      await until('it goes on', async () => (await rounds(lower)) > before);
      await docker(lower, 'rm', '--force', 'churn');
    });

    test('written through memory alone are never missed', async () => {
      const { upper, lower } = fixture;
      const words = '--memory 2 --map /data/map';
      await startGauge(upper, 'mapped', { words, options: '--volume /srv/mapped:/mapped' });
      await fixture.migrate('mapped');
      await countsOn({ host: lower, name: 'mapped' });
      await docker(lower, 'pause', 'mapped');
      const count = (await readingsOf(lower, 'mapped')).split('\n').length - 1;
      const words64 = await lower.shell(
        `od -A n -v -t u8 -w8 -j 8 -N $((${count} * 8)) ${rootOf('mapped')}/data/map`,
      );
      // The last one may be on its way.
      const counts = words64
        .trim()
        .split('\n')
        .map(Number)
        .slice(0, count - 1);
      expect(counts).toEqual(counts.map((_, index) => index + 1));
      await docker(lower, 'unpause', 'mapped');
    });
  });
});
