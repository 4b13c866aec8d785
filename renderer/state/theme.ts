/** The theme that is shown: as the user wants it, or as the system has it just now. */
import { create } from 'zustand';
import { useSettings } from './settings.ts';

export type Theme = 'light' | 'dark';

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

export const useTheme = create<{ readonly theme: Theme }>()(() => ({ theme: themeNow() }));

useSettings.subscribe(follow);
systemIsDark.addEventListener('change', follow);
show();

function follow(): void {
  useTheme.setState({ theme: themeNow() });
  show();
}

function themeNow(): Theme {
  const { theme } = useSettings.getState();
  if (theme !== 'system') return theme;
  return systemIsDark.matches ? 'dark' : 'light';
}

/** What `styles/theme.css` goes by. */
function show(): void {
  document.documentElement.dataset['theme'] = useTheme.getState().theme;
}
