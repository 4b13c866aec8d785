/** One numbered change of the journal's tables. Once released it is never edited: a later change is a later step. */
export interface SchemaStep {
  /** The journal's `user_version` after this step; the first is 1 and none is left out. */
  readonly version: number;
  readonly sql: string;
}
