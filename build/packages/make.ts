/** Makes what electron-builder packs: see `build/dist`. */
import { makeApp } from '../window/make-app.ts';
import { makeIcon } from './make-icon.ts';

await makeApp();
await makeIcon();
