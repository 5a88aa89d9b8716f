import { failure, success, type Result } from '../kernel/result';
import { problem, type Diagnostic } from '../kernel/diagnostic';
import { validate } from './check/validate';
import type { Context } from './compile/context';
import { faultModel } from './compile/faults';
import { pathText } from './document/places';
import type { FaultModel, Model } from './model';
import { fault, type FaultSource } from './schema/fault';
import { faultSchema } from './schema/fault-schema';

export type { FaultSource } from './schema/fault';

/** Resolves a fault that stands in no document; problems are on line 1, with their path in the fault. Never throws. */
export function resolveFault(model: Model, id: string, source: FaultSource): Result<FaultModel> {
  const problems: Diagnostic[] = [];
  const report: Context['report'] = (path, message) => problems.push(problem(message, pathText(path)));
  const checked = validate(fault, faultSchema, source);
  for (const { path, message } of checked.complaints) report(path, message);
  if (checked.source === null || problems.length > 0) return failure(problems);

  const context: Context = { report, isPartial: () => false, isDeclared: () => false, namesIn: () => [] };
  const resolved = faultModel(id, checked.source, [], model, true, context);
  return resolved && problems.length === 0 ? success(resolved) : failure(problems);
}
