/** What keeps a container in bounds must be there on the target, or its programs cannot be restored with it. */
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';

/** Docker loads it by itself wherever AppArmor is. */
const engineProfile = 'docker-default';

const moduleNames = { apparmor: 'AppArmor', selinux: 'SELinux', none: '-' } as const;

export const restraints = moveCheck(
  'restraints',
  ['container', 'source', 'target'],
  ({ container, source, target }): Found[] => {
    const { apparmor, selinux, filtersSystemCalls } = container.restraints;
    const [here, there] = [source.facts.kernelFacts, target.facts.kernelFacts];
    const label = here.lsm === 'apparmor' ? apparmor : here.lsm === 'selinux' ? selinux : '';
    const found: Found[] = [];
    if (label !== '' && there.lsm !== here.lsm) {
      found.push({
        id: 'security-module',
        severity: 'error',
        host: target.name,
        text: {
          en: `${container.name} runs under ${moduleNames[here.lsm]} on ${source.name}, which ${target.name} does not use; CRIU refuses to restore it.`,
          zh: `${container.name} 在 ${source.name} 上受 ${moduleNames[here.lsm]} 约束，而 ${target.name} 没有使用它；CRIU 会拒绝恢复。`,
        },
        measured: `${target.name}: ${moduleNames[there.lsm]}`,
        needed: `${moduleNames[here.lsm]} (${label})`,
        remedy: {
          en: `Switch ${moduleNames[here.lsm]} on on ${target.name}, or make the container again without it (--security-opt).`,
          zh: `在 ${target.name} 上启用 ${moduleNames[here.lsm]}，或不带该约束重新创建容器（--security-opt）。`,
        },
      });
    } else if (
      there.lsm === 'apparmor' &&
      apparmor !== '' &&
      apparmor !== engineProfile &&
      there.apparmorProfiles.length > 0 &&
      !there.apparmorProfiles.includes(apparmor)
    ) {
      found.push({
        id: 'security-profile',
        severity: 'error',
        host: target.name,
        text: {
          en: `${target.name} does not know the AppArmor profile of ${container.name}.`,
          zh: `${target.name} 上没有 ${container.name} 所用的 AppArmor 配置。`,
        },
        needed: apparmor,
        remedy: {
          en: `Copy the profile from /etc/apparmor.d on ${source.name}, and load it: apparmor_parser -r FILE`,
          zh: `从 ${source.name} 的 /etc/apparmor.d 复制该配置并加载：apparmor_parser -r 文件`,
        },
      });
    }
    if (here.lsm === 'none' && there.lsm === 'apparmor') {
      found.push({
        id: 'runs-unconfined',
        severity: 'info',
        text: {
          en: `${source.name} has no AppArmor, so ${container.name} goes on without it on ${target.name} too, until it is started anew.`,
          zh: `${source.name} 没有启用 AppArmor，因此 ${container.name} 在 ${target.name} 上也会不受其约束，直到重新启动。`,
        },
      });
    }
    if (filtersSystemCalls && source.engine.filtersSystemCalls && !target.engine.filtersSystemCalls) {
      found.push({
        id: 'no-seccomp',
        severity: 'error',
        host: target.name,
        text: {
          en: `${container.name} runs behind a filter of system calls (seccomp), which ${target.name} cannot give it.`,
          zh: `${container.name} 带有系统调用过滤（seccomp），而 ${target.name} 无法提供。`,
        },
        needed: 'seccomp',
        remedy: {
          en: `Boot a kernel with CONFIG_SECCOMP_FILTER on ${target.name}, or make the container again with --security-opt seccomp=unconfined.`,
          zh: `在 ${target.name} 上使用带 CONFIG_SECCOMP_FILTER 的内核，或以 --security-opt seccomp=unconfined 重新创建容器。`,
        },
      });
    }
    return found;
  },
);
