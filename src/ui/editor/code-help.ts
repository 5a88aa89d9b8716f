import type { Diagnostic } from '../../kernel/diagnostic';
import { compilePolicies, compileScenario } from '../../scenario';
import { completionsAt, hoverAt, type Completion, type Hover } from '../../scenario/assist';
import type { Model } from '../../scenario/model';
import { reviewPolicies } from '../../scenario/review';
import { scenarioSchema } from '../../scenario/schema/scenario-schema';

/** What an editor can say of the text in it. Places count lines and columns from 1. */
export interface CodeHelp {
  /** Errors; if there are none, a reviewer's warnings. */
  problems(text: string): readonly Diagnostic[];
  complete(text: string, line: number, column: number): readonly Completion[];
  hover(text: string, line: number, column: number): Hover | null;
}

/** Of a text of policies, for this model. */
export const policyHelp = (model: Model): CodeHelp => ({
  problems(text) {
    const plan = compilePolicies(model, text);
    return plan.ok ? reviewPolicies(model, plan.value, text) : plan.problems;
  },
  complete: (text, line, column) => completionsAt(text, line, column, model),
  hover: (text, line, column) => hoverAt(text, line, column, model),
});

/** Of a whole scenario; the names offered are those of the one that runs. */
export const scenarioHelp = (model: Model): CodeHelp => ({
  problems(text) {
    const compiled = compileScenario(text);
    return compiled.ok ? reviewPolicies(compiled.value, compiled.value.policies, text) : compiled.problems;
  },
  complete: (text, line, column) => completionsAt(text, line, column, model, scenarioSchema),
  hover: (text, line, column) => hoverAt(text, line, column, model, scenarioSchema),
});
