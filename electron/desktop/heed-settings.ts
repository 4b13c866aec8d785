/** The shell follows the window's settings: its language, and light or dark. */
import type { CallOptions, Contract, Input, MethodName } from '../../shared/contract.ts';
import { type ShellSaid, shellWords } from '../../shared/shell-words.ts';
import type { Settings } from '../../shared/window-methods.ts';
import { inLanguage, type Language } from '../../shared/words.ts';

/** `locale`: the system's, as `zh-CN`. */
export const shellLanguage = ({ language }: Settings, locale: string): Language => {
  if (language !== 'system') return language;
  return locale.startsWith('zh') ? 'zh' : 'en';
};

export const sayInShell = (language: Language): ShellSaid =>
  Object.fromEntries(
    Object.entries(shellWords).map(([key, said]) => [key, inLanguage(said, language)]),
  ) as ShellSaid;

/** The same contract; `heed` is called when settings were changed by it. */
export const heedSettings = (station: Contract, heed: (settings: Settings) => void): Contract => ({
  call: async <Name extends MethodName>(method: Name, input: Input<Name>, options?: CallOptions) => {
    const output = await station.call(method, input, options);
    if (method === 'settings.change') heed(await station.call('settings.show', {}));
    return output;
  },
});
