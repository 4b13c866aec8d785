/** What the journal keeps and the contract carries, as schemas from which the types are derived; a file for each theme. */
export * from './model/cargo.ts';
export * from './model/containers.ts';
export * from './model/error-data.ts';
export * from './model/findings.ts';
export * from './model/hosts.ts';
export * from './model/plans.ts';
export * from './model/restore-points.ts';
export * from './model/runs.ts';
export * from './model/secrets.ts';
