import type { Call, Request } from './records';

/* Lists of what may be called off: the attempts of a call, and the calls that are made for a request. */

export function listAttempt(call: Call, attempt: Request): void {
  const next = call.firstAttempt;
  attempt.previousOfCall = null;
  attempt.nextOfCall = next;
  if (next !== null) next.previousOfCall = attempt;
  call.firstAttempt = attempt;
}

export function unlistAttempt(call: Call, attempt: Request): void {
  const { nextOfCall: next, previousOfCall: previous } = attempt;
  if (previous === null) call.firstAttempt = next;
  else previous.nextOfCall = next;
  if (next !== null) next.previousOfCall = previous;
}

export function listCall(owner: Request, call: Call): void {
  const next = owner.firstCall;
  call.owner = owner;
  call.previousOfOwner = null;
  call.nextOfOwner = next;
  if (next !== null) next.previousOfOwner = call;
  owner.firstCall = call;
}

export function unlistCall(call: Call): void {
  const { owner, nextOfOwner: next, previousOfOwner: previous } = call;
  if (previous !== null) previous.nextOfOwner = next;
  else if (owner !== null) owner.firstCall = next;
  if (next !== null) next.previousOfOwner = previous;
  call.owner = null;
}

/** A request ends; the calls that it made go on without it. */
export function forgetCalls(request: Request): void {
  for (let call = request.firstCall; call !== null; call = call.nextOfOwner) call.owner = null;
  request.firstCall = null;
}
