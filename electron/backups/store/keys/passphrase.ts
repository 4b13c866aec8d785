/** The store's key, wrapped for a passphrase: in a process of its own, for the memory that it takes. */
import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { ShiplockError } from '../../../../shared/errors.ts';
import type { Work } from './passphrase-process.ts';
import type { MasterKey } from './store-keys.ts';

/** Shorter ones are guessed too fast by whoever has the disk. */
const leastPassphraseLength = 8;

/** As source, or compiled as this file is. */
const program = new URL(`./passphrase-process${extname(import.meta.url)}`, import.meta.url);

/**
 * Takes about a second of a processor and 128 MiB, which is what makes guessing slow. Throws 'usage' for a passphrase that is
 * too short, and 'store-locked' where there is no room for that.
 */
export async function wrapForPassphrase(master: MasterKey, passphrase: string): Promise<Uint8Array> {
  if (passphrase.length < leastPassphraseLength) {
    throw new ShiplockError(
      'usage',
      {
        en: `The passphrase has less than ${leastPassphraseLength} characters.`,
        zh: `口令少于 ${leastPassphraseLength} 个字符。`,
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: {
          en: 'Choose a longer one: four or five random words, for instance.',
          zh: '请选一个更长的口令，例如四五个随机的词。',
        },
      },
    );
  }
  const wrapped = await inProcess({ way: 'wrap', bytes: master, passphrase });
  if (wrapped === null) throw new Error('the key was not wrapped');
  return wrapped;
}

/** Null when the passphrase is not the right one, or the file is none of this kind. Throws 'store-locked' as `wrapForPassphrase`. */
export async function unwrapWithPassphrase(
  wrapped: Uint8Array,
  passphrase: string,
): Promise<MasterKey | null> {
  return (await inProcess({ way: 'unwrap', bytes: wrapped, passphrase })) as MasterKey | null;
}

async function inProcess(work: Work): Promise<Uint8Array | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | null>();
  const child = fork(program, {
    // What this process was started with is not for that one.
    execArgv: [],
    // In the desktop shell this process's program is Electron, which then is Node; to Node it says nothing.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    serialization: 'advanced',
    stdio: 'ignore',
  });
  child
    .on('message', (answer) => resolve(answer as unknown as Uint8Array | null))
    .on('error', (cause) => reject(notOpened(cause)))
    .on('exit', () => reject(notOpened()));
  try {
    child.send(work);
    return await promise;
  } finally {
    child.kill();
  }
}

/** On a laptop that is short of memory the system may end it. */
function notOpened(cause?: unknown): ShiplockError {
  return new ShiplockError(
    'store-locked',
    {
      en: "The process that works on the store's key has ended before it was done.",
      zh: '处理存储密钥的进程没有做完就结束了。',
    },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: {
        en: 'Try again with some 250 MB of memory free. A store whose key the system keyring keeps needs none of this.',
        zh: '请在约有 250 MB 空闲内存时重试。密钥由系统密钥环保存的存储无需如此。',
      },
      cause,
    },
  );
}
