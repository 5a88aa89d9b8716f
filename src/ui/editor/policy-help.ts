import { compilePolicies, compileScenario } from '../../scenario';
import type { Model } from '../../scenario/model';
import type { CodeHelp } from './code-help';

/** What can be said of a text with the one key `policies`, for this model. */
export const policyHelp = (model: Model): CodeHelp => ({
  problems(text) {
    const plan = compilePolicies(model, text);
    return plan.ok ? [] : plan.problems;
  },
  complete: () => [],
  hover: () => null,
});

/** The same for a whole scenario. */
export const scenarioHelp: CodeHelp = {
  problems(text) {
    const model = compileScenario(text);
    return model.ok ? [] : model.problems;
  },
  complete: () => [],
  hover: () => null,
};
