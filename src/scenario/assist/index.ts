export { completionsAt, type Completion } from './complete';
export { hoverAt, type Hover } from './hover';
export { notesOf, type Notes } from './notes';
