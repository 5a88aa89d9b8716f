/*
 * What the run's memory holds, record by record: where each word of a record stands, counted in 32-bit words from the
 * record's beginning. A word that holds a double is the first of two, and stands at an even place.
 */
export * as Call from './call';
export * as Frame from './frame';
export * as Link from './link';
export * as Planned from './planned';
export * as Program from './program';
export * as Request from './request';
export * as Route from './route';
export * as Stage from './stage';
export * as Station from './station';
