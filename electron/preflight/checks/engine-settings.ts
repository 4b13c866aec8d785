/** How dockerd is set up, where that is of use to know before an update of the host rather than in a move. */
import type { HostFacts } from '../../hosts/facts.ts';
import type { Found } from '../check.ts';
import { hostCheck } from '../subject.ts';

export const engineSettings = hostCheck(
  'engine settings',
  ['view', 'role'],
  ({ view: { name, facts, engine }, role }): Found[] => {
    // Docker's own default, on most hosts: a matter for `hosts check`, not for every plan. Clusters do not allow it.
    if (role !== 'alone' || engine.keepsContainersAlive || engine.isInCluster) return [];
    const commands = turnOnLiveRestore(facts.dockerSettings);
    return [
      {
        id: 'live-restore',
        severity: 'info',
        host: name,
        text: {
          en: `An update or a restart of Docker on ${name} would stop its containers.`,
          zh: `在 ${name} 上升级或重启 Docker 会停掉其中的容器。`,
        },
        measured: 'live-restore: false',
        needed: 'live-restore: true',
        remedy: {
          en: '{"live-restore": true} in /etc/docker/daemon.json, and a reload: systemctl reload docker',
          zh: '在 /etc/docker/daemon.json 中写入 {"live-restore": true}，然后重新加载：systemctl reload docker',
        },
        fix: commands && { host: name, commands },
      },
    ];
  },
);

const file = '/etc/docker/daemon.json';
const draft = `${file}.shiplock`;

/**
 * The rest of the file stays as it is, byte for byte; dockerd looks at the draft before it takes its place, and is told to read
 * it by a signal, which no container notices. https://docs.docker.com/engine/daemon/live-restore/
 */
function turnOnLiveRestore(settings: HostFacts['dockerSettings']): readonly string[] | undefined {
  const write = {
    none: [`mkdir -p /etc/docker`, `echo '{ "live-restore": true }' >${draft}`],
    others: [`cp -p ${file} ${draft}`, `sed -i '0,/{/s//{\\n  "live-restore": true,/' ${draft}`],
    'live-restore': [
      `cp -p ${file} ${draft}`,
      `sed -i 's/\\("live-restore"[[:space:]]*:[[:space:]]*\\)false/\\1true/' ${draft}`,
    ],
    unknown: undefined,
  }[settings];
  return (
    write && [
      ...write,
      `dockerd --validate --config-file ${draft} || { rm -f ${draft}; exit 1; }`,
      `sync ${draft}`,
      `mv ${draft} ${file}`,
      'kill -HUP "$(cat /run/docker.pid)"',
      `timeout 20 sh -c 'until docker info --format "{{.LiveRestoreEnabled}}" | grep -q true; do sleep 0.1; done'`,
    ]
  );
}
