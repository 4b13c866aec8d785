/** The settings: how the window looks and speaks, what it knows, and what it is. `?section=store` leads to a part of it. */
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useSearch } from 'wouter';
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
  const section = new URLSearchParams(useSearch()).get('section');
  const wanted = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever is led to another section goes there.
  useEffect(() => wanted.current?.focus(), [section]);
  const headingOf = (each: string) => (each === section ? wanted : undefined);
  return (
    <Screen title={said.title}>
      <Section title={said.appearance}>
        <AppearanceSettings />
      </Section>
      <Section title={said.hosts}>
        <HostSettings />
      </Section>
      <Section title={said.policies} heading={headingOf('policies')}>
        <PolicySettings />
      </Section>
      <Section title={storeTitle} heading={headingOf('store')}>
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
  /** Given to the section that the person was led to. */
  readonly heading?: RefObject<HTMLHeadingElement | null> | undefined;
  readonly children: ReactNode;
}

const Section = ({ title, heading, children }: SectionProps): ReactNode => (
  <section className="card settings-section">
    <h2 ref={heading} tabIndex={-1}>
      {title}
    </h2>
    {children}
  </section>
);
