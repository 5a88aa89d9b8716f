import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isSupportedNode, OLDEST_NODE } from '../../../scripts/lib/node-version.mjs';

test.each(['20.19.0', '20.19.1', '20.20.0', '22.0.0', '100.1.1'])('Node %s is new enough', (version) => {
  expect(isSupportedNode(version)).toBe(true);
});

test.each(['20.18.9', '20.9.0', '18.20.8', '8.17.0'])('Node %s is too old', (version) => {
  expect(isSupportedNode(version)).toBe(false);
});

test('package.json names the same oldest Node', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8')).engines.node).toBe(`>=${OLDEST_NODE}`);
});
