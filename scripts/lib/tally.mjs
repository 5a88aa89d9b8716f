/**
 * How a runner came out. A test that was skipped is one that failed: nobody knows that it passes.
 * @typedef {{ passed: number, failed: number }} Tally
 */

/**
 * A tally agrees with its runner's exit code: a runner that fails without naming a test, or that ran none, failed once.
 * @param {Tally} tally
 * @param {number} code
 * @returns {Tally}
 */
export function settle({ passed, failed }, code) {
  const unnamed = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: unnamed ? 1 : failed };
}

/**
 * @param {any} report of Vitest's json reporter
 * @returns {Tally}
 */
export function tallyVitest(report) {
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = report.testResults;
  const results = files.flatMap((file) => file.assertionResults.map((result) => result.status));
  const passed = results.filter((status) => status === 'passed').length;
  // a file that could not even be loaded has no results of its own
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((r) => r.status === 'failed'),
  );
  return { passed, failed: results.length - passed + broken.length };
}

/**
 * @param {any} report of Playwright's json reporter
 * @returns {Tally}
 */
export function tallyPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + skipped + report.errors.length };
}

/**
 * @param {string} output whose last line is `N passed, N failed`
 * @returns {Tally | null} null where it is not
 */
export function tallyLastLine(output) {
  const match = /(?:^|\n)(\d+) passed, (\d+) failed\s*$/.exec(output);
  return match === null ? null : { passed: Number(match[1]), failed: Number(match[2]) };
}
