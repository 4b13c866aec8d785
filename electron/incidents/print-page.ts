/** The way to a PDF of a report: whoever shows pages on this machine prints them as well. */
import type { Words } from '../../shared/words.ts';

/**
 * Gives a page that needs nothing but itself as a PDF. Fetches nothing, runs nothing that is in the page, and leaves nothing
 * behind. Throws 'not-found' where this machine has nothing to print with, 'command-failed' and 'timed-out'; the signal's reason.
 */
export type PrintPage = (page: string, signal: AbortSignal | undefined) => Promise<Uint8Array>;

export const pdfName = 'report.pdf';
export const pdfMeans: Words = { en: 'The report as a PDF', zh: 'PDF 格式的报告' };
