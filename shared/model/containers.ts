/** A container, as its engine lists it. */
import { z } from 'zod';

export const containerName = z.string().min(1);

export const containerSummary = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  state: z.string(),
  status: z.string(),
  ports: z.array(z.string()),
});
export type ContainerSummary = z.infer<typeof containerSummary>;
