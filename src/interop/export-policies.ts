import type { Model, PolicyPlan } from '../scenario/model';
import { guardedOf } from './source';
import type { Target } from './target';
import { awsSdk } from './targets/aws-sdk';
import { cockatiel } from './targets/cockatiel';
import { envoy } from './targets/envoy';
import { gobreaker } from './targets/gobreaker';
import { istio } from './targets/istio';
import { opossum } from './targets/opossum';
import { polly } from './targets/polly';
import { pybreaker } from './targets/pybreaker';
import { resilience4j } from './targets/resilience4j';
import { tenacity } from './targets/tenacity';

export type { Target };

/** In the order in which they are offered. */
export const TARGETS: readonly Target[] = [
  pybreaker,
  tenacity,
  resilience4j,
  polly,
  opossum,
  cockatiel,
  gobreaker,
  envoy,
  istio,
  awsSdk,
];

/** The policies of a plan as code for a library; what it cannot express is said in comments where it would stand. */
export const exportPolicies = (model: Model, plan: PolicyPlan, target: Target): string =>
  target.code(guardedOf(model, plan), model.title);
