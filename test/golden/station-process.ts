/**
 * Calls to a station, in a process of its own, which may die of SIGKILL at the very beginning of a step: then the step is
 * intended in the journal, and nothing of it was done. Arguments: the checkout that the station is of, its home, the calls
 * (JSON), the step at which to die. The result of the last call goes to standard output.
 */
import path from 'node:path';
import type { Input, MethodName } from '../../shared/contract.ts';

export interface CallOf<Name extends MethodName> {
  readonly method: Name;
  readonly input: Input<Name>;
}
export type Call = { [Name in MethodName]: CallOf<Name> }[MethodName];

type StationModule = typeof import('../../electron/station.ts');

const [checkout = '', home = '', calls = '', fatalStep] = process.argv.slice(2);
const { Station } = (await import(path.join(checkout, 'electron/station.ts'))) as StationModule;
using station = new Station(home);
let result: unknown;
for (const { method, input } of JSON.parse(calls) as Call[]) {
  result = await station.call(method, input, {
    onEvent(event) {
      if (event.event === 'run.step' && event.step === fatalStep && event.state === 'began')
        process.kill(process.pid, 'SIGKILL');
    },
  });
}
process.stdout.write(JSON.stringify(result));
