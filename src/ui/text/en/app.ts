export const app = {
  name: 'Breakwater',
  home: 'All lessons',
  saved: 'saved',
  notSaved: 'not saved',
  test: 'Test',
  testHint: 'Plays the storm from the start under the policies in the editor',
  stopTest: 'Stop',
  menu: 'Menu',
  newTab: ' (opens in a new tab)',

  panes: {
    label: 'Parts of the lab',
    lesson: 'Lesson',
    system: 'System',
    policy: 'Policy',
    inspector: 'Inspect',
    log: 'Log',
  },
  sheet: {
    raise: 'Show more of the lesson',
    lower: 'Show the drawing above the lesson',
    back: 'Back to the lesson',
    done: 'Done: read on',
  },
  side: 'Policy, inspector and log',
  openSide: 'Open policy, inspector and log',
  closeSide: 'Close the side panel',
  scenarioTab: 'Scenario',
  stage: 'The system',
  inspect: (name: string) => `Inspect ${name}`,
  time: 'Time',

  theme: { label: 'Colours', system: 'System', light: 'Light', dark: 'Dark' },

  lessons: {
    title: 'Lessons',
    intro: 'Break a shop, watch the failure travel, and build what stops it.',
    begin: 'Begin',
    goOn: 'Go on',
    lookAgain: 'Look again',
    report: 'Report',
    progress: (done: number, of: number) =>
      done === 0 ? `${of} steps, not begun` : done === of ? 'finished' : `${done} of ${of} steps done`,
    minutes: (minutes: number) => `about ${minutes} minutes`,
    sandbox: 'Sandbox',
    sandboxSummary: 'The same shop, or a system of your own, with nothing to do but try.',
    openSandbox: 'Open the sandbox',
  },

  sandbox: {
    title: 'Sandbox',
    run: 'Run it',
    runHint: 'Compiles the scenario and starts it from 0.',
    running: 'This scenario is running.',
    changed: 'Changed since it was started.',
    problems: (n: number) => `Cannot be run: ${n} ${n === 1 ? 'problem' : 'problems'}. The drawing shows one that can.`,
    reset: 'Back to the lesson’s shop',
    intro: 'Select a service or a link to break it. Policies and the scenario are yours to change.',
  },

  work: {
    saveFile: 'Save work to a file',
    loadFile: 'Load work from a file',
    fileName: 'breakwater-work.json',
    resetLesson: 'Reset this lesson',
    resetTitle: 'Reset this lesson?',
    resetBody:
      'Your predictions, sentences, attempts and policies of this lesson are removed from this browser. Save them to a file first if you may want them back.',
    resetConfirm: 'Reset it',
    cancel: 'Cancel',
    loadTitle: 'Load work from a file?',
    loadBody: 'It takes the place of the work kept in this browser.',
    loadConfirm: 'Load it',
  },

  elsewhere: {
    title: (name: string) => `${name} is open in another tab`,
    who: 'That tab saves your work. Two tabs would overwrite each other’s, so this one waits.',
    how: 'Close the other tab, or go on here: what you did there comes along, and the other tab waits instead. The run begins anew.',
    takeOver: 'Go on here',
  },

  help: {
    title: 'Keyboard',
    open: 'Keyboard shortcuts',
    keys: {
      play: 'Play or pause',
      step: 'To the next instant at which something happens',
      test: 'Play the test, where the lesson has one',
      help: 'This help',
      apply: 'In the editor: apply the policies',
      leave: 'In the editor: let Tab leave it (on a Mac ⌃⇧M)',
      graph: 'On the graph: from node to node along the links',
      inspect: 'On the graph: look into the node or link',
    },
    space: 'Space',
  },

  errors: {
    title: 'Something went wrong',
    saved: 'Your work is saved in this browser.',
    reload: 'Reload the page',
    dismiss: 'Go on',
    lab: 'The simulation stopped.',
    unknownPage: 'There is nothing at this address.',
    unknownLesson: (id: string) => `There is no lesson called “${id}”.`,
    toLessons: 'To the lessons',
    storage:
      'This browser does not let the page keep anything (a private window, perhaps). Save your work to a file before you close it.',
    file: (why: string) => `That file could not be read as saved work: ${why}`,
    noLessons: 'No lesson could be read.',
  },

  loading: 'Loading …',
};
