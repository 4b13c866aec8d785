/** An SSH agent of its own, with keys in it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../edge/condition.ts';

export class TestAgent {
  readonly socket: string;
  readonly process: ChildProcess;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.socket = path.join(folder, 'agent');
    this.process = spawn('ssh-agent', ['-D', '-a', this.socket], { stdio: 'ignore' });
  }

  static async start(keys: readonly string[]): Promise<TestAgent> {
    const agent = new TestAgent(mkdtempSync(path.join(tmpdir(), 'shiplock-agent-')));
    const environment = { ...process.env, SSH_AUTH_SOCK: agent.socket };
    // Status 2 of ssh-add: no agent yet.
    await until('the agent answers', () => {
      try {
        execFileSync('ssh-add', ['-q', ...keys], { env: environment, stdio: 'ignore' });
        return true;
      } catch (error) {
        if ((error as { status?: number }).status === 2) return false;
        throw error;
      }
    });
    return agent;
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true });
  }
}
