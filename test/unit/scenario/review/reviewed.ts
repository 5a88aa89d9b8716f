import { compilePolicies, compileScenario } from '../../../../src/scenario';
import type { Model } from '../../../../src/scenario/model';
import { reviewPolicies } from '../../../../src/scenario/review';
import type { Diagnostic } from '../../../../src/kernel/diagnostic';

export function modelFrom(text: string): Model {
  const compiled = compileScenario(text);
  if (!compiled.ok) throw new Error(compiled.problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return compiled.value;
}

/** What a reviewer says of a document of policies that is meant to compile. */
export function review(model: Model, text: string): readonly Diagnostic[] {
  const plan = compilePolicies(model, text);
  if (!plan.ok) throw new Error(plan.problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return reviewPolicies(model, plan.value, text);
}

export const messages = (model: Model, text: string): readonly string[] =>
  review(model, text).map(({ message }) => message);

/** The text between the places that a diagnostic names. */
export const marked = (text: string, { line, column, endColumn }: Diagnostic): string =>
  text.split('\n')[line - 1]!.slice(column - 1, endColumn - 1);
