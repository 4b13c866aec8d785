/** An error, as the data that it crosses every border as. */
import { z } from 'zod';
import { errorExitStatus, type ErrorCode } from '../errors.ts';
import { words } from '../words.ts';
import { finding } from './findings.ts';

const errorCodes = Object.keys(errorExitStatus) as [ErrorCode, ...ErrorCode[]];

export const errorData = z.object({
  code: z.enum(errorCodes),
  message: words,
  state: words.optional(),
  remedy: words.optional(),
  details: z.string().optional(),
  findings: z.array(finding).readonly().optional(),
});
