export { Engine } from '../../../src/engine/engine';
export { modelOf, command } from './run';
