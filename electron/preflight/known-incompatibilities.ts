/** Versions that are known not to go together on one host, each with where that is known from. */
import type { Severity } from '../../shared/model.ts';
import type { BothLanguages, Language, Words } from '../../shared/words.ts';

/** `kernel`: as `uname -r` has it; the others as the program itself. */
export type Part = 'kernel' | 'criu' | 'runc' | 'docker';

export interface Range {
  readonly part: Part;
  /** The first version that it is true of; all from the beginning by default. */
  readonly from?: string;
  /** The first version that it is not true of any more; none by default. */
  readonly before?: string;
}

export interface Incompatibility {
  readonly id: string;
  readonly severity: Severity;
  /** True of a host where all of these hold; never of one whose version is not known. */
  readonly where: readonly Range[];
  /** Given the host's name. */
  readonly text: Readonly<Record<Language, (host: string) => string>>;
  readonly needed: Words;
  readonly remedy: BothLanguages;
  /** An issue, a release note, or how it was measured. */
  readonly source: string;
}

const newerCriu = {
  en: 'Install a newer CRIU, for instance from the next Debian release.',
  zh: '安装更新版本的 CRIU，例如取自下一个 Debian 发行版。',
};
const criuTooOld = {
  en: (host: string) => `CRIU on ${host} is too old for its kernel.`,
  zh: (host: string) => `${host} 上的 CRIU 版本过旧，不适用于其内核。`,
};

export const knownIncompatibilities: readonly Incompatibility[] = [
  {
    id: 'criu-too-old',
    severity: 'error',
    where: [{ part: 'criu', before: '3.17' }],
    text: criuTooOld,
    needed: 'CRIU >= 3.17',
    remedy: newerCriu,
    source: 'rseq, which glibc uses from 2.35 on, is supported from CRIU 3.17 on: its release notes',
  },
  {
    id: 'criu-too-old',
    severity: 'error',
    where: [
      { part: 'criu', from: '3.17', before: '4.1' },
      { part: 'kernel', from: '6.13', before: '6.16' },
    ],
    text: criuTooOld,
    needed: 'CRIU >= 4.1',
    remedy: newerCriu,
    source: 'CRIU 3.17.1 on kernel 6.18: "Unexpected rt vDSO area bounds"; the area has moved in 6.13',
  },
  {
    id: 'criu-too-old',
    severity: 'error',
    where: [
      { part: 'criu', from: '3.17', before: '4.2' },
      { part: 'kernel', from: '6.16' },
    ],
    text: criuTooOld,
    needed: 'CRIU >= 4.2',
    remedy: newerCriu,
    source:
      'CRIU 4.1.1 on kernel 6.18, any inet socket: "Can\'t get 1:16 opt", SO_PASSCRED, refused from 6.16 on',
  },
];
