import type { Result } from '../kernel/result';
import { compileReadScenario, readDocument, type Reading } from '../scenario';
import type { Model } from '../scenario/model';

let newestRead: { readonly text: string; readonly reading: Reading } | null = null;
let newest: { readonly text: string; readonly result: Result<Model> } | null = null;

/**
 * As `compileScenario`; the newest is kept, for on the page the same one is asked for again and again. Nothing there
 * changes a model, and none is run.
 */
export function compiledScenario(text: string): Result<Model> {
  if (newest?.text !== text) newest = { text, result: compileReadScenario(readScenario(text)) };
  return newest.result;
}

function readScenario(text: string): Reading {
  if (newestRead?.text !== text) newestRead = { text, reading: readDocument(text) };
  return newestRead.reading;
}

/** What makes `compiledScenario` answer at once, to be done one after another: all of it together would block the page. */
export const compilingSteps = (text: string): readonly (() => void)[] => [
  () => void readScenario(text),
  () => void compiledScenario(text),
];
