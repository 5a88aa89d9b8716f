import type { Tape } from '../kernel/rows';
import type { ScriptedWork } from '../scenario/model';

/** An arrival of a script, and what the visits made for it meet at the endpoint that it names; both are programs. */
export class Scripted<Program> {
  /** visits there so far */
  private met = 0;

  /** among all of the run, and in its script; both 0-based */
  declare readonly number: number;
  declare readonly place: number;
  declare readonly atMs: number;
  declare readonly journey: Program;
  declare private readonly program: Program;
  declare private readonly tries: readonly ScriptedWork[];

  constructor(
    number: number,
    place: number,
    atMs: number,
    journey: Program,
    program: Program,
    tries: readonly ScriptedWork[],
  ) {
    this.number = number;
    this.place = place;
    this.atMs = atMs;
    this.journey = journey;
    this.program = program;
    this.tries = tries;
  }

  /** Whether the work of visits to this endpoint is told here. */
  tells(program: Program): boolean {
    return this.program === program;
  }

  /** What the visit that begins now meets. */
  begin(): ScriptedWork {
    const { tries } = this;
    return tries[this.met < tries.length - 1 ? this.met++ : tries.length - 1]!;
  }

  carry(tape: Tape): void {
    this.met = tape.number(this.met);
  }
}
