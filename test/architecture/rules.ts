import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

/** A room imports only from itself and the rooms before it. */
export const ROOMS = ['kernel', 'policies', 'scenario', 'engine', 'lesson', 'interop', 'lab', 'ui', 'app'] as const;

/** Stands beside the order: it sees `SEEN_BY_CLI`, and nothing sees it. */
export const CLI = 'cli';

const SEEN_BY_CLI = ROOMS.slice(0, ROOMS.indexOf('interop') + 1);

const inAny = (rooms: readonly string[]): string => `^src/(${rooms.join('|')})/`;

const order = ROOMS.map((room, at): IForbiddenRuleType => ({
  name: `${room} imports only from rooms above it`,
  severity: 'error',
  from: { path: inAny([room]) },
  to: { path: inAny([...ROOMS.slice(at + 1), CLI]) },
}));

const rules: readonly IForbiddenRuleType[] = [
  ...order,
  {
    name: 'cli imports only from interop and the rooms above it',
    severity: 'error',
    from: { path: inAny([CLI]) },
    to: { path: inAny(ROOMS.filter((room) => !SEEN_BY_CLI.includes(room))) },
  },
  {
    name: 'only cli knows Node',
    severity: 'error',
    from: { path: inAny(ROOMS) },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'only lab knows the worker',
    severity: 'error',
    from: { path: '^src/', pathNot: inAny(['lab']) },
    to: { path: '^src/lab/worker\\.ts$' },
  },
  {
    name: 'the product does not import its tests',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(test|scripts)/' },
  },
  { name: 'no import leads back to where it began', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'Monaco is behind one module',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/ui/editor/monaco' },
    to: { path: '(^|/)monaco-editor/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'Monaco is loaded only when an editor opens',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/ui/editor/monaco(\\.ts$|/)' },
    to: { path: '^src/ui/editor/monaco(\\.ts$|/)', dynamic: false, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'every import of ours leads somewhere',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^\\.', couldNotResolve: true },
  },
];

const OPTIONS: ICruiseOptions = {
  validate: true,
  ruleSet: { forbidden: [...rules] },
  // types count: what a file knows, it knows whether or not the compiler erases it
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
};

/** A rule that was broken, by which file and through which import. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Every broken rule in the tree whose `src` folder lies in `root`, and how many files were looked at. */
export async function inspect(root: string): Promise<{ violations: Violation[]; files: number }> {
  const { output } = await cruise(['src'], { ...OPTIONS, baseDir: root });
  const { modules, summary } = output as ICruiseResult;
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    files: modules.filter((module) => module.source.startsWith('src/')).length,
  };
}
