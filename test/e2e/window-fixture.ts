/** The window, the shell of this project behind it as a process of its own, and test hosts that it knows. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Language } from '../../shared/words.ts';
import type { Flavour } from '../edge/flavours.ts';
import { type HostOptions, StationFixture } from '../integration/station-fixture.ts';
import { shellName, theShell } from './describe-in-window.ts';
import { type Shell, usualSize } from './shells/shell.ts';

/** What the author looks at, and what a run of the tests leaves to be looked at; of other shells than the browser's in folders. */
const pictures = path.resolve(
  import.meta.dirname,
  '../../dist/screens',
  shellName === 'browser' ? '' : shellName,
);

const sizes = { usual: usualSize, zoomed: { width: 640, height: 360 } } as const;

export class WindowFixture implements AsyncDisposable {
  readonly hosts: StationFixture;
  readonly #shell: Shell;

  private constructor(hosts: StationFixture, shell: Shell) {
    this.hosts = hosts;
    this.#shell = shell;
  }

  /** Hosts as `StationFixture.up` makes them, known to the window too: it has the same home. */
  static async up(
    flavours: readonly Flavour[] = ['docker26', 'docker26'],
    options: HostOptions = {},
  ): Promise<WindowFixture> {
    const hosts = await StationFixture.up(flavours, options);
    try {
      return new WindowFixture(hosts, await theShell.on(hosts.home));
    } catch (thrown) {
      await hosts[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  /** The window at that place, as `/runs/r1`. Closing it is `page.close()`. A desktop shell has one: it is closed before. */
  async open(place = '/'): Promise<Page> {
    const page = await this.#shell.open(place);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** Goes to another place in the same window. */
  async go(page: Page, place: string): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** The window's language from now on, in every window that is opened or loaded anew. */
  async speak(language: Language): Promise<void> {
    await this.hosts.station.call('settings.change', { language });
  }

  /** Kills the shell with all that it is at; the next window is one of a new shell on the same home. */
  async restartShell(): Promise<void> {
    await this.#shell.kill();
  }

  /** Pictures of the window in both themes, at its usual size and as at 200 % zoom, in `dist/screens`. */
  async picture(page: Page, name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-theme=${theme}]`).waitFor();
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        await page.screenshot({ path: path.join(pictures, `${name}-${theme}-${size}.png`) });
      }
    }
    await page.setViewportSize(sizes.usual);
    await page.emulateMedia({ colorScheme: null });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shell[Symbol.asyncDispose]();
    await this.hosts[Symbol.asyncDispose]();
  }
}
