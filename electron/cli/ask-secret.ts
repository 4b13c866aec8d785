/** Where the command line gets secrets from: the file it was given, and whoever sits at the terminal. */
import type { AskSecret } from '../../shared/contract.ts';
import type { SecretRequest } from '../../shared/model.ts';
import { askHidden } from './hidden-question.ts';
import { answerFrom, type SecretsFile } from './secrets-file.ts';

export interface Sources {
  readonly file: SecretsFile;
  /** Whether a person may be asked, if there is a terminal. */
  readonly mayAsk: boolean;
  /** Aborts to leave questions unanswered. */
  readonly signal: AbortSignal;
  /** Called before a question is put on the terminal, to clear the line. */
  readonly beforeAsking: () => void;
}

/** Asks one question at a time, however many hosts want an answer at once. */
export function secretsFrom({ file, mayAsk, signal, beforeAsking }: Sources): AskSecret {
  let last: Promise<unknown> = Promise.resolve();
  const question = (text: string) => askHidden(process.stdin, process.stderr, text, signal);
  const ask = async (request: SecretRequest): Promise<string | undefined> => {
    if (!mayAsk || !process.stdin.isTTY) return undefined;
    beforeAsking();
    return request.kind === 'new-store-passphrase'
      ? askTwice(question, questionOf(request))
      : question(questionOf(request));
  };
  return async (request) => {
    const answer = answerFrom(file, request);
    if (answer !== undefined || request.onlyIfAtHand === true) return answer;
    const asked = last.then(() => ask(request));
    last = asked.catch(() => undefined);
    return asked;
  };
}

/** What nobody sees and nobody knows yet is typed again until it comes out the same. */
export async function askTwice(
  question: (text: string) => Promise<string | undefined>,
  first: string,
): Promise<string | undefined> {
  for (let told = first; ; told = `These two differ. ${first}`) {
    const answer = await question(told);
    if (answer === undefined) return undefined;
    const again = await question('The same once more: ');
    if (again === undefined || again === answer) return again;
  }
}

function questionOf(request: SecretRequest): string {
  const again = request.isRetry ? 'That was not right. ' : '';
  switch (request.kind) {
    case 'password':
      return `${again}Password of ${request.user} on ${request.host}: `;
    case 'passphrase':
      return `${again}Passphrase of ${request.key}: `;
    case 'sudo-password':
      return `${again}Password of ${request.user} for sudo on ${request.host}: `;
    case 'store-passphrase':
      return `${again}Passphrase of the store of restore points (or its recovery key): `;
    case 'registry-password':
      return `${again}Password of ${request.user} at ${request.registry}: `;
    case 'new-store-passphrase':
      return `${again}A new passphrase for the store of restore points: `;
  }
}
