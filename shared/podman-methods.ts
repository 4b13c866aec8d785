/** What the contract offers for restore points that go to Podman and come from it. A part of `contract.ts`. */
import { z } from 'zod';
import { restorePointName } from './model.ts';

export const podmanMethods = {
  /**
   * Writes a restore point as an archive that `podman container restore --import` takes, with its memory, and its image beside
   * it as one that `podman load` takes. Neither may be there yet.
   */
  'podman.export': {
    input: z.object({ point: restorePointName, out: z.string().min(1), imageOut: z.string().min(1) }),
    output: z.object({
      out: z.string(),
      imageOut: z.string(),
      imageName: z.string(),
      /** Files of the host that have to be there before the restore. */
      notInArchive: z.array(z.object({ path: z.string(), destination: z.string() })),
      /** Folders of the host that are volumes now. */
      volumes: z.array(z.string()),
      /** It had connections: CRIU is to be told to close them. */
      closesConnections: z.boolean(),
    }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
