/** The settings: how the window looks and speaks, what it knows, and what it is. */
import type { ReactNode } from 'react';
import { Screen } from '../../components/screen.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { settings } from '../../i18n/settings.ts';
import { store } from '../../i18n/store.ts';
import { About } from './about.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { HostSettings } from './host-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { PolicySettings } from './policy-settings.tsx';
import { StoreSettings } from './store-settings.tsx';
import './settings.css';

export function SettingsScreen(): ReactNode {
  const said = useSaid(settings);
  const { title: storeTitle } = useSaid(store);
  return (
    <Screen title={said.title}>
      <Section title={said.appearance}>
        <AppearanceSettings />
      </Section>
      <Section title={said.hosts}>
        <HostSettings />
      </Section>
      <Section title={said.policies}>
        <PolicySettings />
      </Section>
      <Section title={storeTitle}>
        <StoreSettings />
      </Section>
      <Section title={said.keys}>
        <KeySettings />
      </Section>
      <Section title={said.about}>
        <About />
      </Section>
    </Screen>
  );
}

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

const Section = ({ title, children }: SectionProps): ReactNode => (
  <section className="card settings-section">
    <h2>{title}</h2>
    {children}
  </section>
);
