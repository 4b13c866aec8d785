/** Brings a journal's tables to the version this Shiplock knows. */
import type Database from 'better-sqlite3';
import { ShiplockError } from '../../../shared/errors.ts';
import { schemaSteps } from './index.ts';

export const newestVersion = schemaSteps.length;

export function schemaVersion(sql: Database.Database): number {
  return Number(sql.pragma('user_version', { simple: true }));
}

/** Throws `journal` for a journal that a newer Shiplock wrote: what it means there is not known here. */
export function refuseNewer(sql: Database.Database): void {
  const version = schemaVersion(sql);
  if (version <= newestVersion) return;
  throw new ShiplockError(
    'journal',
    {
      en: `The journal ${sql.name} was written by a newer Shiplock (version ${version}, this one knows ${newestVersion}).`,
      zh: `日志库 ${sql.name} 由更新版本的 Shiplock 写成（版本 ${version}，本程序支持到 ${newestVersion}）。`,
    },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: { en: 'Use the newer Shiplock.', zh: '请使用更新版本的 Shiplock。' },
    },
  );
}

/**
 * Applies the schema steps that are missing, each in a transaction of its own with the version number, so a process
 * that dies in between leaves a journal the next one carries on from. Several processes may do it at once.
 */
export function applySchema(sql: Database.Database): void {
  for (const step of schemaSteps) {
    const applyOnce = sql.transaction(() => {
      if (schemaVersion(sql) >= step.version) return;
      sql.exec(step.sql);
      sql.pragma(`user_version = ${step.version}`);
    });
    if (schemaVersion(sql) < step.version) applyOnce.immediate();
  }
}
