import { expect, test } from 'vitest';
import { explainCriuLog } from '../../electron/checkpoint/explain.ts';

test('the first known error of a log is explained, with what to do', () => {
  const { meaning, remedy, firstError } = explainCriuLog(
    "(00.01) Warn  (criu/foo.c:1): something\n(00.02) Error (criu/files-reg.c:938): Can't dump ghost file /tmp/x of 2097152 size, increase limit\n(00.03) Error (criu/cr-dump.c:1): Dumping FAILED.",
  );
  expect(meaning.en).toContain('deleted file');
  expect(remedy.en).toContain('ghost-limit');
  expect(firstError).not.toMatch(/^\(/);
});

test('an unknown error is passed on in its own words, and silence is called silence', () => {
  expect(explainCriuLog('(00.1) Error (criu/x.c:2): Never seen before').meaning.en).toContain(
    'Never seen before',
  );
  expect(explainCriuLog('').meaning.en).toBe('CRIU gave no reason.');
});

/** As CRIU 4.2.1 words them on kernel 6.18: test/integration/blockers.test.ts. */
test.each([
  [
    "(criu/sk-unix.c:881): unix: Can't dump half of stream unix connection. name: (null); peer name: /x",
    'unix socket',
  ],
  ['(criu/sk-unix.c:418): unix: Unix socket 901303 without peer 891761', 'unix socket'],
  ['(criu/sk-netlink.c:77): netlink: The socket has data to read', 'netlink'],
  ['(criu/sk-netlink.c:133): netlink: 8 8', 'netlink'],
  ['(criu/sk-inet.c:137): inet: Unsupported proto 262 for socket e61fe', 'kind of socket'],
  ['(criu/sockets.c:767): sockets: BUG! Unknown socket collected (family 40)', 'kind of socket'],
  ['(criu/sk-inet.c:185): inet: In-flight connection (l) for e7b2b', 'accept'],
  ['(criu/seize.c:335): zombie 9844 (comm hold) found while seizing', 'traced'],
  ['(criu/proc_parse.c:502): Unknown shit 600 (anon_inode:[io_uring])', 'io_uring'],
  [
    "(criu/files-ext.c:94): Can't dump file 3 of that type [600] (anon anon_inode:[perf_event])",
    'device open',
  ],
  ["(criu/files-ext.c:94): Can't dump file 3 of that type [20600] (chr 10:229)", 'device open'],
  ["(criu/fsnotify.c:284): fsnotify: \tCan't dump that handle", 'watches'],
  ["(criu/files-reg.c:1122): Can't create link remap for /data/one. Use link-remap option.", 'another one'],
  ["(criu/namespaces.c:460): Can't dump nested user namespace for 10947", 'namespace of its own'],
  [
    '(criu/net.c:3009): net: Unable to dump more than one netns if the --emptyns is set',
    'namespace of its own',
  ],
  ['(criu/mount.c:724): mnt: FS mnt ./tmp dev 0x417 root / unsupported id 3383', 'mount'],
  ["(criu/mount.c:753): mnt: 3803:./prop/sub doesn't have a proper root mount", 'mount'],
  [
    '(criu/mount.c:1092): mnt: Mount 3268 ./prop/sub (master_id: 91 shared_id: 0) has unreachable sharing.',
    'mount',
  ],
  ['(criu/filesystems.c:663): failed to dump fs ./tmp (fuse): always fail', 'mount'],
  ["(criu/sk-packet.c:495): packet: Can't bind packet socket: No such device", 'network device'],
  ["(criu/sockets.c:474): sockets: Can't set 1:25 (len 4): No such device", 'network device'],
  ['(criu/tun.c:391): tun: No tun device for file tun0', 'tunnel'],
  ["(criu/files-reg.c:1790): Can't lookup mount=2149 for fd=3 path=/held", 'message queue'],
])('%s', (line, word) => {
  const { meaning } = explainCriuLog(
    `(00.01) Error ${line}\n(00.02) Error (criu/cr-dump.c:1975): Dumping FAILED.`,
  );
  expect(meaning.en).toContain(word);
  expect(meaning.en).not.toContain('CRIU says');
});
