/**
 * What the station says, as the window says it. Its texts name options, for a terminal and for journals of every version; the window
 * names its own fields for them, and writes instants as the laptop's clock shows them. Commands become links: `components/remedies/`.
 */
import type { Language } from '../../shared/words.ts';
import { bringIn } from './bring-in.ts';
import { catalogue, type Said, sayIn } from './catalogue.ts';
import { formatIn } from './format.ts';
import { hosts } from './hosts.ts';
import { incidents } from './incidents.ts';
import { migrate } from './migrate.ts';
import { registry } from './registry.ts';
import { restore } from './restore.ts';

export function inWindow(text: string, language: Language): string {
  const said = sayIn(language, fields);
  const named = options.reduce((sofar, [option, name]) => sofar.replaceAll(option, () => name(said)), text);
  return named.replaceAll(instant, (at) => formatIn(language).dateTime(at));
}

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A field, as it is labelled, without what the label says besides its name. */
const label = ({ en, zh }: { readonly en: string; readonly zh: string }) => ({
  en: `“${en.replace(/ …$| \(may be left empty\)$/, '')}”`,
  zh: `“${zh.replace(/……$|（可留空）$/, '')}”`,
});

const fields = catalogue({
  replace: label(restore.replace),
  clone: label(restore.clone),
  filesOnly: label(restore.filesOnly),
  maxFreeze: label(migrate.maxFreeze),
  replaceData: { en: '“Replace the data …”', zh: '“替换……上的数据”' },
  auto: label(migrate.auto),
  direct: label(migrate.direct),
  relay: label(migrate.relay),
  imageFile: label(bringIn.imageFile),
  authorities: label(registry.authorities),
  plainHttp: label(registry.plainHttp),
  askHosts: label(incidents.askHosts),
  replaceFile: label(incidents.replaceFile),
  withKey: label(hosts.withKey),
  withPassword: label(hosts.withPassword),
  sudo: label(hosts.sudo),
});

type Naming = readonly [option: RegExp, name: (said: Said<typeof fields>) => string];

/** On its own, and not as part of a command. */
const option = (name: string): RegExp =>
  new RegExp(`(?<!(?:shiplock|docker) [^\\n\`]*)(?<![\\w-])--${name}(?![\\w-])`, 'g');

const options: readonly Naming[] = [
  [option('replace-data'), (said) => said.replaceData],
  [option('replace'), (said) => said.replace],
  [option('name'), (said) => said.clone],
  [option('files-only'), (said) => said.filesOnly],
  [option('max-freeze'), (said) => said.maxFreeze],
  [option('route auto'), (said) => said.auto],
  [option('route direct'), (said) => said.direct],
  [option('route relay'), (said) => said.relay],
  [option('image(?: (?:IMAGE|镜像)\\.tar)?'), (said) => said.imageFile],
  [option('ca(?: FILE| 文件)?'), (said) => said.authorities],
  [option('plain-http'), (said) => said.plainHttp],
  [option('ask-hosts'), (said) => said.askHosts],
  [option('force'), (said) => said.replaceFile],
  [option('key'), (said) => said.withKey],
  [option('password'), (said) => said.withPassword],
  [option('sudo'), (said) => said.sudo],
];
