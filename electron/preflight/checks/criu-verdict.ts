/** CRIU's own verdict on a host, in words that one need not know CRIU for. */
import type { BothLanguages } from '../../../shared/words.ts';
import type { Found } from '../check.ts';
import { installation } from '../packages.ts';
import { type HostView, hostCheck } from '../subject.ts';
import { incompatibilitiesOf } from './incompatibilities.ts';

export const criuVerdict = hostCheck('criu', ['view', 'criu', 'role'], ({ view, criu, role }): Found[] => {
  if (criu === undefined) return [];
  const found: Found[] = [];
  // A CRIU that is too old for the kernel says so in words of its own, which mean the same.
  const isTooOld = incompatibilitiesOf(view).some(({ id }) => id === 'criu-too-old');
  if (!criu.isContent && !isTooOld) found.push(discontent(view.name, criu.said));
  if (role !== 'target' && criu.networkLock === 'iptables' && !criu.hasIptables) {
    found.push(noNetworkLock(view));
  }
  return found;
});

interface Reason {
  readonly pattern: RegExp;
  readonly text: BothLanguages;
  readonly remedy: BothLanguages;
  readonly commands?: readonly string[];
}

/** The kernel's means of describing sockets, which most distributions build as modules. */
const diagModules = ['inet_diag', 'tcp_diag', 'udp_diag', 'unix_diag', 'netlink_diag', 'af_packet_diag'];
const loadDiagModules = [
  `modprobe -a ${diagModules.join(' ')}`,
  // CRIU keeps what it learnt of the kernel until the next boot.
  'rm -f /run/criu.kdat',
];

/** The first that matches is told. Sources: CRIU's own messages (criu/cr-check.c, criu/sockets.c), and its wiki on kernels. */
const reasons: readonly Reason[] = [
  {
    pattern: /sock diag infrastructure is incomplete|Diag module missing/i,
    text: {
      en: 'its kernel cannot describe all kinds of sockets now',
      zh: '其内核目前无法描述所有类型的套接字',
    },
    remedy: {
      en: `Load the modules: ${loadDiagModules[0]}. If there are none, the kernel was built without them.`,
      zh: `加载这些模块：${loadDiagModules[0]}。如果没有这些模块，说明内核编译时未包含它们。`,
    },
    commands: loadDiagModules,
  },
  {
    pattern: /CAP_SYS_ADMIN or the CAP_CHECKPOINT_RESTORE|Effective capability .* missing|CAP_SYS_RESOURCE/i,
    text: { en: 'CRIU lacks rights there', zh: 'CRIU 在那里缺少权限' },
    remedy: {
      en: 'Log in as root, or with --sudo. In a container or a restricted virtual system CRIU does not work.',
      zh: '请以 root 登录，或使用 --sudo。在容器或受限的虚拟系统中，CRIU 无法工作。',
    },
  },
  {
    pattern:
      /map_files is inaccessible|kcmp is not supported|sem_next_id|ns_last_pid|timers file is missing|prctl: PR_SET_MM/i,
    text: {
      en: 'its kernel was built without checkpoints (CONFIG_CHECKPOINT_RESTORE)',
      zh: '其内核编译时未启用检查点功能（CONFIG_CHECKPOINT_RESTORE）',
    },
    remedy: {
      en: "Boot the distribution's own kernel, or build this one with CONFIG_CHECKPOINT_RESTORE=y.",
      zh: '改用发行版自带的内核启动，或启用 CONFIG_CHECKPOINT_RESTORE=y 重新编译内核。',
    },
  },
  {
    pattern: /vdso|vDSO/,
    text: { en: 'CRIU does not know this kernel', zh: 'CRIU 不认识这个内核' },
    remedy: {
      en: 'Install a newer CRIU, for instance from the next Debian release.',
      zh: '安装更新版本的 CRIU，例如取自下一个 Debian 发行版。',
    },
  },
];

const unknownReason: Omit<Reason, 'pattern'> = {
  text: { en: 'CRIU says that it does not work there', zh: 'CRIU 表示它在那里无法工作' },
  remedy: {
    en: 'Its own words are above. On the host: criu check',
    zh: 'CRIU 的原话见上。可在该主机上运行：criu check',
  },
};

function discontent(host: string, said: readonly string[]): Found {
  const words = said.join('\n');
  const { text, remedy, commands } = reasons.find(({ pattern }) => pattern.test(words)) ?? unknownReason;
  const errors = said.filter((line) => /\bError\b/.test(line));
  return {
    id: 'criu-check',
    severity: 'error',
    host,
    text: {
      en: `Containers cannot be frozen and restored on ${host}: ${text.en}.`,
      zh: `无法在 ${host} 上冻结和恢复容器：${text.zh}。`,
    },
    measured: (errors.length > 0 ? errors : said).slice(0, 5).join('\n') || 'criu check',
    needed: 'criu check: Looks good.',
    remedy,
    fix: commands && { host, commands },
  };
}

const noNetworkLock = ({ name: host, facts }: HostView): Found => ({
  id: 'network-lock',
  severity: 'error',
  host,
  text: {
    en: `${host} lacks iptables-restore, by which CRIU keeps packets from a frozen container.`,
    zh: `${host} 缺少 iptables-restore，CRIU 要用它在冻结期间阻止数据包进入容器。`,
  },
  needed: 'iptables-restore',
  ...installation(host, 'iptables', facts.packageManager),
});
