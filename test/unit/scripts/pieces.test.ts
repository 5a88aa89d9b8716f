import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutIntoPieces, inOrderOfEvaluation } from '../../../scripts/vite/pieces.mjs';

type Graph = Readonly<Record<string, { readonly importedIds: readonly string[]; readonly code: string }>>;
const infoOf = (graph: Graph) => (id: string) => graph[id] ?? null;

const graphs = fc.integer({ min: 1, max: 24 }).chain((count) =>
  fc
    .array(fc.record({ importedIds: fc.array(fc.nat(count - 1).map(String), { maxLength: 4 }), code: fc.string() }), {
      minLength: count,
      maxLength: count,
    })
    .map((modules): Graph => Object.fromEntries(modules.map((module, id) => [String(id), module]))),
);

describe('a program in pieces', () => {
  test('what a module needs is evaluated before it, in the order in which it asks', () => {
    const graph = {
      main: { importedIds: ['b', 'a'], code: '' },
      a: { importedIds: ['c'], code: '' },
      b: { importedIds: ['c'], code: '' },
      c: { importedIds: [], code: '' },
    };
    expect(inOrderOfEvaluation('main', infoOf(graph))).toEqual(['c', 'b', 'a', 'main']);
  });

  test('the pieces one after another are the whole in its order', () => {
    fc.assert(
      fc.property(graphs, fc.nat(40), (graph, bytes) => {
        const order = inOrderOfEvaluation('0', infoOf(graph));
        expect(cutIntoPieces(order, infoOf(graph), { pieceBytes: bytes }).flat()).toEqual(order);
      }),
    );
  });

  test('no piece needs a later one, whatever needs what', () => {
    fc.assert(
      fc.property(graphs, fc.nat(40), (graph, bytes) => {
        const pieces = cutIntoPieces(inOrderOfEvaluation('0', infoOf(graph)), infoOf(graph), { pieceBytes: bytes });
        const pieceOf = new Map(pieces.flatMap((piece, at) => piece.map((id) => [id, at] as const)));
        for (const [id, at] of pieceOf)
          for (const imported of graph[id]!.importedIds) expect(pieceOf.get(imported)).toBeLessThanOrEqual(at);
      }),
    );
  });

  test('modules that do not need each other are kept apart where they are too much for one piece', () => {
    const graph = {
      main: { importedIds: ['a', 'b'], code: 'x' },
      a: { importedIds: [], code: 'xxxx' },
      b: { importedIds: [], code: 'xxxx' },
    };
    expect(cutIntoPieces(['a', 'b', 'main'], infoOf(graph), { pieceBytes: 5 })).toEqual([['a'], ['b', 'main']]);
  });
});
