export { completionsAt, type Completion } from './complete';
export { hoverAt, type Hover } from './hover';
export type { Notes } from './notes';
