import type { Result } from '../kernel/result';
import { compileDocument } from './checked';
import { policyPlan } from './compile/policies';
import type { Model, PolicyPlan } from './model';
import { policySchema } from './schema/policy-schema';
import { policiesDocument } from './schema/policy';

/** Compiles the text of a `policies` section, a document with that one key, for a model; or every problem of it. Never throws. */
export const compilePolicies = (model: Model, text: string): Result<PolicyPlan> =>
  compileDocument(text, policiesDocument, policySchema, ({ policies }, context) =>
    policyPlan(policies, model, true, context),
  );
