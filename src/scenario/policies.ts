import type { Result } from '../kernel/result';
import { compileDocument } from './checked';
import { policyPlan } from './compile/policies';
import type { Model, PolicyPlan } from './model';
import { policySchema } from './schema/policy-schema';
import { policiesDocument } from './schema/policy';

/**
 * Compiles a text of policies for a model, a document with the key `policies` and perhaps `services`; or every problem of
 * it. What it names is the model's: it declares no services itself. Never throws.
 */
export const compilePolicies = (model: Model, text: string): Result<PolicyPlan> =>
  compileDocument(text, policiesDocument, policySchema, ({ policies, services }, context) =>
    policyPlan(policies, services, model, true, { ...context, isDeclared: () => false, namesIn: () => [] }),
  );
