/** What a package of Shiplock is, for electron-builder. See `build/dist`. */
import { checkPackage } from './check-package.ts';

const { platform, arch } = process;

const launcher = (name) => ({ from: `build/packages/launchers/${name}`, to: 'bin/shiplock' });

export default {
  appId: 'shiplock.desktop',
  productName: 'Shiplock',
  copyright: 'Copyright (c) 2026 The Shiplock authors',
  directories: { output: 'dist/packages', buildResources: 'dist/icons' },
  // `dist/app` beside the npm packages that it needs.
  files: [
    'package.json',
    { from: 'dist/app', to: '.', filter: ['**/*', '!package.json'] },
    '!**/*.{map,ts,mts,cts}',
    // What SQLite is built of, and what was built for other systems.
    '!node_modules/better-sqlite3/{deps,src}/**',
    `!node_modules/better-sqlite3/prebuilds/!(${platform}*-${arch}.node)`,
    // What may have been compiled for this machine's Node alone: ssh2 does without.
    '!node_modules/ssh2/lib/protocol/crypto/{build,src}/**',
    '!node_modules/{cpu-features,buildcheck,nan,node-addon-api}/**',
    '!node_modules/bare-*/prebuilds/**',
  ],
  // Plain files: a thread, a process and the command line are started from them, the last by any Node.
  asar: false,
  // The packages' own binaries are of Node-API: those for Node do for Electron.
  npmRebuild: false,
  extraMetadata: {
    main: 'electron/main.js',
    author: 'The Shiplock authors <shiplock@localhost>',
    // Debian's packages name one.
    homepage: 'https://localhost/shiplock',
  },
  electronFuses: {
    // Shiplock's own processes, and its command line.
    runAsNode: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
  },
  afterPack: ({ appOutDir, packager }) => checkPackage(packager.getResourcesDir(appOutDir)),
  linux: {
    target: ['AppImage', 'deb'],
    executableName: 'shiplock-window',
    category: 'System',
    synopsis: 'Moves running containers between hosts',
    extraResources: [launcher('shiplock')],
  },
  win: {
    target: ['nsis'],
    extraResources: [{ from: 'build/packages/launchers/shiplock.cmd', to: 'bin/shiplock.cmd' }],
  },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.utilities',
    extraResources: [launcher('shiplock-mac')],
  },
};
