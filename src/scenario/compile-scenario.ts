import type { Result } from '../kernel/result';
import { compileReading } from './checked';
import { scenarioModel } from './compile/scenario';
import { readDocument, type Reading } from './document/read';
import type { Model } from './model';
import { scenarioSchema } from './schema/scenario-schema';
import { scenario } from './schema/scenario';

/** Compiles a scenario, or gives every problem of it, sorted by place. Never throws. */
export const compileScenario = (text: string): Result<Model> => compileReadScenario(readDocument(text));

/** The second half of compiling a scenario, for whoever has time for one at a time; the first is `readDocument`. */
export const compileReadScenario = (reading: Reading): Result<Model> =>
  compileReading(reading, scenario, scenarioSchema, scenarioModel);
