/** What the contract offers for restore points that go to Podman and come from it. A part of `contract.ts`. */
import { z } from 'zod';
import { containerName, hostName, restorePointName, restorePointSummary } from './model.ts';

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
  /**
   * Takes an archive that `podman container checkpoint --export` made into the store. It goes back to Podman as it came, and is
   * restored under Docker, with its memory too.
   */
  'podman.import': {
    input: z.object({
      file: z.string().min(1),
      /** Of its image, from `podman save --format oci-archive`; not needed where a restore point is of that image. */
      imageFile: z.string().min(1).optional(),
      name: containerName.optional(),
      /** Where it ran, as `backups` lists it. */
      from: hostName.default('podman'),
      comment: z.string().max(1000).optional(),
    }),
    output: restorePointSummary.extend({
      /** Where the container saw folders of its host, which are not in it. */
      leftOut: z.array(z.string()),
    }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
