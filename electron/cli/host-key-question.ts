/** Asks the user to compare a host's key before it is pinned. */
import { createInterface } from 'node:readline/promises';
import type { CallOptions, Contract } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Telling } from './progress.ts';

export interface HostToAgree {
  readonly address: string;
  readonly port: number;
  readonly jump: string | undefined;
}

/** The fingerprint that the user agreed to. Throws 'host-key' for a no, and where there is nobody to ask. */
export async function agreeToHostKey(
  station: Contract,
  host: HostToAgree,
  options: CallOptions,
  { json, language }: Telling,
): Promise<string> {
  const { type, fingerprint } = await station.call('hosts.key', host, options);
  const shown = {
    en: `${host.address} shows the key ${fingerprint} (${type}).`,
    zh: `${host.address} 出示的密钥指纹为 ${fingerprint}（${type}）。`,
  };
  if (json || !process.stdin.isTTY) {
    throw new ShiplockError(
      'host-key',
      {
        en: `${shown.en} Nobody has agreed to it, and nothing was stored.`,
        zh: `${shown.zh}尚未得到确认，没有保存任何内容。`,
      },
      {
        remedy: {
          en: `Compare it with the host's console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then add: --accept-host-key ${fingerprint}`,
          zh: `请与主机控制台上的指纹核对（ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub），然后加上：--accept-host-key ${fingerprint}`,
        },
      },
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = {
      en: `${shown.en}\nCompare it with the host's console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\nIs it the same? [y/N] `,
      zh: `${shown.zh}\n请与主机控制台上的指纹核对：ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\n两者相同吗？[y/N] `,
    };
    const answer = await terminal.question(question[language]);
    if (/^y(es)?$/i.test(answer.trim())) return fingerprint;
  } finally {
    terminal.close();
  }
  throw new ShiplockError('host-key', {
    en: 'The key was not agreed to; nothing was stored.',
    zh: '密钥没有得到确认；没有保存任何内容。',
  });
}
