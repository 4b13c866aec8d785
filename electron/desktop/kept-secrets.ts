/**
 * Secrets of logins that the user wishes to be remembered: in a file of the data folder, sealed by what the system has for that
 * (Keychain, DPAPI, a keyring). Where the system has nothing, nothing is kept.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { Host, SecretRequest } from '../../shared/model.ts';
import { replaceFile } from '../backups/store/replace-file.ts';
import type { SecretKeeper } from '../windows.ts';

export type Sealing = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

interface Parts {
  readonly home: string;
  readonly sealing: Sealing;
  readonly platform: NodeJS.Platform;
  /** The hosts that are known now. */
  readonly hosts: () => Promise<readonly Host[]>;
}

/** What a secret is for → what the system has made of it, in base64. */
const keptFile = z.record(z.string(), z.base64());

export class KeptSecrets implements SecretKeeper {
  readonly #parts: Parts;
  readonly #path: string;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#path = join(parts.home, 'kept-secrets.json');
  }

  readonly recall = async (request: SecretRequest): Promise<string | undefined> => {
    const id = await this.#idOf(request);
    const sealed = id === undefined ? undefined : this.#read()[id];
    if (id === undefined || sealed === undefined) return undefined;
    // Whoever gave it, it was wrong.
    if (request.isRetry) {
      this.#change(({ [id]: _, ...others }) => others);
      return undefined;
    }
    try {
      const opened = await this.#parts.sealing.decryptStringAsync(Buffer.from(sealed, 'base64'));
      if (opened.shouldReEncrypt) await this.keep(request, opened.result);
      return opened.result;
    } catch {
      // Sealed by another user or system, or the keyring stays locked: the person is asked.
      return undefined;
    }
  };

  readonly canKeep = async (request: SecretRequest): Promise<boolean> => {
    if ((await this.#idOf(request)) === undefined) return false;
    return (await this.#seal('anything')) !== undefined;
  };

  /** As far as it can: what is not kept is asked for again, and no login fails for it. */
  readonly keep = async (request: SecretRequest, secret: string): Promise<void> => {
    const id = await this.#idOf(request);
    const sealed = await this.#seal(secret);
    if (id !== undefined && sealed !== undefined) {
      this.#change((kept) => ({ ...kept, [id]: sealed.toString('base64') }));
    }
  };

  /** Of all hosts. Throws what the file system throws. */
  forgetAll(): void {
    rmSync(this.#path, { force: true });
  }

  /** Undefined where the system has no safe place for the key, or does not open it. */
  async #seal(secret: string): Promise<Buffer | undefined> {
    const { sealing, platform } = this.#parts;
    try {
      if (!(await sealing.isAsyncEncryptionAvailable())) return undefined;
      const sealed = await sealing.encryptStringAsync(secret);
      // Without a keyring, Chromium seals on Linux with a key that everybody knows, and marks that as v10.
      return platform === 'linux' && sealed.subarray(0, 3).toString() === 'v10' ? undefined : sealed;
    } catch {
      return undefined;
    }
  }

  /**
   * What the secret is for: not the host's name, which may be given to another host, but where it is and the key that it has proved
   * itself by. Undefined for what is not kept here, and for a host that is not known (yet).
   */
  async #idOf(request: SecretRequest): Promise<string | undefined> {
    if (!('host' in request)) return undefined;
    const host = (await this.#parts.hosts()).find(({ name }) => name === request.host);
    if (host === undefined) return undefined;
    const { address, port, hostKey } = host;
    return JSON.stringify([request.kind, request.user, address, port, hostKey, request.key ?? '']);
  }

  #read(): z.infer<typeof keptFile> {
    try {
      return keptFile.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return {};
    }
  }

  #change(change: (kept: z.infer<typeof keptFile>) => z.infer<typeof keptFile>): void {
    try {
      replaceFile(this.#path, `${JSON.stringify(change(this.#read()), null, 2)}\n`);
    } catch {
      // A full disk. The file is as it was.
    }
  }
}
