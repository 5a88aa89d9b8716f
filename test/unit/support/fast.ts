import type * as Core from './core';

/** The engine as a build has it, for tests that run millions of events; see bundle-core.ts. */
const path = new URL('../../../node_modules/.cache/breakwater-core/core.mjs', import.meta.url).href;
const core = (await import(/* @vite-ignore */ path)) as typeof Core;

export const { Engine, modelOf, engineOf, command } = core;
