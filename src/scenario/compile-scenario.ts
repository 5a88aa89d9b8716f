import type { Result } from '../kernel/result';
import { compileDocument } from './checked';
import { scenarioModel } from './compile/scenario';
import type { Model } from './model';
import { scenarioSchema } from './schema/scenario-schema';
import { scenario } from './schema/scenario';

/** Compiles a scenario, or gives every problem of it, sorted by place. Never throws. */
export const compileScenario = (text: string): Result<Model> =>
  compileDocument(text, scenario, scenarioSchema, scenarioModel);
