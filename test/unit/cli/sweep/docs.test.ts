import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { scratch } from '../files';
import { shellLine } from '../shell';

/* The commands of the documentation, as they stand there but for fewer seeds, shorter runs and a folder to write to. */

const README = readFileSync('src/cli/README.md', 'utf8');
const section = (title: string): string => README.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
const blocks = (title: string, language: string): string[] =>
  [...section(title).matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text!.trim());

const { folder } = scratch();
const small = (command: string): string => {
  const changed = command
    .replace(/--seeds 1\.\.\d+/, '--seeds 1..2')
    .replace(/--for \d+min/, '--for 500ms')
    .replaceAll(/\/results\/|(?<=\s)(?=(?:shard-|all\.|results\.))/g, `${folder}/`);
  expect(changed).not.toBe(command);
  return changed;
};

const [single = ''] = blocks('sweep', 'sh');
const [parallel = ''] = blocks('On many machines', 'sh');
const [spread = '', merge = ''] = parallel.split('\n');
const merged = () => shellLine(small(merge));

describe('the documentation', () => {
  test('begins with a sweep that works, and goes on with it', async () => {
    const { code, out } = await shellLine(small(single));
    expect(code).toBe(0);
    expect(out).toContain('12 runs: 6 points, seeds 1..2, ');
    expect((await shellLine(small(single))).error).toContain('12 of 12 runs are in ');
  });

  test('has a command for GNU parallel, of which each shard works, and one that merges them', async () => {
    const [, count, quoted] = /^seq (\d+) \| parallel .* --return shard-\{\}\.ndjson '([^']*)'$/.exec(spread) ?? [];
    const numbers = Array.from({ length: Number(count) }, (_, index) => index + 1);
    expect(numbers).toHaveLength(4);
    for (const number of numbers) {
      const shard = await shellLine(small(quoted!).replaceAll('{}', String(number)));
      expect({ ...shard, out: '' }).toEqual({ code: 0, out: '', error: '' });
    }
    const { code, out, error } = await merged();
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toContain('6 runs: 3 points, seeds 1..2, ');
  });

  test('has an indexed job for Kubernetes, of which each pod works', async () => {
    const [manifest = ''] = blocks('On many machines', 'yaml');
    const job = parse(manifest);
    expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', spec: { completionMode: 'Indexed' } });
    const { completions, template } = job.spec;
    expect(['OnFailure', 'Never']).toContain(template.spec.restartPolicy);
    const [{ command, volumeMounts }] = template.spec.containers;
    const [shell, option, line] = command as string[];
    expect([shell, option, command.length]).toEqual(['sh', '-c', 3]);
    expect(line).toContain(` --out ${volumeMounts[0].mountPath}/`);
    expect(template.spec.volumes.map((volume: { name: string }) => volume.name)).toEqual([volumeMounts[0].name]);
    for (let index = 0; index < completions; index += 1) {
      const pod = await shellLine(small(line!), { JOB_COMPLETION_INDEX: String(index) });
      expect({ ...pod, out: '' }).toEqual({ code: 0, out: '', error: '' });
    }
    expect((await merged()).out).toContain('6 runs: 3 points, seeds 1..2, ');
  });

  test('has an image for it, whose command bundles', async () => {
    const [dockerfile = ''] = blocks('On many machines', 'dockerfile');
    const [, command = ''] = /^RUN npm ci --include=dev && (.*)$/m.exec(dockerfile) ?? [];
    expect(await shellLine(command)).toMatchObject({ code: 0, error: '' });
  });
});
