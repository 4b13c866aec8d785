/** What is typed to add a host, what is wrong with it, and what becomes of it. */
import type { Input } from '../../../shared/contract.ts';
import { hostName, type Login } from '../../../shared/model.ts';
import { parseLoginAddress } from './login-address.ts';

/** As typed. */
export interface HostForm {
  readonly address: string;
  readonly port: string;
  readonly user: string;
  /** Until it is typed, it follows the address. */
  readonly name: string | undefined;
  readonly login: Login;
  readonly key: string;
  /** Until it is chosen, it follows the user: root needs none. */
  readonly sudo: boolean | undefined;
  /** Empty: reached directly. */
  readonly jump: string;
}

export const emptyHostForm: HostForm = {
  address: '',
  port: '22',
  user: 'root',
  name: undefined,
  login: 'key',
  key: '',
  sudo: undefined,
  jump: '',
};

export type HostFormField = 'address' | 'port' | 'user' | 'name' | 'key';
export type HostFormProblem = 'missing' | 'noPort' | 'badName' | 'nameTaken';

export const nameOf = ({ name, address }: HostForm): string =>
  name ??
  address
    .trim()
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63);

export const usesSudo = ({ sudo, user }: HostForm): boolean => sudo ?? user.trim() !== 'root';

/** What was pasted as an address goes where it belongs: the user, the port. */
export function withAddressTakenApart(form: HostForm): HostForm {
  const { address, user, port } = parseLoginAddress(form.address);
  return { ...form, address, user: user ?? form.user, port: port === undefined ? form.port : String(port) };
}

/** In the order of the form. */
export function problemsOf(
  form: HostForm,
  knownNames: readonly string[],
): ReadonlyMap<HostFormField, HostFormProblem> {
  const problems = new Map<HostFormField, HostFormProblem>();
  const port = Number(form.port);
  const name = nameOf(form);
  if (form.address.trim() === '') problems.set('address', 'missing');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) problems.set('port', 'noPort');
  if (form.user.trim() === '') problems.set('user', 'missing');
  if (!hostName.safeParse(name).success) problems.set('name', name === '' ? 'missing' : 'badName');
  else if (knownNames.includes(name)) problems.set('name', 'nameTaken');
  if (form.login === 'key' && form.key.trim() === '') problems.set('key', 'missing');
  return problems;
}

/** Of a form without problems. */
export function hostFrom(form: HostForm, hostKey: string): Input<'hosts.add'> {
  return {
    name: nameOf(form),
    address: form.address.trim(),
    port: Number(form.port),
    user: form.user.trim(),
    login: form.login,
    sudo: usesSudo(form),
    hostKey,
    ...(form.login === 'key' ? { key: form.key.trim() } : {}),
    ...(form.jump === '' ? {} : { jump: form.jump }),
  };
}
