interface IconDrawing {
  readonly strokes: readonly string[];
  readonly fills?: readonly string[];
}

/** Line drawings in a box of 18 x 18. */
const drawings = {
  play: { strokes: [], fills: ['M5.5 3.2v11.6a.6.6 0 0 0 .92.5l8.6-5.8a.6.6 0 0 0 0-1l-8.6-5.8a.6.6 0 0 0-.92.5z'] },
  pause: { strokes: [], fills: ['M4.5 3.5h3v11h-3z', 'M10.5 3.5h3v11h-3z'] },
  step: {
    strokes: ['M13.6 4v10'],
    fills: ['M4 4.2v9.6a.5.5 0 0 0 .78.42l6.9-4.8a.5.5 0 0 0 0-.84l-6.9-4.8A.5.5 0 0 0 4 4.2z'],
  },
  restart: { strokes: ['M4 3.5v3.8h3.8', 'M4.3 7.2A5.8 5.8 0 1 1 3.2 10'] },
  dice: {
    strokes: ['M3 5.5A2.5 2.5 0 0 1 5.5 3h7A2.5 2.5 0 0 1 15 5.5v7a2.5 2.5 0 0 1-2.5 2.5h-7A2.5 2.5 0 0 1 3 12.5z'],
    fills: [
      'M6 7.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4z',
      'M9 10.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4z',
      'M12 13.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4z',
    ],
  },
  plus: { strokes: ['M9 3.5v11', 'M3.5 9h11'] },
  minus: { strokes: ['M3.5 9h11'] },
  fit: { strokes: ['M3 6.5V3h3.5', 'M11.5 3H15v3.5', 'M15 11.5V15h-3.5', 'M6.5 15H3v-3.5'] },
  close: { strokes: ['M4.5 4.5l9 9', 'M13.5 4.5l-9 9'] },
  check: { strokes: ['M3.8 9.6l3.4 3.4 7-7.6'] },
  cross: { strokes: ['M5 5l8 8', 'M13 5l-8 8'] },
  list: {
    strokes: ['M6.5 4.5H15', 'M6.5 9H15', 'M6.5 13.5H15'],
    fills: [
      'M3.2 5.5a1 1 0 1 0 0-2 1 1 0 0 0 0 2z',
      'M3.2 10a1 1 0 1 0 0-2 1 1 0 0 0 0 2z',
      'M3.2 14.5a1 1 0 1 0 0-2 1 1 0 0 0 0 2z',
    ],
  },
  graph: {
    strokes: [
      'M9 6.2v2.6',
      'M9 8.8H4.5v3',
      'M9 8.8h4.5v3',
      'M6.8 2.2h4.4v4H6.8z',
      'M2.3 11.8h4.4v4H2.3z',
      'M11.3 11.8h4.4v4h-4.4z',
    ],
  },
  right: { strokes: ['M6.5 3.5L12 9l-5.5 5.5'] },
  left: { strokes: ['M11.5 3.5L6 9l5.5 5.5'] },
  down: { strokes: ['M3.5 6.5L9 12l5.5-5.5'] },
  lock: { strokes: ['M4 8.3h10v6.4H4z', 'M6 8.3V6a3 3 0 0 1 6 0v2.3'] },
  warning: { strokes: ['M9 2.6l6.8 12.2H2.2z', 'M9 7.2v3.4'], fills: ['M9 13.4a.9.9 0 1 0 0-1.8.9.9 0 0 0 0 1.8z'] },
  info: {
    strokes: ['M9 15.6A6.6 6.6 0 1 0 9 2.4a6.6 6.6 0 0 0 0 13.2z', 'M9 8.4v3.8'],
    fills: ['M9 6.6a.9.9 0 1 0 0-1.8.9.9 0 0 0 0 1.8z'],
  },
  undo: { strokes: ['M6.2 3.6L3 6.8 6.2 10', 'M3.4 6.8h6.8a4 4 0 0 1 0 8H7'] },
  sun: {
    strokes: [
      'M9 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
      'M9 1.8v1.4',
      'M9 14.8v1.4',
      'M1.8 9h1.4',
      'M14.8 9h1.4',
      'M3.9 3.9l1 1',
      'M13.1 13.1l1 1',
      'M3.9 14.1l1-1',
      'M13.1 4.9l1-1',
    ],
  },
  moon: { strokes: ['M15 10.6A6.4 6.4 0 0 1 7.4 3 6.4 6.4 0 1 0 15 10.6z'] },
  panel: { strokes: ['M2.5 3.5h13v11h-13z', 'M11 3.5v11'] },
  chart: { strokes: ['M2.8 2.8v12.4h12.4', 'M5.6 11.4l3-4 2.6 2.4 3.6-5.2'] },
  menu: { strokes: ['M3 5h12', 'M3 9h12', 'M3 13h12'] },
  save: { strokes: ['M9 2.8v8', 'M5.6 7.6L9 11l3.4-3.4', 'M3 12.4v2.8h12v-2.8'] },
  load: { strokes: ['M9 11V3', 'M5.6 6.2L9 2.8l3.4 3.4', 'M3 12.4v2.8h12v-2.8'] },
  crash: { strokes: ['M10.2 2.4L4.6 9.6h4l-1 6 5.8-7.4h-4z'] },
  hang: {
    strokes: [
      'M5 2.6h8',
      'M5 15.4h8',
      'M6 2.6v2.2C6 7 9 7.8 9 9s-3 2-3 4.2v2.2',
      'M12 2.6v2.2C12 7 9 7.8 9 9s3 2 3 4.2v2.2',
    ],
  },
  heal: { strokes: ['M3 9.2h3l1.6-4 2.6 8 1.7-4H15'] },
} as const satisfies Record<string, IconDrawing>;

export type IconName = keyof typeof drawings;

export const ICONS: Record<IconName, IconDrawing> = drawings;
