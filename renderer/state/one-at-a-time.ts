/**
 * What is asked for again and again is done once at a time: whatever is asked for meanwhile is one more turn when that has ended.
 * `work` never rejects, or its failure is a defect.
 */
export function oneAtATime(work: () => Promise<void>): () => void {
  let isUnderWay = false;
  let turns = 0;
  const carryOut = async (): Promise<void> => {
    isUnderWay = true;
    try {
      while (turns > 0) {
        turns = 0;
        await work();
      }
    } finally {
      isUnderWay = false;
    }
  };
  return () => {
    turns += 1;
    if (!isUnderWay) void carryOut();
  };
}
