import { readDocument } from '../../scenario/document/read';
import type { Path } from '../../scenario/document/places';
import { UsageError } from '../usage-error';
import { findAddress } from './address';

/** One value of the scenario and what it is set to, in turn. */
export interface Axis {
  /** As given. */
  readonly address: string;
  readonly path: Path;
  readonly values: readonly Setting[];
}

interface Setting {
  /** As given. */
  readonly text: string;
  /** Null: without it. */
  readonly value: unknown;
}

/** Reads `address=value,value` for each thing varied; a UsageError says what there is where one leads nowhere. */
export function parseAxes(given: readonly string[], scenario: unknown): Axis[] {
  const axes = given.map((text) => parseAxis(text, scenario));
  axes.forEach((axis, index) => {
    const other = axes.find((one, at) => at !== index && axis.path.every((step, depth) => step === one.path[depth]));
    if (other)
      throw new UsageError(`--vary ${axis.address} and --vary ${other.address} overlap; vary one, with whole values`);
  });
  return axes;
}

function parseAxis(text: string, scenario: unknown): Axis {
  const equals = text.indexOf('=');
  const address = text.slice(0, Math.max(equals, 0)).trim();
  if (address === '')
    throw new UsageError(`--vary ${text}: expected an address and its values, such as services.web.replicas=1,2,4`);
  const found = findAddress(scenario, address);
  if (!found.ok) throw new UsageError(`--vary ${address}: ${found.message}`);
  const values = splitValues(text.slice(equals + 1)).map((value) => parseValue(address, value.trim()));
  const twice = values.find(({ value }, index) => values.findIndex((other) => same(other.value, value)) < index);
  if (twice) throw new UsageError(`--vary ${address}: ${twice.text} is given twice`);
  return { address, path: found.path, values };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function parseValue(address: string, text: string): Setting {
  if (text === '') throw new UsageError(`--vary ${address}: a value is missing; write ~ for without it`);
  const { document, problems } = readDocument(text);
  const [problem] = problems;
  if (!document || problem) throw new UsageError(`--vary ${address}: ${text}: ${problem?.message ?? 'no value'}`);
  return { text, value: document.value };
}

const BRACKETS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** At commas outside of brackets and quotes. */
function splitValues(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else depth += BRACKETS[character] ?? 0;
    if (character === ',' && depth === 0 && quote === '') parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
