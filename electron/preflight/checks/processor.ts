/** Memory holds what a program has learnt of its processor: on one that can do less it may end in the middle. */
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';

export const processor = moveCheck(
  'processor',
  ['source', 'target', 'processor'],
  ({ source, target, processor: verdict }): Found[] => {
    // Another architecture is a finding of its own.
    if (source.facts.arch !== target.facts.arch) return [];
    const lacking = whatIsLacking(source.facts.kernelFacts.cpuFeatures, target.facts.kernelFacts.cpuFeatures);
    const isHopeless = verdict === 'unfit' || lacking.some((feature) => indispensable.has(feature));
    // Where CRIU compares nothing, as on arm64, the kernel's own lists must do.
    const isPoorer = verdict === 'poorer' || (verdict === 'unknown' && lacking.length > 0);
    if (!(isHopeless || isPoorer)) return [];
    const known = {
      host: target.name,
      measured: lacking.join(' ') || 'criu cpuinfo check',
      needed: {
        en: `all that the processor of ${source.name} can do`,
        zh: `具备 ${source.name} 处理器的全部功能`,
      },
    };
    return [
      isHopeless
        ? {
            ...known,
            id: 'processor-unfit',
            severity: 'error',
            text: {
              en: `The processor of ${target.name} cannot take up what runs on that of ${source.name}: CRIU refuses to restore it.`,
              zh: `${target.name} 的处理器无法接续 ${source.name} 上运行的程序：CRIU 会拒绝恢复。`,
            },
            remedy: {
              en: 'Choose a target with the same processor or a newer one of the same make.',
              zh: '请选择处理器相同、或同一厂商更新型号的目标主机。',
            },
          }
        : {
            ...known,
            id: 'processor-poorer',
            severity: 'warning',
            text: {
              en: `The processor of ${target.name} lacks instructions that programs on ${source.name} may be using; one that does would be killed on ${target.name}.`,
              zh: `${target.name} 的处理器缺少一些指令，而 ${source.name} 上的程序可能正在使用；用到这些指令的程序在 ${target.name} 上会被终止。`,
            },
            remedy: {
              en: 'Choose a target with the same processor or a newer one. Programs that were started with fewer instructions (GLIBC_TUNABLES) can be moved.',
              zh: '请选择处理器相同或更新的目标主机。启动时限定了指令集（GLIBC_TUNABLES）的程序可以迁移。',
            },
          },
    ];
  },
);

/**
 * Signed pointers cannot be checked on a processor without the keys: a restore hangs. CRIU issue 2824, on arm64.
 */
const indispensable = new Set(['paca', 'pacg']);

/**
 * Those that programs use as they find them, by the kernel's names: vector, bit, cipher and lock instructions. Others are
 * of the kernel's own concern, or change nothing that a program can see.
 */
const used =
  /^(sse\w*|ssse3|avx\w*|bmi[12]|f16c|fma4?|abm|lzcnt|popcnt|movbe|adx|aes|vaes|v?pclmulqdq|sha_ni|rtm|hle|rdrand|rdseed|fsgsbase|rdtscp|clflushopt|clwb|gfni|xsave\w*|pku|ospke|amx_\w+|asimd\w*|sve\w*|sme\w*|crc32|atomics|sha\d|sha512|pmull|paca|pacg|bti|mte|lrcpc|dcpop|jscvt|fcma|neon|vfpv[34]|idiv[at]|lse\w*|i8mm|bf16)$/;

function whatIsLacking(here: readonly string[], there: readonly string[]): string[] {
  // A host that tells nothing of its processor has not said that it lacks anything.
  if (there.length === 0) return [];
  const has = new Set(there);
  return here.filter((feature) => used.test(feature) && !has.has(feature));
}
