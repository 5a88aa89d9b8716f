export const trust = {
  title: 'Can I trust this?',
  intro:
    'What you see here is computed, so it should be checked like any other claim. Queueing theory and published studies ' +
    'state what some systems must do; each of them is written as a scenario and run by the same engine that runs your lab.',
  rule: (seeds: number) =>
    `Each figure is measured over seeds 1 to ${seeds}. It holds when what is expected lies in the 99 % confidence interval ` +
    'of the mean (for quantiles, give or take the histogram’s error of 0.8 %), and that interval is as narrow as stated. ' +
    'Where it says every seed, each run alone must be that close.',
  names:
    'M/M/1 and its like name queues by how requests arrive, how long their work takes, and how many workers serve them: ' +
    'M is at random (exponential), G any distribution. A fourth number is how many fit in at all, and one after two ' +
    'strokes how many customers there are. Load is the share of time for which workers are busy, on average.',
  version: (version: string) => `Version ${version} of the model.`,
  caption: 'Expected and measured',
  columns: {
    model: 'System',
    figure: 'Figure',
    expected: 'Expected',
    measured: 'Measured',
    interval: 'Interval',
    verdict: 'Verdict',
  },
  within: (half: string, allowed: string) => `± ${half} (at most ${allowed})`,
  everySeed: (allowed: string) => `every seed within ${allowed}`,
  everySeedExactly: 'every seed, exactly',
  holds: 'holds',
  fails: 'does not hold',
  more:
    'What is not in the model is not in these numbers either: connections break, disks fill and people panic in ways ' +
    'it does not know. The rules it does follow, with their units and equations, are in MODEL.md beside the engine’s code; ' +
    'npm run validate measures this table again.',
};
