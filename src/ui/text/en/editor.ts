import { formatClock } from '../../../kernel/units';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const editor = {
  title: 'Policy editor',
  policyLabel:
    'Policies in YAML. Control or Command and Enter applies. Control+M switches whether Tab indents or leaves.',
  scenarioLabel:
    'Scenario in YAML. Control or Command and Enter runs it. Control+M switches whether Tab indents or leaves.',
  loading: 'The full editor is loading; you can type already.',
  plain: 'The full editor could not be loaded. This plain one does the same work.',
  newLine: 'Begin a new line',
  switchTab: 'Switch whether Tab indents or leaves the editor',
  tab: (leaves: boolean, mac: boolean) => {
    const key = mac ? '⌃⇧M' : 'Ctrl+M';
    return leaves ? `Tab leaves the editor. ${key} makes it indent.` : `Tab indents. ${key} makes it leave the editor.`;
  },

  apply: 'Apply',
  running: (version: number, sinceMs: number) =>
    sinceMs === 0 ? 'Running since the start' : `Running: version ${version}, since ${formatClock(sinceMs)}`,
  notApplied: 'Not applied yet.',
  invalid: (problems: number) => `Cannot be applied: ${count(problems, 'problem', 'problems')}.`,
  locked: 'A test is being played; your text is kept and can be applied after it.',

  notes: {
    unit: (unit: string) => `Unit: ${unit}`,
    holds: (what: string) => `Holds: ${what}`,
    default: (value: string) => `Default: ${value}`,
    scope: (whose: string) => `Whose it is: ${whose}`,
    libraries: (names: readonly string[]) => `Found in: ${names.join(', ')}`,
  },

  problems: (n: number) => count(n, 'problem', 'problems'),
  remarks: (n: number) => count(n, 'remark', 'remarks'),
  review: 'A reviewer would remark (it runs all the same):',
  problemAt: (line: number, column: number) => `Line ${line}, column ${column}`,

  undo: 'Undo',
  redo: 'Redo',
  reset: 'Start over',
  resetHint: 'Puts back the policies that were there at the beginning; Undo brings yours back.',
  difference: 'Difference',
  differenceTitle: 'What you changed',
  differenceFrom: 'from the policies that were there at the beginning',
  noDifference: 'Nothing yet: these are the policies that were there at the beginning.',
  export: 'Export',
  exportHint: 'Shows these policies as code for a library or proxy that you use.',
  exportTitle: 'These policies as code',
  exportTo: 'For',
  exportCode: 'The code',
  exportWriting: 'Writing…',
  exportCopy: 'Copy',
  exportCopied: 'Copied.',
  exportNotCopied: 'The browser does not allow that: select the code and copy it by hand.',
  exportDownload: 'Download',
  removed: 'taken out',
  added: 'put in',

  oldCalls: (calls: number, list: string, untilMs: number) =>
    `${count(calls, 'call', 'calls')} on ${list} began before this version and ${calls === 1 ? 'finishes' : 'finish'} under the old one, ` +
    (untilMs === Infinity
      ? 'and nothing ends the wait: no timeout bounds it.'
      : `by ${formatClock(untilMs, 1)} at the latest.`),
  oldCallsTitle: 'Old calls still hold workers',
  replay: 'Replay from before the break',
  replayHint: 'The same run once more up to now, breaks included, under the policies in the editor from its start.',
};
