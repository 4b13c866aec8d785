/** Restore points that are being taken, as a window shows them that looks on: those that others have asked for beside its own. */
import { expect, test } from 'vitest';
import type { EventPayload } from '../../../shared/contract.ts';
import { begun, withoutEnded, withoutOthers, withOther } from '../../../renderer/state/takes-of-others.ts';

const goesOn = (host: string, wireBytes = 7): EventPayload<'backup.progress'> => ({
  ...{ host, container: 'gauge', phase: 'files', wireBytes },
});
const end = (host: string): EventPayload<'backup.ended'> => ({ host, container: 'gauge', point: 'rp1' });

test('two at once are told apart by their host, and each is shown until it ends', () => {
  const both = withOther(withOther({}, goesOn('upper')), goesOn('lower'));
  expect(withOther(both, goesOn('upper', 9))).toMatchObject({
    'upper gauge': { isOurs: false, isUnderWay: true, progress: { wireBytes: 9 } },
    'lower gauge': { isOurs: false, isUnderWay: true, progress: { wireBytes: 7 } },
  });
  expect(Object.keys(withoutEnded(both, end('upper')))).toEqual(['lower gauge']);
});

test('what this window has asked for is left to its own call, which tells what came of it', () => {
  const ours = { 'upper gauge': begun };
  expect(withOther(ours, goesOn('upper'))).toEqual(ours);
  expect(withoutEnded(ours, end('upper'))).toEqual(ours);
});

test('one whose call was lost with the connection is shown again as it goes on; of others nothing is known then', () => {
  const lost = { 'upper gauge': { ...begun, isUnderWay: false } };
  expect(withOther(lost, goesOn('upper'))).toMatchObject({
    'upper gauge': { isOurs: false, isUnderWay: true },
  });
  expect(withoutOthers(withOther(lost, goesOn('lower')))).toEqual(lost);
});
