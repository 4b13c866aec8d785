/** What Docker answers: nothing of it is believed that makes no sense. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainPath } from '../../electron/hosts/plain-path.ts';
import { imageAnswer, infoAnswer, listAnswer, readAnswer } from '../../electron/engines/docker/answers.ts';
import { asks } from '../../electron/engines/docker/asks.ts';
import { toContainer } from '../../electron/engines/docker/container.ts';
import { toCreateBody } from '../../electron/engines/docker/create.ts';
import { inspectAnswer } from '../../electron/engines/docker/inspect.ts';
import { expectSense, hold, resultOf } from './fuzz.ts';

describe('Docker', () => {
  const wild = fc.jsonValue({ maxDepth: 3 });
  /** A right answer with anything in the place of any part of it. */
  function spoilt(right: unknown): fc.Arbitrary<unknown> {
    const paths: string[][] = [];
    const walk = (value: unknown, at: string[]): void => {
      if (at.length > 0) paths.push(at);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) walk(inner, [...at, key]);
    };
    walk(right, []);
    const text = fc.constantFrom(
      '',
      '..',
      '../..',
      '/a/../b',
      '-o/etc',
      '/a\0',
      '__proto__',
      '/containers/x',
      '\n',
    );
    const change = fc.tuple(fc.constantFrom(...paths), fc.oneof(wild, text));
    return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
      const answer = structuredClone(right);
      for (const [at, value] of changes) {
        let place: unknown = answer;
        for (const key of at.slice(0, -1)) place = Object(place)[key];
        if (typeof place === 'object' && place !== null) Object.assign(place, { [at.at(-1) ?? '']: value });
      }
      return answer;
    });
  }

  const inspect = {
    Id: 'a'.repeat(64),
    Name: '/gauge',
    Image: `sha256:${'b'.repeat(64)}`,
    LogPath: '/var/lib/docker/containers/x/x-json.log',
    ResolvConfPath: '/var/lib/docker/containers/x/resolv.conf',
    State: { Status: 'running', Pid: 7, Paused: false, Health: { Status: 'healthy' } },
    Config: {
      Image: 'gauge:1',
      Hostname: 'x',
      Tty: false,
      Healthcheck: { Test: ['CMD', 'true'] },
      Env: ['A=b'],
    },
    HostConfig: {
      NetworkMode: 'bridge',
      LogConfig: { Type: 'json-file' },
      RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] },
      Devices: [{ PathOnHost: '/dev/x' }],
    },
    Mounts: [
      { Type: 'volume', Name: 'v', Source: '/var/lib/docker/volumes/v/_data', Destination: '/v', RW: true },
    ],
    GraphDriver: { Data: { UpperDir: '/var/lib/docker/overlay2/x/diff' } },
    NetworkSettings: {
      Networks: { bridge: { IPAMConfig: { IPv4Address: '10.0.0.2' }, Aliases: ['x'], DriverOpts: {} } },
    },
  };

  test('a container', () => {
    hold(
      fc.property(fc.oneof(wild, spoilt(inspect)), (answer) => {
        const read = resultOf(
          () => readAnswer('weir', asks.describeContainer, inspectAnswer, answer),
          'engine-failed',
        );
        if (read === undefined) return;
        const container = toContainer(read, new Map());
        expectSense({ ...container, definition: undefined });
        expect(container.id).toMatch(/^[0-9a-f]{64}$/);
        expect(container.imageName).toMatch(/^[^-./]/);
        for (const { kind, source, destination, name = 'v' } of container.mounts) {
          expect(isPlainPath(destination)).toBe(true);
          if (kind === 'bind' || kind === 'volume') expect(source === '' || isPlainPath(source)).toBe(true);
          expect(name).not.toMatch(/[/\\?#]|^\./);
        }
        if (container.log !== undefined) expect(isPlainPath(container.log.folder)).toBe(true);
        JSON.stringify(toCreateBody(read, 'gauge:1', 'shiplock', new Map()));
      }),
      5,
    );
  });

  test('everything else', () => {
    const info = {
      ServerVersion: '28',
      Driver: 'overlay2',
      DriverStatus: [['a', 'b']],
      DockerRootDir: '/var/lib/docker',
    };
    const list = [
      { Id: 'a'.repeat(64), Names: ['/x'], Image: 'x', State: 'running', Status: 'Up', Ports: [] },
    ];
    const image = { Id: `sha256:${'b'.repeat(64)}`, RepoTags: ['x:1'], Size: 5, RootFS: { Layers: [] } };
    const cases = fc.oneof(
      spoilt(info).map((answer) => [infoAnswer, answer] as const),
      spoilt(list).map((answer) => [listAnswer, answer] as const),
      spoilt(image).map((answer) => [imageAnswer, answer] as const),
    );
    hold(
      fc.property(cases, ([schema, answer]) => {
        resultOf(() => readAnswer('weir', asks.tellCommandEnd, schema, answer), 'engine-failed');
      }),
      2,
    );
  });
});
