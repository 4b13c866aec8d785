/** Language and theme: kept by the station, and here as well, so that the first picture is the right one. */
import { create } from 'zustand';
import { defaultSettings, type Settings, settings as schema } from '../../shared/window-methods.ts';
import { station, whileConnected } from './station.ts';

const key = 'shiplock.settings';

export const useSettings = create<Settings>()(() => remembered());

/** Shown at once; throws, and shows what was before, when the station cannot keep it. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const before = useSettings.getState();
  show({ ...before, ...change });
  try {
    show(await station.call('settings.change', change));
  } catch (thrown) {
    show(before);
    throw thrown;
  }
}

whileConnected(() => {
  // What is remembered here stays where the station cannot tell.
  station.call('settings.show', {}).then(show, () => undefined);
});

function show(settings: Settings): void {
  useSettings.setState(settings);
  localStorage.setItem(key, JSON.stringify(settings));
}

function remembered(): Settings {
  const known = schema.safeParse(parsed(localStorage.getItem(key)));
  return known.success ? known.data : defaultSettings;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
