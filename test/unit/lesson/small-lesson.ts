/** A lesson small enough to be played in milliseconds: one page that needs a price, and a price service that hangs. */
const FILES = {
  'lesson.md': `---
title: A small lesson
summary: A price service hangs.
minutes: 5
page: buy
---

\`\`\`step
id: look
name: Look
title: Follow one
minutes: 1
lit: [shoppers, web->prices]
task: { kind: follow, ask: Follow one, journey: buy }
\`\`\`

Follow it.

\`\`\`step
id: protect
name: Protect
title: Keep selling
minutes: 4
opens: [policy]
task:
  kind: protect
  storm: hang
  example: example.yaml
  example after: 4
  hints:
    - { after: 1, when fails: answered, text: "Only {measured} from {from} to {to}, worst at {worst}." }
    - { after: 2, text: Look at the link. }
\`\`\`

Protect it.

- with a timeout
`,
  'scenario.yaml': `scenario: A small shop
workloads:
  shoppers:
    rate: 40/s
    patience: 2s
    answer within: 500ms
    journeys:
      buy: { share: 50%, start: web.buy }
      read: { share: 50%, start: web.read }
services:
  web:
    workers: 4
    queue: 4
    endpoints:
      buy: { work: 1ms, calls: [prices.get] }
      read: { work: 1ms }
  prices:
    workers: 20
    queue: 1000
    endpoints:
      get: { work: 5ms }
faults:
  prices-hang: { node: prices, does: hang }
`,
  'policies.yaml': 'policies: {}\n',
  'checks.yaml': `storms:
  hang:
    title: Prices hang
    for: 10s
    events:
      - { at: 3s, break: prices-hang }
      - { at: 8s, heal: prices-hang }
checks:
  answered:
    title: Everyone is answered
    storm: hang
    points: 2
    from: prices-hang + 1s
    to: prices-hang healed
    expect: { answered: [buy, read], at least: 95% }
    message: "{measured} were answered from {from} to {to}."
`,
  'solution.yaml': `policies:
  web -> prices:
    - fallback: { use: cached, up to: 1min old, message: An old price }
    - timeout: 50ms
`,
  'example.yaml': `policies:
  web -> prices:
    - fallback: { use: default, message: A price }
    - timeout: 60ms
`,
  'mistakes/no-timeout.yaml': `mistake: Nothing ends the wait
fails: answered
policies:
  web -> prices:
    - fallback: { use: default, message: A price }
`,
};

export type SmallFile = keyof typeof FILES;

/** Its files, some of them changed: \`null\` takes one away. */
export function smallLesson(
  changes: Partial<Record<SmallFile | (string & {}), string | null>> = {},
): Map<string, string> {
  const files = new Map<string, string>(Object.entries(FILES));
  for (const [file, text] of Object.entries(changes)) {
    if (typeof text === 'string') files.set(file, text);
    else files.delete(file);
  }
  return files;
}

/** One of its files with a part replaced; a part that is not there is a fault of the test. */
export function edited(file: SmallFile, part: string, replacement: string): Record<string, string> {
  if (!FILES[file].includes(part)) throw new Error(`${file} has no ${part}`);
  return { [file]: FILES[file].replace(part, replacement) };
}
