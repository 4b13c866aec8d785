/** The file that `--secrets` names: for scripts, which have nobody to ask. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ShiplockError } from '../../shared/errors.ts';
import { hostName, type SecretRequest } from '../../shared/model.ts';
import type { BothLanguages } from '../../shared/words.ts';

const secretsOfHost = z.strictObject({
  password: z.string().optional(),
  passphrase: z.string().optional(),
  sudoPassword: z.string().optional(),
});
/** No host is called so. */
const storeName = '@store';
const secretsOfStore = z.strictObject({
  passphrase: z.string().optional(),
  newPassphrase: z.string().optional(),
});
const registryName = '@registry';
const others = new Set<string>([storeName, registryName]);
const secretsOfRegistry = z.strictObject({ password: z.string().optional() });
const secretsFile = z
  .object({ [storeName]: secretsOfStore.optional(), [registryName]: secretsOfRegistry.optional() })
  .catchall(secretsOfHost)
  .refine((secrets) =>
    Object.keys(secrets).every((name) => others.has(name) || hostName.safeParse(name).success),
  );
export type SecretsFile = z.infer<typeof secretsFile>;

const form =
  '{"HOST": {"password": "…", "passphrase": "…", "sudoPassword": "…"}, "@store": {"passphrase": "…", "newPassphrase": "…"}, "@registry": {"password": "…"}}, each of them optional';

/**
 * Reads it, once: it may be a pipe (`/dev/fd/3`). Throws 'usage' for a file that others may read or write, that is not
 * there, or that holds something else; what it holds is never part of the error.
 */
export function readSecretsFile(file: string): SecretsFile {
  const text = readPrivately(file);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw unusable(file, { en: 'is not JSON', zh: '不是 JSON' });
  }
  const parsed = secretsFile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw unusable(file, { en: `does not have the form ${form}`, zh: `格式应为 ${form}` });
}

/** What the file answers; nothing to a question that comes back because the answer was wrong. */
export function answerFrom(secrets: SecretsFile, request: SecretRequest): string | undefined {
  if (request.isRetry) return undefined;
  switch (request.kind) {
    case 'password':
      return secrets[request.host]?.password;
    case 'passphrase':
      return secrets[request.host]?.passphrase;
    case 'sudo-password':
      return secrets[request.host]?.sudoPassword;
    case 'registry-password':
      return secrets[registryName]?.password;
    case 'store-passphrase':
      return secrets[storeName]?.passphrase;
    case 'new-store-passphrase':
      return secrets[storeName]?.newPassphrase ?? secrets[storeName]?.passphrase;
  }
}

function readPrivately(file: string): string {
  let descriptor: number | undefined;
  try {
    // An open descriptor may be a socket, which cannot be opened once more.
    const open = /^\/dev\/fd\/(\d+)$/.exec(file)?.[1];
    descriptor = open === undefined ? openSync(file, 'r') : Number(open);
    const { mode } = fstatSync(descriptor);
    const isFile = (mode & 0o170000) === 0o100000;
    if (isFile && process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw unusable(
        file,
        { en: 'can be read by others', zh: '可被他人读取' },
        { en: `Keep it to yourself: chmod 600 ${file}`, zh: `请只允许自己读取：chmod 600 ${file}` },
      );
    }
    return readFileSync(descriptor, 'utf8');
  } catch (thrown) {
    if (thrown instanceof ShiplockError) throw thrown;
    const { code = '-' } = thrown as NodeJS.ErrnoException;
    throw unusable(file, { en: `cannot be read (${code})`, zh: `无法读取（${code}）` });
  } finally {
    if (descriptor !== undefined && descriptor > 2) closeIfOpen(descriptor);
  }
}

function closeIfOpen(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // A number that was never open: reading it has said so.
  }
}

const howToWrite = { en: `It holds JSON: ${form}.`, zh: `其内容为 JSON：${form}。` };

function unusable(file: string, what: BothLanguages, remedy: BothLanguages = howToWrite): ShiplockError {
  const text = {
    en: `The file of secrets ${file} ${what.en}.`,
    zh: `保存机密的文件 ${file} ${what.zh}。`,
  };
  return new ShiplockError('usage', text, {
    state: { en: 'Nothing was done.', zh: '没有执行任何操作。' },
    remedy,
  });
}
