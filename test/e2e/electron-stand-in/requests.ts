/** What a window's page asks for: answered by the app for its own scheme, and refused as the app wants it. */
import { EventEmitter } from 'node:events';
import type { Route } from 'playwright-core';

type Answer = (request: Request) => Promise<Response>;
type BeforeRequest = (details: { url: string }, answer: (how: { cancel: boolean }) => void) => void;

const answers = new Map<string, Answer>();
let beforeRequest: BeforeRequest | undefined;

export const protocol = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (scheme: string, answer: Answer) => void answers.set(scheme, answer),
};

class Session extends EventEmitter {
  setPermissionRequestHandler = () => undefined;
  setPermissionCheckHandler = () => undefined;
  setDevicePermissionHandler = () => undefined;
  setDisplayMediaRequestHandler = () => undefined;

  readonly webRequest = {
    onBeforeRequest: (handler: BeforeRequest): void => {
      beforeRequest = handler;
    },
  };
}

export const session = { defaultSession: new Session() };

/** Chromium by itself has no schemes of an app's: `shiplock://window/x` is `https://window.shiplock.invalid/x` in the browser. */
export const inBrowser = (address: string): string =>
  address.replace(/^([a-z]+):\/\/([^/]+)\//, (whole, scheme: string, host: string) =>
    answers.has(scheme) ? `https://${host}.${scheme}.invalid/` : whole,
  );

export const inApp = (address: string): string =>
  address.replace(/^https:\/\/([^/]+)\.([a-z]+)\.invalid\//, '$2://$1/');

export async function answerRequest(route: Route): Promise<void> {
  const request = route.request();
  const url = inApp(request.url());
  if (await isCancelled(url)) return await route.abort('blockedbyclient');
  const answer = answers.get(new URL(url).protocol.slice(0, -1));
  if (answer === undefined) return await route.continue();
  return await fulfil(route, answer(new Request(url, { method: request.method() })));
}

async function fulfil(route: Route, answered: Promise<Response>): Promise<void> {
  const response = await answered;
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  await route.fulfill({ status, headers, body: Buffer.from(await response.arrayBuffer()) });
}

async function isCancelled(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  if (beforeRequest === undefined) return false;
  beforeRequest({ url }, ({ cancel }) => resolve(cancel));
  return await promise;
}
