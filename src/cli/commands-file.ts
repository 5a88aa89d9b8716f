import type { Command } from '../engine/command';
import type { Diagnostic } from '../kernel/diagnostic';
import { failure, success, type Result } from '../kernel/result';
import { validate } from '../scenario/check/validate';
import { readDocument, type ReadDocument } from '../scenario/document/read';
import type { FaultSource } from '../scenario/fault';
import { field, keys } from '../scenario/schema/field';
import { jsonSchema } from '../scenario/schema/json-schema';
import { z } from '../scenario/schema/z';

const command = keys('a command such as { "atMs": 60000, "do": "break", "id": "catalog-hangs" }', {
  atMs: field(z.number().min(0).meta({ expected: 'simulated milliseconds since the start' }), {
    is: 'When it acts, before every event of that instant.',
    unit: 'ms',
  }),
  do: field(z.enum(['break', 'heal', 'policies']).meta({ expected: 'break, heal or policies' }), {
    is: 'What is done.',
  }),
  id: field(z.string().min(1).optional().meta({ expected: 'the id of a fault' }), { is: 'break, heal: which fault.' }),
  fault: field(z.record(z.string(), z.unknown()).optional().meta({ expected: 'a fault as a scenario writes it' }), {
    is: 'break: a fault that the scenario does not have.',
  }),
  yaml: field(z.string().optional().meta({ expected: 'a document with `policies`, and perhaps `services`' }), {
    is: 'policies: the new policies.',
  }),
}).superRefine(({ do: what, id, yaml }, context) => {
  if (what === 'policies' ? yaml === undefined : id === undefined)
    context.addIssue({ code: 'custom', message: `\`${what}\` needs \`${what === 'policies' ? 'yaml' : 'id'}\`.` });
});

const commandList = z.array(command).meta({ expected: 'a list of commands' });

/** The commands of a file, each with its problems pointed at in that file. */
export interface CommandsFile {
  readonly commands: readonly Command[];
  /** Problems of a command, moved to where it stands. */
  placed(command: number, problems: readonly Diagnostic[]): Diagnostic[];
}

/** Reads a JSON list of commands, as a recording holds them. */
export function readCommands(text: string): Result<CommandsFile> {
  const { document, problems } = readDocument(text);
  if (!document) return failure(problems);
  const { source, complaints } = validate(commandList, jsonSchema(commandList), document.value);
  const all = [
    ...problems,
    ...complaints.map(({ path, part, message }) => document.places.problem(path, message, part)),
  ];
  if (source === null || all.length > 0) return failure(all);
  return success({ commands: source.map(commandOf), placed: placing(document) });
}

const placing =
  ({ places }: ReadDocument): CommandsFile['placed'] =>
  (command, problems) =>
    problems.map(({ message }) => places.problem([command], message));

function commandOf({ atMs, do: what, id = '', fault, yaml = '' }: z.output<typeof command>): Command {
  switch (what) {
    case 'break':
      // The engine checks a fault it is given before it acts on it.
      return fault === undefined ? { atMs, do: what, id } : { atMs, do: what, id, fault: fault as FaultSource };
    case 'heal':
      return { atMs, do: what, id };
    case 'policies':
      return { atMs, do: what, yaml };
  }
}
