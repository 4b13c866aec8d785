/**
 * A restore from a stand-in for the store as a process of its own, which a test can kill. Arguments: the station's home, the
 * folder of the point, `restore`, `resume` or `rollback`, and its request as JSON. Tells its events on standard error,
 * as the command line does, and the report on standard output.
 */
import { Station } from '../../electron/station.ts';
import { type ErrorData, toErrorData } from '../../shared/errors.ts';
import { readPoint } from './point-stand-in.ts';

const [home = '', folder = '', verb = '', request = ''] = process.argv.slice(2);
const station = new Station(home, async () => readPoint(folder));
const onEvent = (event: unknown): void => {
  process.stderr.write(`${JSON.stringify(event)}\n`);
};
try {
  const input = JSON.parse(request);
  const report =
    verb === 'restore'
      ? await station.restore(input, { onEvent })
      : await station.call(verb === 'resume' ? 'runs.resume' : 'runs.rollback', input, { onEvent });
  process.stdout.write(JSON.stringify(report));
} catch (thrown) {
  const error: ErrorData = toErrorData(thrown);
  process.stdout.write(JSON.stringify({ error }));
  process.exitCode = 1;
} finally {
  station[Symbol.dispose]();
}
