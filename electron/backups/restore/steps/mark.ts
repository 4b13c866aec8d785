/** Keeps other runs, also those from another laptop, off the name on the target and off what is to make way. */
import { markContainer, unmarkContainer } from '../../../migration/mark.ts';
import type { Session } from '../../../hosts/session.ts';
import type { Restoration } from '../restoration.ts';
import type { Step } from '../step.ts';

export const mark: Step = {
  name: 'mark',
  isVolatile: true,

  async run(restoration) {
    for (const { session, containerId, name } of marked(restoration)) {
      await markContainer(session, { containerId, key: restoration.plan.key }, name);
    }
  },

  undo: unmarkAll,
};

export async function unmarkAll(restoration: Restoration): Promise<void> {
  for (const { session, containerId } of marked(restoration)) {
    await unmarkContainer(session, { containerId, key: restoration.plan.key });
  }
}

interface Marked {
  readonly session: Session;
  readonly containerId: string;
  readonly name: string;
}

/** A name that is taken as a mark cannot be mistaken for a container's identifier, which is hexadecimal. */
function marked(restoration: Restoration): Marked[] {
  const { target, plan } = restoration;
  return [
    { session: target.session, containerId: `name-${plan.name}`, name: plan.name },
    ...plan.parked.map((parked) => ({
      session: restoration.sideOf(parked).session,
      containerId: parked.id,
      name: parked.name,
    })),
  ];
}
